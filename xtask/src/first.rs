//! `cargo xtask first`: finds the functions that opening the page needs. It runs the page with a module that records
//! which functions are called. These become the module's first part (`split.rs`).

use crate::dist::{self, build};
use crate::module::Optimise;
use crate::shell::{Result, heading, output, root, target};
use crate::{node, split, tools};
use std::collections::BTreeSet;
use std::fs;
use walrus::Module;
use walrus::ir::{MemArg, StoreKind, Value};

/// The export with the record: a memory with a byte for each function, 1 if it was called.
const CALLED: &str = "called";
/// Bytes in a page of memory.
const PAGE: usize = 65_536;

/// `cargo xtask first`: writes `xtask/first.txt`.
pub fn command() -> Result {
    let browser = tools::browser()?;
    let mut script = node::command()?;
    node::packages(&root().join("tests/browser"))?;
    build(Optimise::No)?;
    let bound = dist::bound()?;
    let bound = fs::read(&bound).map_err(|error| format!("{} cannot be read: {error}", bound.display()))?;
    let mut module = split::parse(&bound)?;
    let names = note_calls(&mut module)?;
    let noting = target()?.join("web/noting.wasm");
    write(&noting, &module.emit_wasm())?;
    heading("opening the page, playing, pointing");
    let called = output(script.arg("benches/first.js").arg(noting).arg(dist::modules()?).env("CHROMIUM", browser))?;
    let called: Vec<usize> = serde_json::from_str(&called).map_err(|error| format!("no list of functions: {error}"))?;
    let first: BTreeSet<&str> = called.into_iter().filter_map(|number| names.get(number)).map(String::as_str).collect();
    if first.is_empty() {
        return Err("no function was called: the page did not run".into());
    }
    let list = first.iter().map(|name| format!("{name}\n")).collect::<String>();
    write(&root().join("xtask/first.txt"), list.as_bytes())?;
    println!("{} of {} functions: xtask/first.txt; `cargo xtask build` divides by it", first.len(), names.len());
    Ok(())
}

/// Makes each of the module's own functions record that it was called. Returns their names, in the order of the record.
fn note_calls(module: &mut Module) -> Result<Vec<String>> {
    let functions: Vec<_> = module.funcs.iter_local().map(|(id, _)| id).collect();
    let pages = functions.len().div_ceil(PAGE) as u64;
    let notes = module.memories.add_local(false, false, pages, Some(pages), None);
    module.exports.add(CALLED, notes);
    let mut names = Vec::with_capacity(functions.len());
    for (number, id) in functions.into_iter().enumerate() {
        let number = i32::try_from(number).map_err(|_| "there are too many functions")?;
        let function = module.funcs.get_mut(id);
        names.push(split::bare(function.name.as_deref().unwrap_or_default()));
        let mut body = function.kind.unwrap_local_mut().builder_mut().func_body();
        let (place, byte) = (MemArg { align: 1, offset: 0 }, StoreKind::I32_8 { atomic: false });
        body.const_at(0, Value::I32(number)).const_at(1, Value::I32(1)).store_at(2, notes, byte, place);
    }
    Ok(names)
}

fn write(path: &std::path::Path, bytes: &[u8]) -> Result {
    fs::write(path, bytes).map_err(|error| format!("{} cannot be written: {error}", path.display()))
}
