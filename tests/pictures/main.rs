//! Every chart is drawn as before: each picture of [`table`] and [`beside`] is compared with the one in `tests/snapshots`,
//! byte by byte.
//!
//! `cargo xtask gallery` accepts what has changed: it runs this test with `GRADSCAPE_ACCEPT` set, which writes the
//! pictures and `docs/gallery.md` in place of comparing them. Look at the pictures before committing them.

mod beside;
mod gallery;
mod table;

use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use table::{PICTURES, Picture};

/// The command that accepts what is drawn now.
const ACCEPT: &str = "cargo xtask gallery";
/// Size limits in bytes: of one picture, and of all.
const MOST: [usize; 2] = [96_000, 1_000_000];

/// A picture as it is drawn now.
struct Drawn {
    /// The name of its file, without the ending.
    name: &'static str,
    /// The id of its chart, or [`beside::SECTION`].
    section: &'static str,
    /// What the picture shows.
    shows: &'static str,
    /// What it is drawn from, in Markdown.
    source: String,
    /// Whether there is nothing to draw, so that a message takes the chart's place.
    empty: bool,
    svg: String,
    /// The chart in words.
    summary: String,
}

/// All pictures, drawn once.
static DRAWN: LazyLock<Vec<Drawn>> = LazyLock::new(|| {
    std::fs::create_dir_all(fresh("")).expect("a folder for the new pictures");
    let at_once = std::thread::available_parallelism().map_or(1, usize::from);
    let some = |pictures: &'static [Picture]| {
        std::thread::scope(|scope| {
            let threads: Vec<_> = pictures.iter().map(|picture| scope.spawn(|| draw(picture))).collect();
            threads.into_iter().map(|thread| thread.join().expect("a picture is drawn")).collect::<Vec<_>>()
        })
    };
    PICTURES.chunks(at_once).flat_map(some).chain(beside::drawn()).collect()
});

/// The charts of the registry: id, label and help.
static CHARTS: LazyLock<Vec<[String; 3]>> = LazyLock::new(|| {
    let list: Value = serde_json::from_str(&gradscape(&["list", "charts"])).expect("the list is JSON");
    let text = |chart: &Value, key: &str| chart[key].as_str().expect("a text").to_string();
    let charts = list.as_array().expect("a list").iter();
    charts.map(|chart| ["id", "label", "help"].map(|key| text(chart, key))).collect()
});

/// What the command line prints.
fn gradscape(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_gradscape")).args(arguments).output().expect("the program runs");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

fn draw(picture: &'static Picture) -> Drawn {
    let file = fresh(picture.name);
    let [width, height] = picture.size;
    let summary = gradscape(&[
        "figure",
        picture.chart,
        picture.settings,
        "--steps",
        picture.steps,
        "--width",
        width,
        "--height",
        height,
        "--theme",
        picture.theme,
        "-o",
        file.to_str().expect("a path that is text"),
    ]);
    let svg = std::fs::read_to_string(&file).expect("the picture was written");
    let Picture { name, chart, shows, empty, .. } = *picture;
    Drawn {
        name,
        section: chart,
        shows,
        source: gallery::command(picture),
        empty,
        svg,
        summary: summary.trim_end().into(),
    }
}

/// Where a new picture is written; the folder of all of them if the name is empty.
fn fresh(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pictures");
    if name.is_empty() { folder } else { folder.join(format!("{name}.svg")) }
}

fn snapshots() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots")
}

fn accepting() -> bool {
    std::env::var_os("GRADSCAPE_ACCEPT").is_some()
}

/// Where `new` differs from the committed file; `None` if it does not. If pictures are accepted, writes the file.
fn changed(committed: &Path, new: &str) -> Option<String> {
    let old = std::fs::read_to_string(committed).ok();
    if old.as_deref() == Some(new) {
        return None;
    }
    if accepting() {
        std::fs::write(committed, new).expect("the file can be written");
        println!("wrote {}", committed.display());
        return None;
    }
    let Some(old) = old else { return Some(format!("{} is missing", committed.display())) };
    Some(first_difference(&old, new))
}

