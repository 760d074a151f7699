//! Handwritten digits, 8 by 8 pixels (E. Alpaydin, C. Kaynak, UCI Optical Recognition of Handwritten Digits, 1998).
//! Source of the copy: data/README.md.

use super::measured::{Inputs, bundled, classes};
use super::{Data, Dataset, File, file};
use crate::registry::{Described, Item, Opens, Settings};
use crate::texts::data::in_file;

/// 64 pixels in, 0 (paper) to 1 (ink), row by row; ten classes.
#[derive(Clone, Copy, Debug)]
pub struct Digits;

impl Described for Digits {
    const ITEM: Item = Item {
        id: "digits",
        label: "Handwritten digits",
        formula: "64 pixels → 0 … 9",
        help: "1,797 real digits of 8 by 8 pixels. A small network classifies nearly all of the test set correctly. UCI, CC BY 4.0.",
        group: "Networks on real data",
        defaults: &[
            ("hidden_layers", "2"),
            ("width", "32"),
            ("activation", "relu"),
            ("init", "he-normal"),
            ("optimizer", "adam"),
            ("lr", "0.003"),
            ("batch", "64"),
            ("test_share", "0.2"),
        ],
        opens: Opens::at(20),
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Dataset for Digits {
    const FILE: Option<File> = Some(file!("digits8x8.csv"));

    fn load(&self, _: u64, file: Option<&[u8]>) -> Result<Data, String> {
        const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
        let table = bundled("Digits", file)?;
        classes(&table, "digit", &DIGITS, Inputs::Over(16.0)).map_err(|fault| in_file(&"Digits", &fault).into())
    }
}
