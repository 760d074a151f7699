//! Still pictures of what the page shows, drawn by the real program.

use gradscape::charts::views;
use gradscape::registry::Settings;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Most bytes of a contour map.
const MAP: usize = 40_000;

fn gradscape(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_gradscape")).args(arguments).output().expect("the program runs");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

fn place(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("twins");
    std::fs::create_dir_all(&folder).expect("a folder for files");
    folder.join(name)
}

/// The SVG document that `figure` writes, and what it says.
fn figure(name: &str, arguments: &[&str]) -> (String, String) {
    let file = place(&format!("{name}.svg"));
    let said = gradscape(&[&["figure"], arguments, &["-o", file.to_str().expect("text")]].concat());
    (std::fs::read_to_string(file).expect("the file"), said.trim().to_string())
}

fn between<'a>(text: &'a str, open: &str, close: &str) -> &'a str {
    text.split_once(open).and_then(|(_, rest)| rest.split_once(close)).unwrap_or_else(|| panic!("no {open}")).0
}

#[test]
fn a_contour_map_is_small() {
    for settings in ["", "scenario=cliff", "scenario=himmelblau", "scenario=rosenbrock", "scenario=svi-smile"] {
        let (map, _) = figure("map", &["contour", settings, "--steps", "200", "--theme", "auto"]);
        assert!(map.len() <= MAP, "{settings}: {} bytes", map.len());
    }
}

#[test]
fn every_picture_says_in_words_what_it_shows() {
    for picture in ["layers", "contour", "surface", "lab"] {
        let (svg, said) = figure(picture, &[picture, "hidden_layers=2", "--steps", "3"]);
        assert!(!between(&svg, "<title>", "</title>").is_empty(), "{picture}");
        let description = between(&svg, "<desc>", "</desc>").replace("&lt;", "<").replace("&amp;", "&");
        assert_eq!(description.replace("&gt;", ">"), said, "{picture}");
    }
}

#[test]
fn a_picture_in_both_themes_is_the_light_one_and_a_style_sheet() {
    for picture in ["layers", "surface", "lab"] {
        let of = |theme| figure(picture, &[picture, "hidden_layers=2", "--steps", "3", "--theme", theme]).0;
        let (light, dark, both) = (of("light"), of("dark"), of("auto"));
        let sheet = between(&both, "<style>", "</style>");
        assert!(sheet.starts_with("@media (prefers-color-scheme:dark)"), "{sheet}");
        // The same elements in the same order, and each dark colour is one of the dark picture.
        let paths = |text: &str| {
            text.split(" d=\"").skip(1).map(|d| d.split('"').next().map(str::to_string)).collect::<Vec<_>>()
        };
        assert_eq!((paths(&light), paths(&dark)), (paths(&both), paths(&both)), "{picture}");
        for rule in sheet.split('#').skip(1) {
            let colour = &rule[..6];
            assert!(dark.contains(&format!("#{colour}")), "{picture}: {colour}");
        }
        assert!(!light.contains("<style") && !dark.contains("<style"));
    }
}

#[test]
fn everything_that_the_page_shows_is_on_a_poster() {
    for settings in ["hidden_layers=2&width=4", "scenario=himmelblau", "scenario=recall&length=6&cell=gru"] {
        let all = views(&Settings::parse(settings).0).all.join(" ");
        let size = ["--width", "1600", "--height", "1600", "--views", &all];
        let (poster, said) = figure("all", &[&["lab", settings, "--steps", "4"], &size[..]].concat());
        assert!(poster.matches("font-weight=\"bold\"").count() >= 2, "{settings}");
        assert!(said.ends_with('.'), "{said}");
    }
}

#[test]
fn the_surface_lies_over_the_same_plane_as_its_map() {
    for settings in ["hidden_layers=3", "scenario=himmelblau"] {
        let said = |picture| figure(picture, &[picture, settings, "--steps", "20"]).1;
        assert_eq!(said("surface"), said("contour"), "{settings}");
    }
}

#[test]
fn embed_prints_the_lines_of_a_host_and_writes_the_poster() {
    let file = place("cliff.svg");
    let name = file.to_str().expect("text");
    let said = gradscape(&["embed", "scenario=cliff", "--host", "mkdocs", "--views", "surface  curves", "-o", name]);
    for wanted in [
        "Once, in mkdocs.yml:",
        "extra_javascript:",
        "<gradscape-lab settings=\"scenario=cliff\" views=\"surface curves\"><img src=\"../cliff.svg\" alt=\"",
    ] {
        assert!(said.contains(wanted), "{wanted} in {said}");
    }
    let poster = std::fs::read_to_string(file).expect("the poster");
    assert!(poster.contains("prefers-color-scheme"));
    let described = between(&poster, "<desc>", "</desc>");
    assert!(said.contains(described), "{described} in {said}");
    let elsewhere = gradscape(&["embed", "--host", "html", "--script", "/lab/gradscape.js"]);
    assert!(elsewhere.contains("src=\"/lab/gradscape.js\"") && !elsewhere.contains("Copy"), "{elsewhere}");
}
