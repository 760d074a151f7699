//! The order of the rooms: each names only rooms below it. The order is the code map in ARCHITECTURE.md, read from there.
//!
//! It is a test of text: it reads the `use` lines and the paths of `src/`, without comments and tests. Tests may look
//! upward.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// This room adds methods to `Settings`, which lives below it: to call one of them is to name the room.
const ADDED_BY: &str = "schema";
const ADDED_TO: [&str; 2] = ["Settings", "settings"];

/// A source file as the test sees it.
struct Source {
    path: String,
    text: String,
}

/// A place where a room names one above it.
#[derive(Debug, PartialEq, Eq)]
struct Arrow {
    path: String,
    line: usize,
    from: String,
    to: String,
}

#[test]
fn every_room_names_only_rooms_below_it() {
    let (order, sources) = (order(), sources());
    let arrows = upward(&order, &sources);
    let lines: Vec<String> = arrows.iter().map(line).collect();
    assert!(arrows.is_empty(), "{} upward arrows:\n{}", arrows.len(), lines.join("\n"));
}

#[test]
fn the_code_map_lists_every_room_once_and_nothing_else() {
    let order = order();
    let mut rooms: Vec<String> = sources().iter().filter_map(|source| room(&source.path)).collect();
    rooms.sort();
    rooms.dedup();
    let missing: Vec<&String> = rooms.iter().filter(|room| !order.contains(room)).collect();
    assert!(missing.is_empty(), "ARCHITECTURE.md has no row for {missing:?}");
    let gone: Vec<&String> = order.iter().filter(|room| !rooms.contains(room)).collect();
    assert!(gone.is_empty(), "ARCHITECTURE.md has a row for {gone:?}, which are no rooms");
    let twice: Vec<&String> =
        order.iter().filter(|one| order.iter().filter(|other| other == one).count() > 1).collect();
    assert!(twice.is_empty(), "ARCHITECTURE.md has two rows for {twice:?}");
}

#[test]
fn an_upward_arrow_is_found_however_it_is_written() {
    let order = ["math", "clips", "schema"].map(String::from);
    let found = |path: &str, text: &str| {
        let own =
            Source { path: "src/schema/mod.rs".into(), text: "impl Settings {\n    pub fn parse() {}\n}\n".into() };
        let arrows = upward(&order, &[Source { path: path.into(), text: text.into() }, own]);
        arrows.iter().map(|arrow| (arrow.line, arrow.to.clone())).collect::<Vec<_>>()
    };
    let schema = |line| vec![(line, "schema".to_string())];
    assert_eq!(found("src/math/mod.rs", "//! Sums.\nuse crate::clips::AnyClip;\n"), [(2, "clips".to_string())]);
    assert_eq!(found("src/math.rs", "fn f() -> u8 {\n    crate::schema::MOST as u8\n}\n"), schema(2));
    assert_eq!(found("src/clips/agc.rs", "use crate::{\n    math,\n    schema::{self, find},\n};\n"), schema(3));
    assert_eq!(found("src/clips/agc.rs", "let (settings, _) = Settings::parse(text);\n"), schema(1));
    // Names of rooms below, and names in comments, strings and tests, are allowed.
    assert_eq!(found("src/schema/a.rs", "use crate::clips::AnyClip;\nuse crate::math;\n"), []);
    assert_eq!(
        found("src/math/a.rs", "/// See [`crate::clips`].\n// use crate::clips;\nconst A: &str = \"crate::clips\";\n"),
        []
    );
    assert_eq!(
        found(
            "src/math/a.rs",
            "#[cfg(test)]\nuse crate::clips::A;\n#[cfg(test)]\nmod tests {\n    use crate::schema::B;\n}\n"
        ),
        []
    );
    assert_eq!(found("src/math/tests.rs", "use crate::schema::B;\n"), []);
}

fn line(Arrow { path, line, from, to }: &Arrow) -> String {
    format!("{path}:{line}: {from} names {to}, which is above it")
}

/// The rooms of the code map, from the bottom up: the names in the first column, `a` or `a/`.
fn order() -> Vec<String> {
    let map = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    let map = map.split("## Code map").nth(1).expect("a code map");
    let rows = map.split("\n##").next().unwrap_or_default().lines().filter(|line| line.starts_with("| `"));
    rows.filter_map(|row| row.split('`').nth(1)).map(|name| name.trim_end_matches('/').replace(".rs", "")).collect()
}

fn sources() -> Vec<Source> {
    fn walk(folder: &Path, into: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a folder of sources").flatten() {
            let path = entry.path();
            if path.is_dir() {
                walk(&path, into);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                into.push(path);
            }
        }
    }
    let mut files = Vec::new();
    walk(&root().join("src"), &mut files);
    files.sort();
    let source = |file: &PathBuf| Source {
        path: file.strip_prefix(root()).expect("a source").to_string_lossy().replace('\\', "/"),
        text: fs::read_to_string(file).expect("a source file"),
    };
    let sources: Vec<Source> = files.iter().map(source).collect();
    let tests = test_modules(&sources);
    sources.into_iter().filter(|source| !tests.iter().any(|test| source.path.starts_with(test))).collect()
}

