//! Parses as much Python as is needed to find what a piece of code calls, and with which arguments.

/// A chain of names like `nn.utils.clip_grad_norm_`, with the arguments of its call.
#[derive(Debug, PartialEq)]
pub struct Use<'a> {
    /// Its first name; empty if the chain continues an expression, as in `x[0].norm()`.
    pub root: &'a str,
    /// The names after it.
    pub rest: Vec<&'a str>,
    /// The arguments, if it is called.
    pub arguments: Option<Arguments<'a>>,
}

/// Arguments of a call, or parameters of a function.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Arguments<'a> {
    /// Number of positional arguments.
    pub positional: usize,
    /// Names of the keyword arguments.
    pub keywords: Vec<&'a str>,
    /// Whether there is `*x` or `**x`.
    pub more: bool,
    /// For parameters, all names; those without a default first.
    pub names: Vec<&'a str>,
}

/// A function or class that a piece of code defines.
#[derive(Debug, PartialEq)]
pub struct Definition<'a> {
    /// Its name.
    pub name: &'a str,
    /// For a class without `__init__`, its base class.
    pub base: Option<String>,
    /// Its parameters; for a class those of `__init__` without `self`.
    pub parameters: Arguments<'a>,
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Tokens: names, numbers, strings, and every other character by itself. Comments are dropped.
pub fn tokens(code: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = code.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = if first == '#' {
            rest.find('\n').unwrap_or(rest.len())
        } else if first == '"' || first == '\'' {
            rest[1..].find(first).map_or(rest.len(), |end| end + 2)
        } else if first.is_alphanumeric() || first == '_' {
            let number = first.is_ascii_digit();
            let part = |c: char| c.is_alphanumeric() || c == '_' || number && c == '.';
            rest.find(|c| !part(c)).unwrap_or(rest.len())
        } else {
            ["==", "<=", ">=", "!=", "**"]
                .iter()
                .find(|op| rest.starts_with(**op))
                .map_or(first.len_utf8(), |op| op.len())
        };
        if first != '#' {
            tokens.push(&rest[..length]);
        }
        rest = rest[length..].trim_start();
    }
    tokens
}

/// The arguments in the parenthesis at `open`, and the index of its end.
fn arguments<'a>(tokens: &[&'a str], open: usize) -> Result<(Arguments<'a>, usize), String> {
    let (mut found, mut depth, mut start) = (Arguments::default(), 0, open + 1);
    for (k, token) in tokens.iter().enumerate().skip(open) {
        match *token {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
        let ends = depth == 0;
        if (ends || depth == 1 && *token == ",") && k > open {
            match tokens[start..k] {
                [] => {}
                ["*" | "**", ..] => found.more = true,
                [name, "=", ..] => {
                    found.keywords.push(name);
                    found.names.push(name);
                }
                [name, ..] => {
                    found.positional += 1;
                    found.names.push(name);
                }
            }
            start = k + 1;
        }
        if ends {
            return Ok((found, k));
        }
    }
    Err("a parenthesis has no end".into())
}

/// All names that the code uses, except those of its definitions.
pub fn uses(code: &str) -> Result<Vec<Use<'_>>, String> {
    const WORDS: [&str; 16] = [
        "def", "class", "for", "in", "if", "else", "return", "lambda", "not", "and", "or", "None", "True", "False",
        "while", "is",
    ];
    let tokens = tokens(code);
    let mut uses = Vec::new();
    for (k, token) in tokens.iter().enumerate() {
        let before = k.checked_sub(1).map_or("", |k| tokens[k]);
        let begins = is_name(token) && before != "." && !["def", "class"].contains(&before) && !WORDS.contains(token);
        let goes_on = *token == "." && (matches!(before, ")" | "]" | "}") || before.starts_with('"'));
        if !begins && !goes_on {
            continue;
        }
        let (root, mut at) = if begins { (*token, k + 1) } else { ("", k) };
        let mut rest = Vec::new();
        while tokens.get(at) == Some(&".") && tokens.get(at + 1).is_some_and(|name| is_name(name)) {
            rest.push(tokens[at + 1]);
            at += 2;
        }
        let arguments = if tokens.get(at) == Some(&"(") { Some(arguments(&tokens, at)?.0) } else { None };
        uses.push(Use { root, rest, arguments });
    }
    Ok(uses)
}

/// The functions and classes that the code defines.
pub fn definitions(code: &str) -> Result<Vec<Definition<'_>>, String> {
    let tokens = tokens(code);
    let mut found: Vec<Definition> = Vec::new();
    for (k, token) in tokens.iter().enumerate() {
        let (Some(name), Some(&"(")) = (tokens.get(k + 1), tokens.get(k + 2)) else { continue };
        match *token {
            "class" => {
                let (_, end) = arguments(&tokens, k + 2)?;
                let base = Some(tokens[k + 3..end].concat());
                found.push(Definition { name, base, parameters: Arguments::default() });
            }
            "def" => {
                let mut parameters = arguments(&tokens, k + 2)?.0;
                if parameters.names.first() == Some(&"self") {
                    // A method. Only constructors matter.
                    if *name != "__init__" {
                        continue;
                    }
                    parameters.names.remove(0);
                    parameters.positional -= 1;
                    let class = found.iter_mut().rev().find(|definition| definition.base.is_some());
                    let class = class.ok_or("a method stands in no class")?;
                    (class.base, class.parameters) = (None, parameters);
                } else {
                    found.push(Definition { name, base: None, parameters });
                }
            }
            _ => {}
        }
    }
    Ok(found)
}

#[test]
fn names_arguments_and_definitions_are_found() {
    let found = uses("torch.f(x, [1, 2], k=g(3)).item()  # no.name(here)").expect("whole calls");
    let call = |positional, keywords: &[&'static str], names: &[&'static str]| {
        Some(Arguments { positional, keywords: keywords.to_vec(), more: false, names: names.to_vec() })
    };
    assert_eq!(found[0], Use { root: "torch", rest: vec!["f"], arguments: call(2, &["k"], &["x", "[", "k"]) });
    let last = found.last().expect("uses");
    assert_eq!(*last, Use { root: "", rest: vec!["item"], arguments: call(0, &[], &[]) });
    let defined = definitions("class A(nn.B):\n    def __init__(self, lr, **rest):\n        pass\ndef f(x, y=1):")
        .expect("whole");
    assert_eq!((defined[0].name, &defined[0].base, defined[0].parameters.more), ("A", &None, true));
    assert_eq!((defined[1].name, &defined[1].parameters.names[..]), ("f", &["x", "y"][..]));
    assert!(uses("f(x").is_err());
}
