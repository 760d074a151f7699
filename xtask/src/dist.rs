//! `cargo xtask build`: the engine compiled to WebAssembly, its JavaScript glue, the page and its data, all in `dist/`.

use crate::budget::Baseline;
use crate::module::{Optimise, PARTS, is_newer};
use crate::shell::{Result, cargo, heading, output, root, run, succeeds, target};
use crate::sizes::Sizes;
use crate::{bundle, glue, module, sizes, split};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// The compilation target of the page.
pub const WASM: &str = "wasm32-unknown-unknown";
/// The profile in `Cargo.toml` for the page's module.
const PROFILE: &str = "web";

/// The result of a build.
pub struct Built {
    /// The files of the page, relative to `dist`.
    pub files: Vec<PathBuf>,
    /// Whether wasm-opt ran. Without it, the size of the module means little.
    pub optimised: bool,
    /// Whether each entry of the page is bundled into one file.
    pub bundled: bool,
}

impl Built {
    /// Sizes of the files that a visitor may download: all but data and source maps.
    pub fn sizes(&self) -> Result<Sizes> {
        let is_code = |file: &&PathBuf| !file.starts_with("data") && file.extension().is_none_or(|kind| kind != "map");
        let code: Vec<PathBuf> = self.files.iter().filter(is_code).cloned().collect();
        sizes::measure(&dist(), &code)
    }
}

/// `cargo xtask build [--no-optimise|--baseline]`.
pub fn command(options: &[&str]) -> Result {
    let (optimise, keep) = match options {
        [] => (Optimise::WasmOpt, false),
        ["--no-optimise"] => (Optimise::No, false),
        ["--baseline"] => (Optimise::WasmOpt, true),
        _ => {
            return Err(format!("`build` takes `--no-optimise`, `--baseline` or nothing, not `{}`", options.join(" ")));
        }
    };
    let built = build(optimise)?;
    heading("sizes (data apart)");
    let sizes = built.sizes()?;
    sizes::print(&sizes);
    if !built.optimised || !built.bundled {
        println!("the budget is not looked at: wasm-opt or esbuild has not run");
        return Ok(());
    }
    println!();
    let checked = Baseline::read()?.check(&sizes);
    if keep { Baseline::keep(&sizes) } else { checked }
}

/// The output of wasm-bindgen.
pub fn bound() -> Result<PathBuf> {
    Ok(target()?.join("web/bindgen/engine_bg.wasm"))
}

/// The folder with the page as separate modules: the input of the bundle, served as it is without esbuild.
pub fn modules() -> Result<PathBuf> {
    Ok(target()?.join("web/modules"))
}

/// The folder that holds the built page.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// Builds the page.
pub fn build(optimise: Optimise) -> Result<Built> {
    let started = Instant::now();
    add_target()?;
    heading("compiling the engine to WebAssembly (the first time takes a minute or two)");
    let profile = ["--profile", PROFILE];
    let compile = ["rustc", "--locked", "--lib", "--package", "gradscape", "--target", WASM];
    run(cargo().args(compile).args(profile))?;
    let compiled = target()?.join(WASM).join(PROFILE).join("gradscape.wasm");
    let glue = bind(&compiled)?;
    let (parts, optimised) = module::parts(&bound()?, optimise)?;

    let mut page = BTreeMap::new();
    collect(&glue, Path::new(""), &|_| true, &mut page)?;
    page.extend(PARTS.map(PathBuf::from).into_iter().zip(parts));
    page.insert(PathBuf::from("description.json"), describe("description.json", &[])?);
    page.insert(PathBuf::from("description.de.json"), describe("description.de.json", &["--lang", "de"])?);
    collect(&root().join("www"), Path::new(""), &|_| true, &mut page)?;
    collect(&root().join("data"), Path::new("data"), &|file| file.extension().is_some_and(|e| e == "csv"), &mut page)?;
    page.insert(PathBuf::from("index.html"), root().join("index.html"));
    assemble(&modules()?, &page)?;
    let bundle = bundle::bundle(&modules()?)?;
    if let Some(folder) = &bundle {
        page.retain(|file, _| bundle::stays(file));
        page.extend(bundle::FILES.map(|name| (PathBuf::from(name), folder.join(name))));
    }
    assemble(&dist(), &page)?;
    println!("dist/ has {} files ({:.1} s)", page.len(), started.elapsed().as_secs_f64());
    Ok(Built { files: page.into_keys().collect(), optimised, bundled: bundle.is_some() })
}

