//! Splits the module in two: what the page needs to open, and the rest, which it fetches after the first picture.
//!
//! Both parts share memory, table and globals. The first part exports everything that the rest needs from it. In place
//! of a function of the rest it has a stand-in, which loads the rest (`www/rest.js`) and then calls the function
//! through the table. If the list of first functions (`first.txt`) misses one, the page is slower but still correct.
//! The first part has all data.

use crate::shell::Result;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use walrus::ir::{BinaryOp, Value, Visitor, dfs_in_order};
use walrus::{
    ConstExpr, ElementItems, ElementKind, ExportItem, FunctionBuilder, FunctionId, FunctionKind, GlobalId, GlobalKind,
    MemoryId, Module, ModuleConfig, TableId, ValType,
};

/// The module name under which the rest imports from the first part.
const FIRST: &str = "first";
/// The import with which the first part loads the rest: module and name (`glue.rs`).
pub const JOIN: (&str, &str) = ("./rest.js", "join");

/// Names of the functions that belong to the first part.
pub fn first() -> BTreeSet<String> {
    include_str!("../first.txt").lines().map(String::from).collect()
}

/// The two parts.
pub struct Parts {
    pub first: Vec<u8>,
    pub rest: Vec<u8>,
}

/// Splits a module from wasm-bindgen that still has the compiler's names for its functions.
///
/// # Errors
/// If it cannot be read, or is not one of those that wasm-bindgen writes.
pub fn split(module: &[u8], names: &BTreeSet<String>) -> Result<Parts> {
    let (first, rest) = (parse(module)?, parse(module)?);
    let mut build = DefaultHasher::new();
    (module, names).hash(&mut build);
    let plan = Plan::of(&first, names, build.finish())?;
    Ok(Parts { first: plan.first(first)?, rest: plan.rest(rest)? })
}

/// Reads a module, without its custom sections.
pub fn parse(module: &[u8]) -> Result<Module> {
    let mut config = ModuleConfig::new();
    config.generate_producers_section(false);
    let mut module = config.parse(module).map_err(|error| format!("the module cannot be read: {error:#}"))?;
    let notes: Vec<_> = module.customs.iter().map(|(id, _)| id).collect();
    for id in notes {
        module.customs.delete(id);
    }
    Ok(module)
}

/// A function's name without what differs between builds: it drops the compiler's hashes of crates and, in each path,
/// the leading modules. The name stays the same when code moves to another folder or crate.
pub fn bare(name: &str) -> String {
    // wasm-bindgen appends words to the names of functions that it wraps.
    let (symbol, words) = name.split_at(name.find(' ').filter(|_| name.starts_with("_R")).unwrap_or(name.len()));
    let name = rustc_demangle::demangle(symbol).to_string() + words;
    let mut bare = String::with_capacity(name.len());
    let mut after = name.as_str();
    while let Some((before, number)) = after.split_once('[') {
        bare.push_str(before);
        let end =
            number.find(']').filter(|end| number[..*end].bytes().all(|byte| byte.is_ascii_hexdigit()) && *end > 8);
        match end {
            Some(end) => after = &number[end + 1..],
            None => {
                bare.push('[');
                after = number;
            }
        }
    }
    bare.push_str(after);
    let is_in_path = |sign: char| sign.is_alphanumeric() || "_:#{}".contains(sign);
    let mut short = String::with_capacity(name.len());
    let mut left = bare.as_str();
    while let Some(sign) = left.chars().next() {
        let end = left.find(|other| is_in_path(other) != is_in_path(sign)).unwrap_or(left.len());
        short.push_str(if is_in_path(sign) { end_of(&left[..end]) } else { &left[..end] });
        left = &left[end..];
    }
    short
}

/// The end of a path: the last two parts and the closures in them. `engine::run::step::{closure#0}` becomes
/// `run::step::{closure#0}`.
fn end_of(path: &str) -> &str {
    let mut start = 0;
    let mut named = Vec::new();
    for part in path.split("::") {
        if !part.is_empty() && !part.starts_with('{') {
            named.push(start);
        }
        start += part.len() + 2;
    }
    named.iter().nth_back(1).filter(|_| named.len() > 2).map_or(path, |start| &path[*start..])
}

