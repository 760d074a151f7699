//! Wines of three cultivars (S. Aeberhard, M. Forina, UCI Wine, 1992).
//! Source of the copy: data/README.md.

use super::measured::{Inputs, bundled, classes};
use super::{Data, Dataset, File, file};
use crate::registry::{Described, Item, Opens, Settings};
use crate::texts::data::in_file;

/// Thirteen chemical measurements in; three cultivars of 59, 71 and 48 wines.
#[derive(Clone, Copy, Debug)]
pub struct Wine;

impl Described for Wine {
    const ITEM: Item = Item {
        id: "wine",
        label: "Wine",
        formula: "13 measurements → 3 cultivars",
        help: "178 wines, thirteen standardised chemical measurements, three cultivars. UCI, CC BY 4.0.",
        group: "Networks on real data",
        defaults: super::MEASURED,
        opens: Opens::at(5),
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Dataset for Wine {
    const FILE: Option<File> = Some(file!("wine.csv"));

    fn load(&self, _: u64, file: Option<&[u8]>) -> Result<Data, String> {
        classes(&bundled("Wine", file)?, "cultivar", &["cultivar 1", "cultivar 2", "cultivar 3"], Inputs::Standardised)
            .map_err(|fault| in_file(&"Wine", &fault).into())
    }
}
