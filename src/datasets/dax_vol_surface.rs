//! The implied-volatility surface of DAX options on 5 July 2002: 13 strikes by 8 maturities. Sources: data/README.md.

use super::quotes::{self, Surface};
use super::{Data, Dataset, Feature, File, Names, Targets, standardise};
use crate::registry::{Described, Item, Opens, Settings};

/// Log-moneyness ln(K/F) and maturity in years in, implied volatility out; all three standardised.
#[derive(Clone, Copy, Debug)]
pub struct DaxVolSurface;

impl Described for DaxVolSurface {
    const ITEM: Item = Item {
        id: "dax-vol-surface",
        label: "DAX volatility surface",
        formula: "σ(ln K/F, T)",
        help: "Real option quotes of 5 July 2002. A network learns the implied volatility from moneyness and maturity.",
        group: "Networks on real data",
        defaults: &[("hidden_layers", "2"), ("activation", "tanh"), ("optimizer", "adam"), ("lr", "0.01")],
        opens: Opens::at(20),
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Dataset for DaxVolSurface {
    const PLOTTABLE: bool = true;
    const FILE: Option<File> = Some(quotes::FILE);

    fn load(&self, _: u64, file: Option<&[u8]>) -> Result<Data, String> {
        let Surface { mut maturity, mut log_moneyness, mut volatility, .. } = Surface::read(file)?;
        let feature = |name: &str, values: &mut [f64]| {
            let (mean, std) = standardise(values);
            Feature { name: name.into(), mean, std }
        };
        let features =
            vec![feature("log-moneyness ln K/F", &mut log_moneyness), feature("maturity (years)", &mut maturity)];
        let (mean, std) = standardise(&mut volatility);
        let rows = volatility.len();
        log_moneyness.extend(maturity);
        let targets = Targets::Values { values: volatility, scale: 100.0 * std, unit: "vol. points" };
        let target = "implied volatility".into();
        let names = Names { features, target, target_mean: 100.0 * mean, ..Names::default() };
        Ok(Data { rows, inputs: log_moneyness, targets, names, in_time: false })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_surface_has_its_104_quotes_standardised() {
        let file = include_bytes!("../../data/dax_20020705_implied_vols.csv");
        let data = DaxVolSurface.load(1, Some(file)).expect("the file in the repository is good");
        assert_eq!((data.rows, data.features()), (104, 2));
        for column in data.inputs.chunks(104) {
            let mean = column.iter().sum::<f64>() / 104.0;
            let variance = column.iter().map(|v| v * v).sum::<f64>() / 104.0 - mean * mean;
            assert!(mean.abs() < 1e-12 && (variance - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn a_broken_file_is_an_error_with_its_line() {
        let bad = b"maturity_days,zero_rate,spot,strike,implied_vol\n13,0.03,4468,3400,oops\n13,0.03,4468,3600,0.6\n13,0.03,4468,3800,0.5\n";
        let error = DaxVolSurface.load(1, Some(bad)).expect_err("a word is no number");
        assert!(error.contains("Line 2") && error.contains("implied_vol"), "{error}");
        assert!(DaxVolSurface.load(1, Some(b"")).is_err() && DaxVolSurface.load(1, None).is_err());
    }
}
