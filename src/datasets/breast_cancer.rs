//! Breast cancer (W. Wolberg, O. Mangasarian, N. Street, W. Street, UCI Breast Cancer Wisconsin (Diagnostic), 1993).
//! Source of the copy: data/README.md.

use super::measured::{Inputs, bundled, classes};
use super::{Data, Dataset, File, file};
use crate::registry::{Described, Item, Opens, Settings};
use crate::texts::data::in_file;

/// Thirty measurements of cell nuclei in; 212 malignant and 357 benign tumours.
#[derive(Clone, Copy, Debug)]
pub struct BreastCancer;

impl Described for BreastCancer {
    const ITEM: Item = Item {
        id: "breast-cancer",
        label: "Breast cancer",
        formula: "30 measurements → malignant or benign",
        help: "569 tumours, thirty standardised measurements of cell nuclei. Malignant or benign? UCI, CC BY 4.0.",
        group: "Networks on real data",
        defaults: super::MEASURED,
        opens: Opens::at(10),
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Dataset for BreastCancer {
    const FILE: Option<File> = Some(file!("breast_cancer.csv"));

    fn load(&self, _: u64, file: Option<&[u8]>) -> Result<Data, String> {
        classes(&bundled("Breast cancer", file)?, "benign", &["malignant", "benign"], Inputs::Standardised)
            .map_err(|fault| in_file(&"Breast cancer", &fault).into())
    }
}
