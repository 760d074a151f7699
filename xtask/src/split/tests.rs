use super::*;
use walrus::{Function, RawCustomSection, RefType};

/// Where the module's data begin.
const DATA: u32 = 1024;
/// The length of each of them, of which there are four.
const LENGTH: u32 = 24;

/// `a` calls `b`, `b` calls `c`; `d` stands in the table, and `b` is exported; nobody calls `e`. Every byte of the data
/// with number k is k + 1.
fn module() -> Vec<u8> {
    let mut module = Module::default();
    let memory = module.memories.add_local(false, false, 1, None, None);
    let bytes = (1..=4).flat_map(|number| [number; LENGTH as usize]).collect();
    let offset = ConstExpr::Value(Value::I32(DATA as i32));
    let data = module.data.add(DataKind::Active { memory, offset }, bytes);
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

/// The same as the linker leaves it: `a` names data 0; `b` data 0, 1 and 2; data 2 hold the address of data 3.
fn compiled() -> Vec<u8> {
    let plain = module();
    let (mut bodies, mut sections, mut data) = (Vec::new(), Vec::new(), 0);
    for payload in wasmparser::Parser::new(0).parse_all(&plain) {
        let payload = payload.unwrap();
        sections.extend(payload.as_section());
        match payload {
            wasmparser::Payload::CodeSectionEntry(body) => bodies.push(body.range().start),
            wasmparser::Payload::DataSection(all) => {
                data = all.into_iter().next().unwrap().unwrap().range.end as u32 - 4 * LENGTH
            }
            _ => {}
        }
    }
    let numbers = |numbers: &[u32]| -> Vec<u8> {
        numbers.iter().flat_map(|n| [*n as u8 & 127 | 128, (*n >> 7) as u8 & 127 | 128, (*n >> 14) as u8]).collect()
    };
    let number = |function: &str| {
        let module = parse(&plain).unwrap();
        let mut local = module.funcs.iter_local();
        local.position(|(id, _)| bare(module.funcs.get(id).name.as_deref().unwrap()) == function).unwrap()
    };
    let section = |id: u8| sections.iter().position(|(known, _)| *known == id).unwrap();
    let (code, held) = (section(10), section(11));
    // Type 4 is an address in code, 5 one in data; place, symbol, addend.
    let noted = |section: usize, entries: &[(u8, u32, u32)]| {
        let begin = sections[section].1.start as u32;
        let mut noted = numbers(&[section as u32, entries.len() as u32]);
        for (kind, place, symbol) in entries {
            noted.push(*kind);
            noted.extend(numbers(&[place - begin, *symbol, 0]));
        }
        noted
    };
    let [a, b] = ["a", "crate::b"].map(|name| bodies[number(name)] as u32 + 1);
    let mut table = numbers(&[4]);
    for symbol in 0..4 {
        table.extend([1, 0, 1, b'0' + symbol]);
        table.extend(numbers(&[0, u32::from(symbol) * LENGTH, LENGTH]));
    }
    let mut linking = vec![2, 8];
    linking.extend(numbers(&[table.len() as u32]));
    linking.extend(table);
    let notes = [
        ("linking", linking),
        ("reloc.CODE", noted(code, &[(4, a, 0), (4, b, 0), (4, b, 1), (4, b, 2)])),
        ("reloc.DATA", noted(held, &[(5, data + 2 * LENGTH + 4, 3)])),
    ];
    let mut module = parse(&plain).unwrap();
    for (name, data) in notes {
        module.customs.add(RawCustomSection { name: name.into(), data });
    }
    module.emit_wasm()
}

fn divided(names: &[&str]) -> Result<Parts> {
    split(&module(), &compiled(), &named(names))
}

/// What a part puts where in memory.
fn held(part: &[u8]) -> Vec<(u32, Vec<u8>)> {
    parse(part).unwrap().data.iter().map(|data| (address(data).unwrap(), data.value.clone())).collect()
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
fn data_that_only_later_functions_can_reach_come_with_them() {
    let parts = divided(&["a", "c", "e"]).unwrap();
    let apart = 3 * LENGTH as usize;
    let [of_first, of_rest] = [vec![1; LENGTH as usize], [[2; 24], [3; 24], [4; 24]].concat()];
    assert_eq!(held(&parts.first), [(DATA, [of_first, vec![0; apart]].concat())]);
    assert_eq!(held(&parts.rest), [(DATA + LENGTH, of_rest)]);
    // What nobody names stays.
    assert_eq!(held(&divided(&["a", "crate::b", "c", "e"]).unwrap().rest), []);
}

#[test]
fn what_is_called_from_the_first_part_has_a_place_in_the_table_of_both() {
    let parts = divided(&["a", "c", "e"]).unwrap();
    let (first, rest) = (parse(&parts.first).unwrap(), parse(&parts.rest).unwrap());
    for module in [&first, &rest] {
        assert_eq!(module.tables.get(table(module).unwrap()).initial, 3, "one more, for b");
    }
    // d where it was, b behind it.
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
fn exported_functions_are_known_by_the_names_they_are_exported_under() {
    assert_eq!(exported("readSettings_8e8f3ae89c8562dd"), "readSettings");
    for name in ["run_new", "run_8e8f3ae89c8562d", "settings"] {
        assert_eq!(exported(name), name);
    }
}

#[test]
fn what_is_no_module_or_has_no_table_is_refused() {
    assert!(split(b"no module", &compiled(), &named(&[])).is_err());
    assert!(split(&module(), b"no module", &named(&[])).is_err());
    assert!(split(&Module::default().emit_wasm(), &compiled(), &named(&[])).is_err());
    let silent = split(&module(), &module(), &named(&[])).err().unwrap();
    assert!(silent.contains("--emit-relocs"), "{silent}");
}

#[test]
fn the_list_names_what_every_run_does() {
    let first = first();
    assert!(first.iter().any(|name| name.starts_with("<run::Run<f32>>")), "{} names", first.len());
}
