use super::*;
use walrus::{DataKind, Function, RefType};

/// Bytes of the module's data.
const LENGTH: usize = 24;

/// `a` calls `b`, `b` calls `c`, and nothing calls `e`. `d` is in the table, and `b` is exported.
fn module() -> Vec<u8> {
    let mut module = Module::default();
    let memory = module.memories.add_local(false, false, 1, None, None);
    let offset = ConstExpr::Value(Value::I32(1024));
    let data = module.data.add(DataKind::Active { memory, offset }, vec![1; LENGTH]);
    module.memories.get_mut(memory).data_segments.insert(data);
    module.exports.add("memory", memory);
    let mut add = |name: &str, calls: Option<FunctionId>| {
        let mut body = FunctionBuilder::new(&mut module.types, &[ValType::I32], &[ValType::I32]);
        let argument = module.locals.add(ValType::I32);
        body.name(name.into()).func_body().local_get(argument);
        if let Some(other) = calls {
            body.func_body().call(other);
        }
        body.finish(vec![argument], &mut module.funcs)
    };
    let c = add("c", None);
    let b = add("crate[0123456789abcdef]::b", Some(c));
    let a = add("a", Some(b));
    let (d, e) = (add("d", None), add("e", None));
    let table = module.tables.add_local(false, 2, Some(2), RefType::FUNCREF);
    let offset = ConstExpr::Value(Value::I32(1));
    let segment = module.elements.add(ElementKind::Active { table, offset }, ElementItems::Functions(vec![d]));
    module.tables.get_mut(table).elem_segments.insert(segment);
    for (name, function) in [("a", a), ("b", b), ("e", e)] {
        module.exports.add(name, function);
    }
    module.emit_wasm()
}

fn divided(names: &[&str]) -> Result<Parts> {
    split(&module(), &named(names))
}

fn named(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| name.to_string()).collect()
}

fn function<'a>(module: &'a Module, name: &str) -> Option<&'a Function> {
    module.funcs.iter().find(|function| function.name.as_deref().is_some_and(|known| bare(known) == name))
}

#[test]
fn each_function_is_in_one_part_and_the_other_can_call_it() {
    let parts = divided(&["a", "c", "e"]).unwrap();
    let (first, rest) = (parse(&parts.first).unwrap(), parse(&parts.rest).unwrap());
    for later in ["crate::b", "d"] {
        assert!(matches!(function(&rest, later).unwrap().kind, FunctionKind::Local(_)), "{later}");
    }
    let imports: Vec<(&str, &str)> = rest.imports.iter().map(|i| (i.module.as_str(), i.name.as_str())).collect();
    assert!(imports.iter().all(|(module, _)| *module == FIRST), "{imports:?}");
    for (_, name) in &imports {
        assert!(first.exports.iter().any(|export| export.name == *name), "the first part exports no {name}");
    }
    assert_eq!(rest.imports.iter().filter(|i| matches!(i.kind, walrus::ImportKind::Function(_))).count(), 1, "c");
    let joins: Vec<(&str, &str)> = first.imports.iter().map(|i| (i.module.as_str(), i.name.as_str())).collect();
    assert_eq!(joins, [JOIN]);
    assert_eq!(rest.exports.iter().count(), 0);
}

#[test]
fn all_data_are_in_the_first_part() {
    let parts = divided(&["a", "c", "e"]).unwrap();
    let [first, rest] = [&parts.first, &parts.rest].map(|part| parse(part).unwrap());
    assert_eq!(first.data.iter().map(|data| data.value.len()).collect::<Vec<_>>(), [LENGTH]);
    assert_eq!(rest.data.iter().count(), 0);
}

#[test]
fn what_is_called_from_the_first_part_has_a_place_in_the_table_of_both() {
    let parts = divided(&["a", "c", "e"]).unwrap();
    let (first, rest) = (parse(&parts.first).unwrap(), parse(&parts.rest).unwrap());
    for module in [&first, &rest] {
        assert_eq!(module.tables.get(table(module).unwrap()).initial, 3, "one more, for b");
    }
    // `d` has its old place, and `b` comes after it.
    let filled: Vec<i32> = rest.elements.iter().map(offset).collect();
    assert_eq!(filled, [1]);
    let ElementItems::Functions(items) = &rest.elements.iter().next().unwrap().items else { panic!("no functions") };
    let names: Vec<String> = items.iter().map(|f| bare(rest.funcs.get(*f).name.as_deref().unwrap())).collect();
    assert_eq!(names, ["d", "crate::b"]);
}

fn offset(element: &walrus::Element) -> i32 {
    match &element.kind {
        ElementKind::Active { offset: ConstExpr::Value(Value::I32(offset)), .. } => *offset,
        other => panic!("{other:?}"),
    }
}

#[test]
fn with_every_function_in_the_first_part_nothing_is_left() {
    let parts = divided(&["a", "crate::b", "c", "d", "e"]).unwrap();
    assert_eq!(parse(&parts.rest).unwrap().funcs.iter_local().count(), 0);
}

#[test]
fn parts_of_two_builds_do_not_fit() {
    let [one, other] = [&["a", "c", "e"][..], &["a", "c"]].map(|names| divided(names).unwrap());
    let (first, rest) = (parse(&one.first).unwrap(), parse(&other.rest).unwrap());
    let exported = |name: &str| first.exports.iter().any(|export| export.name == name);
    assert!(rest.imports.iter().any(|import| !exported(&import.name)));
}

#[test]
fn names_lose_the_numbers_of_crates_and_most_of_their_paths() {
    let name = "<gradscape[c18f224cc16298b0]::run::Run<f32> as core[0011aabbccddeeff]::ops::Index<[u8]>>::index[1]";
    assert_eq!(bare(name), "<run::Run<f32> as ops::Index<[u8]>>::index[1]");
    assert_eq!(bare("a::b::c::{closure#0}::{closure#1}::<d::e::f>"), "b::c::{closure#0}::{closure#1}::<e::f>");
    assert_eq!(bare("open [ never closed"), "open [ never closed");
    assert_eq!(bare("_RNvCsgXGp5Oqx2Ny_7mycrate3foo externref shim"), "mycrate::foo externref shim");
}

#[test]
fn what_is_no_module_or_has_no_table_is_refused() {
    assert!(split(b"no module", &named(&[])).is_err());
    assert!(split(&Module::default().emit_wasm(), &named(&[])).is_err());
}

#[test]
fn the_list_names_what_every_run_does() {
    let first = first();
    assert!(first.iter().any(|name| name.starts_with("<run::Run<f32>>")), "{} names", first.len());
}
