//! Iris flowers (R. A. Fisher, "The use of multiple measurements in taxonomic problems", 1936).
//! Source of the copy: data/README.md.

use super::measured::{Inputs, bundled, classes};
use super::{Data, Dataset, File, file};
use crate::registry::{Described, Item, Opens, Settings};
use crate::texts::data::in_file;

/// Petal and sepal sizes in; three species, 50 flowers each.
#[derive(Clone, Copy, Debug)]
pub struct Iris;

impl Described for Iris {
    const ITEM: Item = Item {
        id: "iris",
        label: "Iris flowers",
        formula: "4 measurements → 3 species",
        help: "150 flowers, four standardised measurements, three species. One species is easy to separate. UCI, CC BY 4.0.",
        group: "Networks on real data",
        defaults: super::MEASURED,
        opens: Opens::at(20),
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Dataset for Iris {
    const FILE: Option<File> = Some(file!("iris.csv"));

    fn load(&self, _: u64, file: Option<&[u8]>) -> Result<Data, String> {
        classes(&bundled("Iris", file)?, "species", &["setosa", "versicolor", "virginica"], Inputs::Standardised)
            .map_err(|fault| in_file(&"Iris", &fault).into())
    }
}
