//! The page that shows all pictures, `docs/gallery.md`.

use super::Drawn;
use super::beside;
use super::table::Picture;
use std::fmt::Write;

const HEAD: &str = "\
# Gallery

Every chart of Gradscape, after a small run. Each picture is what the command below it draws. A test compares them all
with the committed files, byte by byte; `cargo xtask gallery` draws them anew and writes this page
([tests/pictures](../tests/pictures/main.rs)).

";

const BESIDE: &str = "
## Beside the charts

The page draws these where the settings are chosen, and in slow motion. No command draws them.
";

/// The page: `charts` are ids, labels and helps in the order of the registry.
pub fn page(drawn: &[Drawn], charts: &[[String; 3]]) -> String {
    let mut page = String::from(HEAD);
    let links: Vec<String> =
        charts.iter().map(|[id, label, _]| format!("[{label}](#{})", anchor(&heading(id, label)))).collect();
    page.push_str(&links.join(" ·\n"));
    page.push('\n');
    for [id, label, help] in charts {
        write!(page, "\n## {}\n\n{help}\n", heading(id, label)).expect("a text grows");
        drawn.iter().filter(|one| one.section == id).for_each(|one| page.push_str(&section(one)));
    }
    page.push_str(BESIDE);
    drawn.iter().filter(|one| one.section == beside::SECTION).for_each(|one| page.push_str(&section(one)));
    page
}

fn section(Drawn { name, shows, source, summary, .. }: &Drawn) -> String {
    // A bracket would end the text alternative.
    let alternative = summary.replace(['[', ']'], "");
    format!("\n![{alternative}](../tests/snapshots/{name}.svg)\n\n{shows}\n\n{source}\n")
}

/// The command that draws a picture, in Markdown.
pub fn command(Picture { name, chart, settings, steps, size: [width, height], theme, .. }: &Picture) -> String {
    let theme = if *theme == "light" { String::new() } else { format!(" --theme {theme}") };
    format!(
        "```sh\ngradscape figure {chart} '{settings}' --steps {steps} --width {width} --height {height}{theme} \
         -o {name}.svg\n```"
    )
}

fn heading(id: &str, label: &str) -> String {
    format!("{label} (`{id}`)")
}

/// The anchor of a heading: lower case, without punctuation, with hyphens for spaces.
fn anchor(heading: &str) -> String {
    let kept =
        heading.to_lowercase().chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-')).collect::<String>();
    kept.replace(' ', "-")
}