/// Makes sure that the toolchain can compile for [`WASM`].
pub fn add_target() -> Result {
    let rustc = Command::new("rustc").args(["--print", "sysroot"]).current_dir(root()).output();
    let sysroot = rustc.map_err(|error| format!("rustc cannot be run: {error}"))?.stdout;
    let sysroot = PathBuf::from(String::from_utf8_lossy(&sysroot).trim());
    if sysroot.join("lib/rustlib").join(WASM).is_dir() {
        return Ok(());
    }
    if !succeeds(Command::new("rustup").arg("--version")) {
        return Err(format!(
            "the Rust toolchain has no {WASM} target and there is no rustup to add it: install Rust from https://rustup.rs"
        ));
    }
    heading(&format!("adding the {WASM} target"));
    run(Command::new("rustup").args(["target", "add", WASM]).current_dir(root()))
}

/// Runs wasm-bindgen, unless its output is newer than the compiled module and than this program.
fn bind(compiled: &Path) -> Result<PathBuf> {
    let folder = target()?.join("web/bindgen");
    let this = std::env::current_exe().map_err(|error| format!("this program cannot be found: {error}"))?;
    if is_newer(&folder.join("engine.js"), &[compiled, &this]) {
        return Ok(folder);
    }
    heading("wasm-bindgen");
    // Everything in this folder goes into dist/, so files of an earlier build must not stay.
    let _ = fs::remove_dir_all(&folder);
    let mut bindgen = wasm_bindgen_cli_support::Bindgen::new();
    bindgen.input_path(compiled).out_name("engine").typescript(true).demangle(false).omit_default_module_path(false);
    let bound = bindgen.web(true).and_then(|bindgen| bindgen.generate(&folder));
    bound.map_err(|error| format!("wasm-bindgen failed: {error:#}"))?;
    // The types of `engine.js` go into dist/. Those of the bare module are of no use.
    let raw = folder.join("engine_bg.wasm.d.ts");
    fs::remove_file(&raw).map_err(|error| format!("{} cannot be removed: {error}", raw.display()))?;
    let types = folder.join("engine.d.ts");
    let text = fs::read_to_string(&types).map_err(|error| format!("{} cannot be read: {error}", types.display()))?;
    fs::write(&types, text + glue::MORE_TYPES)
        .map_err(|error| format!("{} cannot be written: {error}", types.display()))?;
    let (script, module) = (folder.join("engine.js"), folder.join("engine_bg.wasm"));
    let text = fs::read_to_string(&script).map_err(|error| format!("{} cannot be read: {error}", script.display()))?;
    let bytes = fs::read(&module).map_err(|error| format!("{} cannot be read: {error}", module.display()))?;
    let mut parsed = split::parse(&bytes)?;
    let text = glue::joined(&glue::shortened(&glue::bare(&text), &mut parsed)?)?;
    // The script comes last, because it marks the output as complete.
    for (file, bytes) in [(&module, &parsed.emit_wasm()[..]), (&script, text.as_bytes())] {
        fs::write(file, bytes).map_err(|error| format!("{} cannot be written: {error}", file.display()))?;
    }
    Ok(folder)
}

/// Makes the native build write the descriptions of the page's controls. The module does not contain these texts.
fn describe(name: &str, options: &[&str]) -> Result<PathBuf> {
    let file = target()?.join("web").join(name);
    heading(&format!("writing {name} by the native build"));
    let say = ["run", "--quiet", "--locked", "--package", "gradscape", "--bin", "gradscape", "--", "describe"];
    fs::write(&file, output(cargo().args(say).args(options))?)
        .map_err(|error| format!("{} cannot be written: {error}", file.display()))?;
    Ok(file)
}

/// Adds the files of a folder, if there is one, and of its subfolders, under a prefix.
fn collect(
    folder: &Path,
    prefix: &Path,
    wanted: &dyn Fn(&Path) -> bool,
    page: &mut BTreeMap<PathBuf, PathBuf>,
) -> Result {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(()) };
    for entry in entries {
        let entry = entry.map_err(|error| format!("{} cannot be listed: {error}", folder.display()))?;
        let (path, name) = (entry.path(), prefix.join(entry.file_name()));
        if path.is_dir() {
            collect(&path, &name, wanted, page)?;
        } else if wanted(&path) {
            page.insert(name, path);
        }
    }
    Ok(())
}

/// Makes a folder contain exactly these files.
fn assemble(all: &Path, page: &BTreeMap<PathBuf, PathBuf>) -> Result {
    let mut present = BTreeMap::new();
    collect(all, Path::new(""), &|_| true, &mut present)?;
    for stale in present.keys().filter(|name| !page.contains_key(*name)) {
        let stale = all.join(stale);
        fs::remove_file(&stale).map_err(|error| format!("{} cannot be removed: {error}", stale.display()))?;
        // Fails if the folder is not empty, as it should.
        let _ = stale.parent().map(fs::remove_dir);
    }
    for (name, source) in page {
        let goal = all.join(name);
        let folder = goal.parent().expect("a file in a folder has one");
        fs::create_dir_all(folder).map_err(|error| format!("{} cannot be made: {error}", folder.display()))?;
        fs::copy(source, &goal).map_err(|error| format!("{} cannot be copied: {error}", source.display()))?;
    }
    Ok(())
}
