//! The module's JavaScript glue, made small: no comments, no indentation, short import names.

use crate::shell::Result;
use crate::split::JOIN;
use walrus::Module;

/// The script without indentation, empty lines, and comment blocks on lines of their own. A template string over
/// several lines would be damaged, so a script that has one stays unchanged.
pub fn bare(script: &str) -> String {
    let mut is_comment = false;
    let mut bare = String::with_capacity(script.len());
    for line in script.lines().map(str::trim).filter(|line| !line.is_empty()) {
        is_comment |= line.starts_with("/*");
        if !is_comment {
            if line.matches('`').count() % 2 == 1 {
                return script.into();
            }
            bare.push_str(line);
            bare.push('\n');
        } else if line.contains("*/") {
            is_comment = false;
            if !line.ends_with("*/") {
                return script.into();
            }
        }
    }
    bare
}

/// A note for hosts other than the page.
const HEAD: &str = "\
/*
 * Gradscape's engine, as wasm-bindgen's web target: initialise it with the default export or `initSync`.
 * Beside this file have to lie engine_bg.wasm, rest.js and engine_rest.wasm. The last one is fetched, or read in Node, when
 * the engine first needs it; `keep` gives the engine one that is compiled already.
 */
";

/// The types of what [`joined`] exports beside the engine.
pub const MORE_TYPES: &str = "
/** Gives the engine its second part, `engine_rest.wasm`, compiled. Without it the engine fetches that part itself. */
export function keep(rest: WebAssembly.Module): void;

/** The engine once more, not yet initialised, with a memory of its own: after a panic nothing of the first can be trusted. */
export function fresh(): typeof import('./engine.js');
";

/// The script, extended by the import with which the module's first part loads the rest (`split.rs`, `www/rest.js`).
///
/// # Errors
/// If it is not one that wasm-bindgen writes.
pub fn joined(script: &str) -> Result<String> {
    const IMPORTS: &str = "\"./engine_bg.js\": import0,\n";
    if script.matches(IMPORTS).count() != 1 {
        return Err(format!("the glue has no single place for another import: {IMPORTS}"));
    }
    let (module, name) = JOIN;
    let imports = format!("{IMPORTS}\"{module}\": {{ {name}: () => {name}(wasm) }},\n");
    // Bundlers know the address of a file beside a module by its first two characters.
    let script = script.replace(IMPORTS, &imports).replace("new URL('engine_bg.wasm'", "new URL('./engine_bg.wasm'");
    Ok(format!("{HEAD}import {{ {name}, keep }} from '{module}';\n{}", renewable(&script)?))
}

/// The script as a function that makes an engine, and the exports of the first one that it makes. A bundler leaves a module
/// only one instance, so another address of the same module is no way to a second engine.
fn renewable(script: &str) -> Result<String> {
    const LAST: &str = "export { initSync, __wbg_init as default };\n";
    let Some(body) = script.strip_suffix(LAST) else { return Err(format!("the glue does not end with {LAST}")) };
    let mut names = vec!["keep", "fresh", "initSync"];
    let mut made = String::with_capacity(script.len());
    for line in body.lines() {
        let declared = line.strip_prefix("export ").unwrap_or(line);
        if declared.len() < line.len() {
            let named = declared.strip_prefix("class ").or_else(|| declared.strip_prefix("function "));
            let name = named.and_then(|named| named.split(|c: char| !c.is_alphanumeric() && c != '_').next());
            names.push(name.ok_or_else(|| format!("the glue exports something unknown: {line}"))?);
        }
        made.push_str(declared);
        made.push('\n');
    }
    let names = names.join(", ");
    Ok(format!(
        "function fresh() {{\n{made}return {{ {names}, default: __wbg_init }};\n}}\nconst made = fresh();\n\
         const {{ {} }} = made;\nexport {{ {names} }};\nexport default made.default;\n",
        names.replace("keep, fresh, ", "")
    ))
}

/// Shortens the names of the module's imports, in the script and in the module. The names from wasm-bindgen end in 16
/// random digits, which do not compress.
///
/// # Errors
/// If the script does not name each of them exactly once.
pub fn shortened(script: &str, module: &mut Module) -> Result<String> {
    let mut script = script.to_string();
    for (number, import) in module.imports.iter_mut().enumerate() {
        let short = format!("i{number}");
        if script.matches(&import.name).count() != 1 {
            return Err(format!("the glue does not name {} exactly once", import.name));
        }
        script = script.replace(&import.name, &short);
        import.name = short;
    }
    Ok(script)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE: &str = "export class Run {\n}\nexport function speak(id) {\n}\nfunction imports() {\nreturn {\n\
        __proto__: null,\n\"./engine_bg.js\": import0,\n};\n}\nexport { initSync, __wbg_init as default };\n";

    #[test]
    fn comments_and_indentation_go_and_every_statement_stays() {
        let script = "/* eslint */\nexport class Run {\n    /**\n     * @returns {number} `a\n     */\n    step() {\n\n        return 1; // once\n    }\n}\n";
        assert_eq!(bare(script), "export class Run {\nstep() {\nreturn 1; // once\n}\n}\n");
        assert_eq!(bare("const all = a /* b */ + c;\n"), "const all = a /* b */ + c;\n");
    }

    #[test]
    fn the_first_part_gets_what_has_the_rest_joined() {
        let joined = joined(GLUE).unwrap();
        assert!(joined.starts_with(HEAD));
        assert!(joined.contains("\nimport { join, keep } from './rest.js';\n"), "{joined}");
        assert!(joined.contains("import0,\n\"./rest.js\": { join: () => join(wasm) },\n};"), "{joined}");
        assert!(super::joined("nothing of the kind").is_err());
    }

    #[test]
    fn an_engine_can_be_made_again_and_exports_the_same_names() {
        let joined = joined(GLUE).unwrap();
        for part in [
            "function fresh() {\nclass Run {\n}\nfunction speak(id) {\n}\n",
            "return { keep, fresh, initSync, Run, speak, default: __wbg_init };",
            "const { initSync, Run, speak } = made;\nexport { keep, fresh, initSync, Run, speak };\nexport default made.default;\n",
        ] {
            assert!(joined.contains(part), "{part} is not in {joined}");
        }
        let unknown = GLUE.replace("export class Run", "export var Run");
        assert!(super::joined(&unknown).unwrap_err().contains("export var Run"));
        assert!(super::joined(&GLUE.replace("as default", "as init")).is_err());
    }

    #[test]
    fn what_is_imported_has_the_same_short_name_on_both_sides() {
        let mut module = Module::default();
        let signature = module.types.add(&[], &[]);
        for name in ["__wbg_arc_60bf829e1bd2add5", "__wbg_arc_60bf829e1bd2add6"] {
            module.add_import_func("./engine_bg.js", name, signature);
        }
        let glue = "__wbg_arc_60bf829e1bd2add6: function() {},\n__wbg_arc_60bf829e1bd2add5: function() {},\n";
        assert_eq!(shortened(glue, &mut module).unwrap(), "i1: function() {},\ni0: function() {},\n");
        let names: Vec<&str> = module.imports.iter().map(|import| import.name.as_str()).collect();
        assert_eq!(names, ["i0", "i1"]);
        module.add_import_func("./engine_bg.js", "another", signature);
        assert!(shortened(glue, &mut module).is_err());
    }

    #[test]
    fn a_script_that_would_mean_something_else_stays_as_it_is() {
        for script in ["  const text = `a\n    b`;\n", "  /* a */ const b = 1;\n", "  /*\n  a */ const b = 1;\n"] {
            assert_eq!(bare(script), script);
        }
    }
}