/// The first line that is not the same in both texts.
fn first_difference(old: &str, new: &str) -> String {
    // With their ends, so that a text that stops early, or ends its lines otherwise, differs too.
    let (mut before, mut after) = (old.split_inclusive('\n'), new.split_inclusive('\n'));
    let shown = |line: Option<&str>| match line {
        Some(line) => format!("{:?}", line.chars().take(160).collect::<String>()),
        None => "(the end)".into(),
    };
    for number in 1.. {
        let (old, new) = (before.next(), after.next());
        if old != new || old.is_none() {
            return format!("line {number}\n    was {}\n    is  {}", shown(old), shown(new));
        }
    }
    unreachable!("one of the texts ends")
}

#[test]
fn every_chart_has_a_picture_of_its_own() {
    for [chart, ..] in CHARTS.iter() {
        assert!(
            PICTURES.iter().any(|picture| picture.name == chart && picture.chart == chart && !picture.empty),
            "the chart `{chart}` has no picture: add a line to tests/pictures/table.rs with a run that shows what it \
             is for, run `{ACCEPT}`, and look at tests/snapshots/{chart}.svg"
        );
    }
}

#[test]
fn every_picture_is_the_committed_one() {
    let differing: Vec<String> = DRAWN
        .iter()
        .filter_map(|Drawn { name, section, svg, .. }| {
            let difference = changed(&snapshots().join(format!("{name}.svg")), svg)?;
            Some(format!("chart `{section}`, picture `{name}`: {difference}\n    new: {}", fresh(name).display()))
        })
        .collect();
    assert!(
        differing.is_empty(),
        "{} of {} pictures differ from tests/snapshots:\n\n{}\n\nIf that is intended, look at them and run `{ACCEPT}`.",
        differing.len(),
        DRAWN.len(),
        differing.join("\n\n")
    );
}

#[test]
fn a_picture_has_axes_unless_it_is_one_of_an_empty_chart() {
    for Drawn { name, empty, svg, .. } in DRAWN.iter() {
        assert_eq!(svg.contains("<path"), !empty, "{name}: choose a run that shows something");
    }
}

#[test]
fn pictures_are_small_and_none_is_left_over() {
    for Drawn { name, svg, .. } in DRAWN.iter() {
        assert!(svg.len() <= MOST[0], "{name} has {} bytes: choose a smaller run or size", svg.len());
    }
    let all: usize = DRAWN.iter().map(|drawn| drawn.svg.len()).sum();
    assert!(all <= MOST[1], "all pictures together have {all} bytes");
    let names: BTreeSet<String> = DRAWN.iter().map(|drawn| format!("{}.svg", drawn.name)).collect();
    assert_eq!(names.len(), DRAWN.len(), "two pictures have the same name");
    for entry in snapshots().read_dir().expect("the snapshots are there") {
        let entry = entry.expect("a file");
        let name = entry.file_name().to_string_lossy().into_owned();
        if accepting() && !names.contains(&name) {
            std::fs::remove_file(entry.path()).expect("the file can be deleted");
            println!("deleted {}", entry.path().display());
        } else {
            assert!(names.contains(&name), "tests/snapshots/{name} is no picture of tests/pictures: run `{ACCEPT}`");
        }
    }
}

#[test]
fn the_gallery_shows_every_picture() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/gallery.md");
    if let Some(difference) = changed(&file, &gallery::page(&DRAWN, &CHARTS)) {
        panic!("docs/gallery.md is not up to date: {difference}\n    run `{ACCEPT}`");
    }
}

#[test]
fn the_first_differing_line_is_named() {
    assert!(first_difference("a\nb\n", "a\nc\n").starts_with("line 2\n    was \"b\\n\"\n    is  \"c\\n\""));
    assert!(first_difference("a\n", "a\nb\n").contains("was (the end)"));
    assert!(first_difference("a\r\n", "a\n").starts_with("line 1\n"));
}