/// The files and folders of modules that are declared `#[cfg(test)] mod name;`: tests, like those inside a file.
fn test_modules(sources: &[Source]) -> Vec<String> {
    let mut modules = Vec::new();
    for Source { path, text } in sources {
        let folder = path.strip_suffix("mod.rs").or(path.strip_suffix("lib.rs")).map(String::from);
        let folder = folder.unwrap_or_else(|| format!("{}/", path.trim_end_matches(".rs")));
        for declared in text.split("#[cfg(test)]\n").skip(1) {
            let line = declared.lines().next().unwrap_or_default();
            let name = line.trim_start_matches("pub(crate) ").trim_start_matches("pub ").strip_prefix("mod ");
            if let Some(name) = name.and_then(|name| name.strip_suffix(';')) {
                modules.extend([format!("{folder}{name}.rs"), format!("{folder}{name}/")]);
            }
        }
    }
    modules
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The room of a file; `None` for the two roots, which only say which rooms there are.
fn room(path: &str) -> Option<String> {
    let first = path.strip_prefix("src/")?.split('/').next()?;
    Some(first.trim_end_matches(".rs").to_string()).filter(|room| !["lib", "main"].contains(&room.as_str()))
}

/// Every place where a room names one above it.
fn upward(order: &[String], sources: &[Source]) -> Vec<Arrow> {
    let place: BTreeMap<&str, usize> = order.iter().enumerate().map(|(k, room)| (room.as_str(), k)).collect();
    let added = added(sources);
    let mut arrows = Vec::new();
    for source in sources.iter().filter(|source| !is_test(&source.path)) {
        let Some(from) = room(&source.path) else { continue };
        let Some(own) = place.get(from.as_str()) else { continue };
        let code = code(&source.text);
        let mut named = named(&code);
        named.extend(calls(&code, &added).into_iter().map(|at| (at, ADDED_BY.to_string())));
        for (at, to) in named {
            if place.get(to.as_str()).is_some_and(|place| place > own) {
                let line = code[..at].matches('\n').count() + 1;
                arrows.push(Arrow { path: source.path.clone(), line, from: from.clone(), to });
            }
        }
    }
    arrows
}

fn is_test(path: &str) -> bool {
    path.ends_with("tests.rs")
}

/// The rooms that a text names, with lines: `crate::room`, and each name in `crate::{…}`.
fn named(code: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for root in ["crate::", "gradscape::"] {
        for (at, _) in code.match_indices(root) {
            if code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
                continue;
            }
            let from = at + root.len();
            match code[from..].strip_prefix('{') {
                Some(group) => {
                    let (mut depth, mut begins) = (0, true);
                    for (k, c) in group.char_indices() {
                        match c {
                            '}' if depth == 0 => break,
                            '{' => depth += 1,
                            '}' => depth -= 1,
                            ',' if depth == 0 => begins = true,
                            _ if begins && !c.is_whitespace() => {
                                found.push((from + 1 + k, word(&group[k..])));
                                begins = false;
                            }
                            _ => (),
                        }
                    }
                }
                None => found.push((from, word(&code[from..]))),
            }
        }
    }
    found
}

fn word(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// The methods that the schema adds to the settings.
fn added(sources: &[Source]) -> Vec<String> {
    let of_schema = sources.iter().filter(|source| room(&source.path).as_deref() == Some(ADDED_BY));
    let mut methods = Vec::new();
    for source in of_schema {
        let code = code(&source.text);
        for part in code.split("impl Settings {").skip(1) {
            let body = part.split("\n}").next().unwrap_or_default();
            methods.extend(body.split("pub fn ").skip(1).map(word));
        }
    }
    methods
}

/// Calls of these methods: `Settings::method(` or `settings.method(`.
fn calls(code: &str, methods: &[String]) -> Vec<usize> {
    let mut found = Vec::new();
    for method in methods {
        let forms = [format!("{}::{method}(", ADDED_TO[0]), format!("{}.{method}(", ADDED_TO[1])];
        found.extend(forms.iter().flat_map(|form| code.match_indices(form.as_str()).map(|(at, _)| at)));
    }
    found
}

/// A source without comments, strings and tests; every line stays where it is.
fn code(text: &str) -> String {
    let blank = |from: &str| from.chars().map(|c| if c == '\n' { '\n' } else { ' ' }).collect::<String>();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = match c {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            'r' if rest.starts_with("r#\"") => rest[3..].find("\"#").map_or(rest.len(), |end| end + 5),
            '"' => string(rest),
            '\'' if rest.starts_with("'\"'") => 3,
            '\'' if rest.starts_with("'\\") => {
                rest[2..].find('\'').map_or(rest.len(), |end| end + 3).max(4).min(rest.len())
            }
            _ => {
                plain.push(c);
                rest = &rest[c.len_utf8()..];
                continue;
            }
        };
        plain.push_str(&blank(&rest[..length]));
        rest = &rest[length..];
    }
    without_tests(&plain, blank)
}

/// The length of a string literal at the start of a text.
fn string(text: &str) -> usize {
    let mut escaped = false;
    for (k, c) in text.char_indices().skip(1) {
        match c {
            '\\' if !escaped => escaped = true,
            '"' if !escaped => return k + 1,
            _ => escaped = false,
        }
    }
    text.len()
}

/// Removes the item after `#[cfg(test)]`, up to its semicolon or closing bracket.
fn without_tests(code: &str, blank: impl Fn(&str) -> String) -> String {
    const TEST: &str = "#[cfg(test)]";
    let mut out = String::new();
    let mut rest = code;
    while let Some(at) = rest.find(TEST) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let mut depth = 0;
        let mut end = rest.len();
        for (k, c) in rest.char_indices().skip(TEST.len()) {
            match c {
                '{' | '[' | '(' => depth += 1,
                '}' | ']' | ')' => depth -= 1,
                _ => (),
            }
            if depth == 0 && (c == '}' && !rest[k + 1..].starts_with(';') || c == ';') {
                end = k + 1;
                break;
            }
        }
        out.push_str(&blank(&rest[..end]));
        rest = &rest[end..];
    }
    out + rest
}
