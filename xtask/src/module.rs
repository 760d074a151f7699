//! The module as the page downloads it: optimised by wasm-opt and split in two, with similar functions side by side.

use crate::shell::{Result, heading, root, run, target};
use crate::tools::on_path;
use crate::{node, order, split};
use std::fs;
use std::path::{Path, PathBuf};

/// The files of the two parts: what the page needs to open, and the rest.
pub const PARTS: [&str; 2] = ["engine_bg.wasm", "engine_rest.wasm"];

/// No flag here lets wasm-opt reorder floating-point arithmetic: the bits must stay those of the native build.
const FAST: [&str; 2] = ["-Os", "--strip-producers"];
const ORDERED: [&str; 2] = ["--reorder-functions-by-name", "--strip-debug"];
/// The WebAssembly features that the module uses beyond version 1.
const FEATURES: [&str; 9] = [
    "--enable-simd",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
    "--enable-call-indirect-overlong",
];

/// How far a build optimises the module.
#[derive(Clone, Copy, PartialEq)]
pub enum Optimise {
    /// As compiled. Needs no Node.
    No,
    /// Optimised by wasm-opt, if npm is installed.
    WasmOpt,
}

/// Writes the two parts of a module from wasm-bindgen, unless they are newer than it and than this program. Returns
/// their paths, in the order of [`PARTS`], and whether wasm-opt ran.
pub fn parts(bound: &Path, optimise: Optimise) -> Result<([PathBuf; 2], bool)> {
    let wasm_opt = match optimise {
        Optimise::No => None,
        Optimise::WasmOpt => wasm_opt()?,
    };
    let folder = target()?.join("web").join(if wasm_opt.is_some() { "optimised" } else { "plain" });
    let parts = PARTS.map(|name| folder.join(name));
    let this = std::env::current_exe().map_err(|error| format!("this program cannot be found: {error}"))?;
    if parts.iter().all(|part| is_newer(part, &[bound, &this])) {
        return Ok((parts, wasm_opt.is_some()));
    }
    fs::create_dir_all(&folder).map_err(|error| format!("{} cannot be made: {error}", folder.display()))?;
    let divided = split::split(&read(bound)?, &split::first())?;
    let divided = [divided.first, divided.rest];
    let Some(wasm_opt) = wasm_opt else {
        for (part, module) in parts.iter().zip(&divided) {
            write(part, module)?;
        }
        return Ok((parts, false));
    };
    heading("wasm-opt");
    let pass = |passes: &[&str], from: &Path, to: &Path| {
        run(node::command()?.arg(&wasm_opt).args(FEATURES).args(passes).arg(from).arg("-o").arg(to))
    };
    // Only the last pass writes a part, so that an interrupted build leaves no unfinished one.
    let [plain, fast, named] = ["divided.wasm", "fast.wasm", "named.wasm"].map(|name| folder.join(name));
    for (part, module) in parts.iter().zip(&divided) {
        write(&plain, module)?;
        pass(&FAST, &plain, &fast)?;
        write(&named, &order::named(&read(&fast)?)?)?;
        pass(&ORDERED, &named, part)?;
    }
    Ok((parts, true))
}

/// The path of wasm-opt's script, installed if need be; `None` without npm or without its package.
fn wasm_opt() -> Result<Option<PathBuf>> {
    let tools = root().join("xtask/npm");
    if on_path("npm").is_none() {
        println!("wasm-opt is skipped: no npm, so the module stays about a third larger");
        return Ok(None);
    }
    if let Err(error) = node::packages(&tools) {
        println!("wasm-opt is skipped: {error}");
        return Ok(None);
    }
    Ok(Some(tools.join("node_modules/binaryen/bin/wasm-opt")))
}

/// Whether `output` was written after all `inputs`.
pub fn is_newer(output: &Path, inputs: &[&Path]) -> bool {
    let time = |path: &Path| path.metadata().and_then(|file| file.modified()).ok();
    let Some(made) = time(output) else { return false };
    inputs.iter().all(|input| time(input).is_some_and(|changed| changed <= made))
}

fn read(file: &Path) -> Result<Vec<u8>> {
    fs::read(file).map_err(|error| format!("{} cannot be read: {error}", file.display()))
}

fn write(file: &Path, bytes: &[u8]) -> Result {
    fs::write(file, bytes).map_err(|error| format!("{} cannot be written: {error}", file.display()))
}