/// Which part each function belongs to. Functions are numbered in the order of the module, including imported ones.
struct Plan {
    /// Part of every shared name, so that parts of two builds do not fit together: a cache may hold one of each.
    build: u64,
    /// The length of the table, including the new entries.
    places: u64,
    /// Functions of the rest that the first part or JavaScript calls, with their index in the table.
    called: BTreeMap<usize, u32>,
    /// Functions of the first part that the rest calls.
    shared: BTreeSet<usize>,
}

impl Plan {
    fn of(module: &Module, names: &BTreeSet<String>, build: u64) -> Result<Self> {
        let numbers: HashMap<FunctionId, usize> = module.funcs.iter().enumerate().map(|(k, f)| (f.id(), k)).collect();
        let is_later = |function: &walrus::Function| {
            let name = function.name.as_deref().unwrap_or_default();
            matches!(function.kind, FunctionKind::Local(_)) && !names.contains(&bare(name))
        };
        let later: BTreeSet<usize> = module.funcs.iter().filter(|f| is_later(f)).map(|f| numbers[&f.id()]).collect();
        let mut places = module.tables.get(table(module)?).initial;
        let mut called = BTreeMap::new();
        for element in module.elements.iter() {
            let (
                ElementKind::Active { offset: ConstExpr::Value(Value::I32(offset)), .. },
                ElementItems::Functions(functions),
            ) = (&element.kind, &element.items)
            else {
                return Err("the module's table is not one that wasm-bindgen writes".into());
            };
            for (place, function) in (*offset as u32..).zip(functions) {
                let number = numbers[function];
                if later.contains(&number) {
                    called.entry(number).or_insert(place);
                }
            }
        }
        let mut shared = BTreeSet::new();
        let mut wanted: BTreeSet<usize> =
            module.exports.iter().filter_map(|e| function(e.item)).map(|f| numbers[&f]).collect();
        for (id, local) in module.funcs.iter_local() {
            let mut calls = Calls(Vec::new());
            dfs_in_order(&mut calls, local, local.entry_block());
            let callees = calls.0.iter().map(|callee| numbers[callee]);
            if later.contains(&numbers[&id]) {
                shared.extend(callees.filter(|callee| !later.contains(callee)));
            } else {
                wanted.extend(callees);
            }
        }
        for number in wanted.intersection(&later) {
            called.entry(*number).or_insert_with(|| {
                places += 1;
                (places - 1) as u32
            });
        }
        Ok(Self { build, places, called, shared })
    }

    /// Tables, memories and globals of the module.
    fn common(&self, module: &Module) -> Common {
        let name = |kind: char, number: usize| format!("{kind}{number}-{:x}", self.build);
        Common {
            tables: module.tables.iter().enumerate().map(|(k, table)| (name('t', k), table.id())).collect(),
            memories: module.memories.iter().enumerate().map(|(k, memory)| (name('m', k), memory.id())).collect(),
            globals: module.globals.iter().enumerate().map(|(k, global)| (name('g', k), global.id())).collect(),
        }
    }

    fn lengthen(&self, table: &mut walrus::Table) {
        table.initial = self.places;
        table.maximum = table.maximum.map(|maximum| maximum.max(self.places));
    }

    /// The part that the page needs to open.
    fn first(&self, mut module: Module) -> Result<Vec<u8>> {
        let table = table(&module)?;
        let functions: Vec<FunctionId> = module.funcs.iter().map(|function| function.id()).collect();
        self.lengthen(module.tables.get_mut(table));
        let join = joining(&mut module);
        for (number, place) in &self.called {
            let signature = module.funcs.get(functions[*number]).ty();
            let (parameters, results) = module.types.params_results(signature);
            let (parameters, results) = (parameters.to_vec(), results.to_vec());
            let mut body = FunctionBuilder::new(&mut module.types, &parameters, &results);
            let arguments: Vec<_> = parameters.iter().map(|kind| module.locals.add(*kind)).collect();
            body.func_body().call(join);
            for argument in &arguments {
                body.func_body().local_get(*argument);
            }
            body.func_body().i32_const(*place as i32).call_indirect(signature, table);
            module.funcs.get_mut(functions[*number]).kind = FunctionKind::Local(body.local_func(arguments));
        }
        for (place, number) in self.shared.iter().enumerate() {
            module.exports.add(&format!("f{place}"), functions[*number]);
        }
        let Common { tables, memories, globals } = self.common(&module);
        for (name, id) in tables {
            module.exports.add(&name, id);
        }
        for (name, id) in memories {
            module.exports.add(&name, id);
        }
        for (name, id) in globals {
            module.exports.add(&name, id);
        }
        walrus::passes::gc::run(&mut module);
        Ok(module.emit_wasm())
    }

