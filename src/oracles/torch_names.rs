//! Checks that Python code uses only names and arguments that PyTorch has. They are listed in
//! `tests/reference/torch_names.json`, which `gen_torch_names.py` generated from PyTorch, so the check needs no
//! PyTorch.

use super::code::{Arguments, Definition, Use, definitions, uses};
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

#[derive(Deserialize)]
struct Table {
    torch: String,
    methods: BTreeSet<String>,
    builtins: BTreeSet<String>,
    names: BTreeMap<String, Signature>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Signature {
    Parameters(Vec<String>),
    Unknown(()),
    Value(IgnoredAny),
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../tests/reference/torch_names.json")).expect("the list of PyTorch's names")
});

/// Names that an exported script defines before it uses an item.
const SCRIPT: [&str; 6] = ["parameters", "optimizer", "loss_at", "layers", "step", "load_file"];

/// Rejects a call or a definition with a name or an argument that PyTorch does not have.
pub fn check(call: &str, define: &str) -> Result<(), String> {
    let defined = definitions(define)?;
    for used in uses(call)?.iter().chain(&uses(define)?) {
        one(used, &defined, define)?;
    }
    Ok(())
}

fn one(used: &Use, defined: &[Definition], define: &str) -> Result<(), String> {
    let own = |name: &str| defined.iter().find(|definition| definition.name == name);
    let prefix = match used.root {
        "torch" => Some("torch"),
        "nn" => Some("torch.nn"),
        "json" if used.rest == ["dumps"] => return Ok(()),
        _ => None,
    };
    if let Some(prefix) = prefix {
        let name = [&[prefix], &used.rest[..]].concat().join(".");
        return called(&name, used.arguments.as_ref());
    }
    // An attribute that the code itself sets.
    let given = |name: &str| define.contains(&format!("self.{name} ="));
    if let Some(name) = used.rest.iter().find(|name| !TABLE.methods.contains(**name) && !given(name)) {
        return Err(format!("nothing in PyTorch {} has an attribute `{name}`", TABLE.torch));
    }
    let (true, Some(arguments)) = (used.rest.is_empty(), &used.arguments) else { return Ok(()) };
    match own(used.root) {
        Some(Definition { base: Some(base), .. }) => {
            called(&base.replacen("nn.", "torch.nn.", usize::from(base.starts_with("nn."))), Some(arguments))
        }
        Some(Definition { parameters, .. }) => {
            let required = parameters.positional;
            fits(used.root, arguments, &parameters.names, required, parameters.more)
        }
        None => {
            let assigned = define.contains(&format!("{} = ", used.root));
            let known =
                used.root.is_empty() || assigned || SCRIPT.contains(&used.root) || TABLE.builtins.contains(used.root);
            known.then_some(()).ok_or_else(|| format!("`{}` is not defined", used.root))
        }
    }
}

/// Checks that PyTorch has a name and that it takes these arguments.
fn called(name: &str, arguments: Option<&Arguments>) -> Result<(), String> {
    let signature = TABLE.names.get(name).ok_or_else(|| format!("PyTorch {} has no `{name}`", TABLE.torch))?;
    let Some(arguments) = arguments else { return Ok(()) };
    match signature {
        Signature::Unknown(()) => Ok(()),
        Signature::Value(_) => Err(format!("`{name}` cannot be called")),
        Signature::Parameters(parameters) => {
            let bare = |p: &String| p.trim_start_matches('*').split(['=', '!']).next().unwrap_or_default().to_string();
            let more = parameters.iter().any(|p| p.starts_with('*'));
            let names: Vec<String> = parameters.iter().filter(|p| !p.starts_with('*')).map(bare).collect();
            let required = parameters.iter().take_while(|p| !p.contains('=') && !p.starts_with('*')).count();
            fits(name, arguments, &names.iter().map(String::as_str).collect::<Vec<_>>(), required, more)
        }
    }
}

/// Checks arguments against parameters, the first `required` of which have no default.
fn fits(name: &str, given: &Arguments, parameters: &[&str], required: usize, more: bool) -> Result<(), String> {
    if let Some(wrong) = given.keywords.iter().find(|keyword| !more && !parameters.contains(keyword)) {
        return Err(format!("`{name}` has no argument `{wrong}`; it has {}", parameters.join(", ")));
    }
    if given.positional > parameters.len() && !more {
        return Err(format!("`{name}` takes {} arguments, not {}", parameters.len(), given.positional));
    }
    let missing = |k: usize| k >= given.positional && !given.keywords.contains(&parameters[k]);
    match (0..required).find(|k| missing(*k)) {
        Some(k) if !given.more => Err(format!("`{name}` is not given `{}`", parameters[k])),
        _ => Ok(()),
    }
}

#[test]
fn wrong_names_and_arguments_are_refused() {
    let define = "def thing(x, size, eps=1):\n    return x.norm(dim=1) + torch.where(x, 1, 2)";
    for (call, why) in [
        ("nn.GELU()", ""),
        ("nn.GELUs()", "PyTorch 2.15.0 has no `torch.nn.GELUs`"),
        ("nn.GELU(aproximate=\"tanh\")", "`torch.nn.GELU` has no argument `aproximate`"),
        ("nn.GELU(1, 2)", "`torch.nn.GELU` takes 1 arguments, not 2"),
        ("torch.optim.SGD(lr=1)", "`torch.optim.SGD` is not given `params`"),
        ("torch.pi()", "`torch.pi` cannot be called"),
        ("thing(parameters, 3)", ""),
        ("thing(parameters)", "`thing` is not given `size`"),
        ("thing(parameters, 3, ep=1)", "`thing` has no argument `ep`"),
        ("things(parameters)", "`things` is not defined"),
        ("parameters.sqare()", "nothing in PyTorch 2.15.0 has an attribute `sqare`"),
    ] {
        let found = check(call, define);
        assert!(
            found.as_ref().map_or_else(|error| !why.is_empty() && error.starts_with(why), |()| why.is_empty()),
            "{call}: {found:?}"
        );
    }
}

#[test]
fn the_scripts_kept_here_use_names_that_pytorch_has() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/export");
    let mut scripts = 0;
    for entry in std::fs::read_dir(folder).expect("the folder of scripts") {
        let path = entry.expect("a file").path();
        if path.extension().is_none_or(|extension| extension != "py") {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("a script");
        let imports = |line: &&str| line.starts_with("import ") || line.starts_with("from ");
        let code: Vec<&str> = text.lines().filter(|line| !imports(line)).collect();
        let code = code.join("\n");
        assert_eq!(check(&code, &code), Ok(()), "{}", path.display());
        scripts += 1;
    }
    assert!(scripts > 10, "{scripts} scripts");
}
