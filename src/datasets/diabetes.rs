//! Diabetes progression (B. Efron, T. Hastie, I. Johnstone, R. Tibshirani, "Least angle regression", 2004).
//! Source of the copy: data/README.md.

use super::measured::{Inputs, bundled, values};
use super::{Data, Dataset, File, file};
use crate::registry::{Described, Item, Opens, Settings};
use crate::texts::data::in_file;

/// Ten measurements of a patient in; the disease's progression after one year out, all standardised.
#[derive(Clone, Copy, Debug)]
pub struct Diabetes;

impl Described for Diabetes {
    const ITEM: Item = Item {
        id: "diabetes",
        label: "Diabetes progression",
        formula: "10 measurements → progression",
        help: "442 patients, ten standardised measurements. The target, disease progression after one year, is noisy.",
        group: "Networks on real data",
        defaults: super::MEASURED,
        opens: Opens::at(50),
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Dataset for Diabetes {
    const FILE: Option<File> = Some(file!("diabetes.csv"));

    fn load(&self, _: u64, file: Option<&[u8]>) -> Result<Data, String> {
        values(&bundled("Diabetes", file)?, "progression", "points", Inputs::Standardised)
            .map_err(|fault| in_file(&"Diabetes", &fault).into())
    }
}
