//! Hosts of documents, one file each: how a lab gets into a page there, in at most three lines. `docs/embedding.md` says
//! why they are as they are.

mod docusaurus;
mod html;
mod jupyter;
mod mdbook;
mod mkdocs;
mod mystmd;
mod quarto;
mod reveal;
mod sphinx;
mod starlight;
mod vitepress;

use crate::registry::Item;
use crate::schema::Family;

/// A host of documents.
#[derive(Clone, Copy, Debug)]
pub struct Host {
    /// Its name and what to know about it.
    pub item: Item,
    /// What is written once for all pages: the file, and the lines. Empty where a page needs nothing else.
    pub once: &'static [(&'static str, &'static str)],
    /// What is written in each page, with `{…}` for what [`Lab`] says.
    pub page: &'static str,
    /// The folder into which the built page is copied, and its entry's address from a page.
    pub script: (&'static str, &'static str),
    /// The folder of posters, and what stands before a poster's name in its address.
    pub poster: (&'static str, &'static str),
}

/// The build in one file, a classic script.
pub const ONE_FILE: &str = "gradscape.one.js";

/// Every host, the simplest first.
pub const ALL: &[Host] = &[
    html::HOST,
    mdbook::HOST,
    sphinx::HOST,
    mkdocs::HOST,
    docusaurus::HOST,
    vitepress::HOST,
    starlight::HOST,
    quarto::HOST,
    mystmd::HOST,
    reveal::HOST,
    jupyter::HOST,
];

/// Every host's description.
pub const ITEMS: &[Item] = &{
    let mut items = [Item::BASE; ALL.len()];
    let mut k = 0;
    while k < ALL.len() {
        items[k] = ALL[k].item;
        k += 1;
    }
    items
};

/// The family of hosts, for `gradscape list`.
pub fn family() -> Family {
    Family { id: "hosts", key: "", items: ITEMS }
}

/// The host `id`.
pub fn find(id: &str) -> Option<&'static Host> {
    ALL.iter().find(|host| host.item.id == id)
}

/// What is embedded.
#[derive(Clone, Copy, Debug)]
pub struct Lab<'a> {
    /// The settings string.
    pub settings: &'a str,
    /// Ids of views, separated by spaces; empty for those that the page opens with.
    pub views: &'a str,
    /// Address of the page's entry module; empty for the host's usual one.
    pub script: &'a str,
    /// The poster's file name; empty for none.
    pub poster: &'a str,
    /// The poster in words.
    pub alt: &'a str,
}

impl Host {
    /// The lines that are written once, with their files.
    pub fn once(&self, lab: &Lab) -> Vec<(&'static str, String)> {
        self.once.iter().map(|(file, lines)| (*file, self.filled(lines, lab))).collect()
    }

    /// The lines in the page.
    pub fn page(&self, lab: &Lab) -> String {
        self.filled(self.page, lab)
    }

    fn filled(&self, template: &str, lab: &Lab) -> String {
        let script = if lab.script.is_empty() { self.script.1 } else { lab.script };
        let poster = if lab.poster.is_empty() { String::new() } else { format!("{}{}", self.poster.1, lab.poster) };
        let attribute = |name: &str, value: &str| {
            if value.is_empty() { String::new() } else { format!(" {name}=\"{}\"", quoted(value)) }
        };
        let option = |name: &str, value: &str| {
            if value.is_empty() { String::new() } else { format!("\n:{name}: {value}") }
        };
        let member = |name: &str, value: &str| {
            let text = serde_json::to_string(value).unwrap_or_default();
            if value.is_empty() { String::new() } else { format!(", \"{name}\": {text}") }
        };
        let (settings, views) = (attribute("settings", lab.settings), attribute("views", lab.views));
        let image = attribute("src", &poster);
        let image = if image.is_empty() { image } else { format!("<img{image}{} />", attribute("alt", lab.alt)) };
        let tag = format!("<gradscape-lab{settings}{views}>{image}</gradscape-lab>");
        let options = [option("views", lab.views), option("poster", &poster), option("alt", lab.alt)].concat();
        let json = serde_json::to_string(lab.settings).unwrap_or_default();
        let members = [member("views", lab.views), member("poster", &poster), member("alt", lab.alt)].concat();
        let words = [views.as_str(), &attribute("poster", &poster), &attribute("alt", lab.alt)].concat();
        [
            ("{tag}", tag.as_str()),
            ("{script}", script),
            ("{settings}", lab.settings),
            ("{options}", &options),
            ("{words}", &words),
            ("{json}", &format!("{{\"settings\": {json}{members}, \"script\": \"{script}\"}}")),
        ]
        .iter()
        .fold(template.to_string(), |text, (place, value)| text.replace(place, value))
    }
}

/// A text as the value of an attribute. A single ampersand may stand as it is.
fn quoted(text: &str) -> String {
    text.replace('"', "&quot;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAB: Lab = Lab {
        settings: "scenario=cliff&clip=norm",
        views: "surface curves",
        script: "",
        poster: "cliff.svg",
        alt: "The clip keeps the run on the cliff.",
    };

    #[test]
    fn a_lab_takes_three_lines_at_most_in_every_host() {
        for host in ALL {
            let lab = Lab { views: "", poster: "", alt: "", ..LAB };
            let lines: usize = host.once(&lab).iter().map(|(_, lines)| lines.lines().count()).sum();
            let all = lines + host.page(&lab).lines().count();
            assert!((1..=3).contains(&all), "{}: {all}", host.item.id);
        }
    }

    #[test]
    fn settings_and_poster_are_in_the_page_and_no_place_is_left_open() {
        for host in ALL {
            let id = host.item.id;
            let page = host.page(&LAB);
            assert!(page.contains(LAB.settings) && page.contains("cliff.svg"), "{id}: {page}");
            let once: String = host.once(&LAB).into_iter().map(|(_, lines)| lines).collect();
            for open in ["{tag}", "{script}", "{settings}", "{options}", "{words}", "{json}"] {
                assert!(!page.contains(open) && !once.contains(open), "{id}: {open}");
            }
        }
    }

    #[test]
    fn a_quotation_mark_does_not_end_the_attribute() {
        let page = find("html").expect("a host").page(&Lab { alt: "says \"no\" < 1", ..LAB });
        assert!(page.contains("alt=\"says &quot;no&quot; &lt; 1\""), "{page}");
    }

    #[test]
    fn the_guide_has_the_lines_of_every_host() {
        let guide = include_str!("../../../docs/embedding.md");
        for host in ALL {
            let parts: Vec<String> = host.once(&LAB).into_iter().map(|(_, lines)| lines).collect();
            for part in parts.iter().chain([&host.page(&LAB)]) {
                assert!(guide.contains(part.trim_end()), "docs/embedding.md lacks, for {}:\n{part}", host.item.id);
            }
        }
    }
}