    /// The part that the page loads later.
    fn rest(&self, mut module: Module) -> Result<Vec<u8>> {
        let table = table(&module)?;
        let functions: Vec<FunctionId> = module.funcs.iter().map(|function| function.id()).collect();
        let exports: Vec<_> = module.exports.iter().map(|export| export.id()).collect();
        exports.into_iter().for_each(|export| module.exports.delete(export));
        let elements: Vec<_> = module.elements.iter().map(|element| element.id()).collect();
        elements.into_iter().for_each(|element| module.elements.delete(element));
        let data: Vec<_> = module.data.iter().map(|data| data.id()).collect();
        data.into_iter().for_each(|data| module.data.delete(data));
        let imports: Vec<_> = module.imports.iter().map(|import| import.id()).collect();
        imports.into_iter().for_each(|import| module.imports.delete(import));
        for (place, number) in self.shared.iter().enumerate() {
            let id = functions[*number];
            let import = module.imports.add(FIRST, &format!("f{place}"), id);
            let function = module.funcs.get_mut(id);
            function.kind = FunctionKind::Import(walrus::ImportedFunction { import, ty: function.ty() });
        }
        let Common { tables, memories, globals } = self.common(&module);
        for (name, id) in tables {
            let import = module.imports.add(FIRST, &name, id);
            let table = module.tables.get_mut(id);
            table.import = Some(import);
            table.elem_segments.clear();
        }
        for (name, id) in memories {
            let import = module.imports.add(FIRST, &name, id);
            let memory = module.memories.get_mut(id);
            memory.import = Some(import);
            memory.data_segments.clear();
        }
        for (name, id) in globals {
            let import = module.imports.add(FIRST, &name, id);
            module.globals.get_mut(id).kind = GlobalKind::Import(import);
        }
        self.lengthen(module.tables.get_mut(table));
        let mut places: Vec<(u32, FunctionId)> = self.called.iter().map(|(n, place)| (*place, functions[*n])).collect();
        places.sort_unstable_by_key(|(place, _)| *place);
        for run in places.chunk_by(|one, next| one.0 + 1 == next.0) {
            let offset = ConstExpr::Value(Value::I32(run[0].0 as i32));
            let items = ElementItems::Functions(run.iter().map(|(_, function)| *function).collect());
            let segment = module.elements.add(ElementKind::Active { table, offset }, items);
            module.tables.get_mut(table).elem_segments.insert(segment);
        }
        walrus::passes::gc::run(&mut module);
        Ok(module.emit_wasm())
    }
}

/// The table of functions.
fn table(module: &Module) -> Result<TableId> {
    let table = module.tables.main_function_table().map_err(|error| error.to_string())?;
    table.ok_or("the module has no table of functions".into())
}

/// A function that loads the rest when it is called for the first time.
fn joining(module: &mut Module) -> FunctionId {
    let signature = module.types.add(&[], &[]);
    let (join, _) = module.add_import_func(JOIN.0, JOIN.1, signature);
    let joined = module.globals.add_local(ValType::I32, true, false, ConstExpr::Value(Value::I32(0)));
    let mut body = FunctionBuilder::new(&mut module.types, &[], &[]);
    let so_far = |then: &mut walrus::InstrSeqBuilder<'_>| {
        then.call(join).i32_const(1).global_set(joined);
    };
    body.func_body().global_get(joined).i32_const(0).binop(BinaryOp::I32Eq).if_else(None, so_far, |_| {});
    body.finish(Vec::new(), &mut module.funcs)
}

/// What both parts share, with its names.
struct Common {
    tables: Vec<(String, TableId)>,
    memories: Vec<(String, MemoryId)>,
    globals: Vec<(String, GlobalId)>,
}

fn function(item: ExportItem) -> Option<FunctionId> {
    if let ExportItem::Function(function) = item { Some(function) } else { None }
}

/// The functions that another function refers to.
struct Calls(Vec<FunctionId>);

impl Visitor<'_> for Calls {
    fn visit_function_id(&mut self, function: &FunctionId) {
        self.0.push(*function);
    }
}

#[cfg(test)]
mod tests;
