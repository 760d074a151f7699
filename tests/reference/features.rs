//! Counts cases by feature, and how many agree. Features are the tags in the folder's `index.json`, or the first word
//! of a case's name.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Tags of the cases, and counts.
#[derive(Default)]
pub struct Features {
    tags: BTreeMap<String, Vec<String>>,
    /// Group, tag: cases that agree, cases.
    counts: BTreeMap<String, BTreeMap<String, (usize, usize)>>,
}

#[derive(Deserialize)]
struct Index {
    cases: Vec<Listed>,
}

#[derive(Deserialize)]
struct Listed {
    name: String,
    #[serde(default)]
    features: Vec<String>,
}

impl Features {
    /// The tags of a folder's index. A bad one is reported by the table of that name.
    pub fn read(folder: &Path) -> Self {
        let index =
            fs::read(folder.join("index.json")).ok().and_then(|text| serde_json::from_slice::<Index>(&text).ok());
        let cases = index.map_or_else(Vec::new, |index| index.cases);
        Self { tags: cases.into_iter().map(|case| (case.name, case.features)).collect(), counts: BTreeMap::new() }
    }

    /// Counts a case.
    pub fn count(&mut self, name: &str, agrees: bool) {
        let word = || vec![format!("name:{}", name.split('_').next().unwrap_or(name))];
        for tag in self.tags.get(name).filter(|tags| !tags.is_empty()).cloned().unwrap_or_else(word) {
            let (group, tag) = tag.split_once(':').unwrap_or(("other", &tag));
            let count = self.counts.entry(group.into()).or_default().entry(tag.into()).or_default();
            count.0 += usize::from(agrees);
            count.1 += 1;
        }
    }

    /// A line for every group.
    pub fn lines(&self) -> impl Iterator<Item = String> {
        self.counts.iter().map(|(group, tags)| {
            let one = |(tag, (agree, all)): (&String, &(usize, usize))| {
                if agree == all { format!("{tag} ({all})") } else { format!("{tag} ({agree} of {all})") }
            };
            format!("{group}: {}", tags.iter().map(one).collect::<Vec<_>>().join(", "))
        })
    }
}
