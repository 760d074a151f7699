//! Links in the page's head to everything that it will load, so that the browser asks for all of it at once: modules name
//! each other eight levels deep, and every level would wait for the one before.

use crate::module::PARTS;
use crate::shell::Result;
use std::path::Path;

/// Where the links go.
const PLACE: &str = "<!-- preload -->";
/// What is loaded elsewhere: the workers' entry by the workers, a classic script by the page itself, the rest of the engine
/// when the first picture stands.
const ELSEWHERE: [&str; 3] = ["worker.js", "unloaded.js", PARTS[1]];

/// The page's HTML with links to those of `files`, paths within the page, that it needs from the start.
pub fn linked<'a>(html: &str, files: impl Iterator<Item = &'a Path>) -> Result<String> {
    let mut links: Vec<(u8, String)> = files.filter_map(link).collect();
    if !html.contains(PLACE) {
        return Err(format!("index.html has no place for links: {PLACE}"));
    }
    // The engine first: it takes longest, and nothing begins without it.
    links.sort();
    let links: Vec<String> = links.into_iter().map(|(_, link)| link).collect();
    Ok(html.replace(PLACE, &links.join("\n    ")))
}

fn link(file: &Path) -> Option<(u8, String)> {
    let name = file.to_str()?.replace('\\', "/");
    let folder = name.split_once('/').map_or("", |(folder, _)| folder);
    match (folder, file.extension()?.to_str()?) {
        ("", "wasm") if !ELSEWHERE.contains(&name.as_str()) => {
            Some((0, format!(r#"<link rel="preload" as="fetch" type="application/wasm" crossorigin href="./{name}">"#)))
        }
        ("", "json") => Some((1, format!(r#"<link rel="preload" as="fetch" crossorigin href="./{name}">"#))),
        (_, "js") if folder != "data" && !ELSEWHERE.contains(&name.as_str()) => {
            Some((1 + u8::from(name != "engine.js"), format!(r#"<link rel="modulepreload" href="./{name}">"#)))
        }
        ("styles", "css") => Some((3, format!(r#"<link rel="preload" as="style" href="./{name}">"#))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_and_styles_are_linked_the_engine_first_and_nothing_else() {
        let files = [
            "data/a.csv",
            "description.json",
            "common/dom.js",
            "engine.js",
            "engine_bg.wasm",
            "engine_rest.wasm",
            "icon.svg",
            "styles/base.css",
            "worker.js",
        ];
        let html = linked("<head>\n    <!-- preload -->\n</head>", files.iter().map(Path::new)).unwrap();
        let hrefs: Vec<&str> = html.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        assert_eq!(hrefs, ["./engine_bg.wasm", "./engine.js", "./description.json", "./common/dom.js", "./styles/base.css"]);
        assert!(linked("<head></head>", [].into_iter()).is_err());
    }
}
