//! The implied-volatility surface of DAX options on 5 July 2002: 13 strikes by 8 maturities. Sources: data/README.md.

use super::{Data, Dataset, Targets, standardise};
use crate::registry::{Described, Item};
use crate::settings::Settings;
use serde::Deserialize;

/// Log-moneyness ln(K/F) and maturity in years in, implied volatility out; all three standardised.
#[derive(Clone, Copy, Debug)]
pub struct DaxVolSurface;

#[derive(Deserialize)]
struct Quote {
    /// Calendar days.
    maturity_days: f64,
    /// Continuous, act/365.
    zero_rate: f64,
    spot: f64,
    strike: f64,
    /// 1 = 100 %.
    implied_vol: f64,
}

impl Described for DaxVolSurface {
    const ITEM: Item = Item {
        id: "dax-vol-surface",
        label: "DAX volatility surface",
        formula: "σ(ln K/F, T)",
        help: "Real option quotes of 5 July 2002: a network learns implied volatility from moneyness and maturity.",
        group: "Networks on data",
        defaults: &[("hidden_layers", "2"), ("activation", "tanh"), ("optimizer", "adam"), ("lr", "0.01")],
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Dataset for DaxVolSurface {
    const FILE: Option<&'static str> = Some("data/dax_20020705_implied_vols.csv");

    fn load(&self, _: u64, file: Option<&[u8]>) -> Result<Data, String> {
        let file = file.ok_or_else(|| format!("{} is needed and was not given", Self::FILE.unwrap_or_default()))?;
        let (mut moneyness, mut maturity, mut vol) = (Vec::new(), Vec::new(), Vec::new());
        for (row, quote) in csv::Reader::from_reader(file).deserialize::<Quote>().enumerate() {
            let quote = quote.map_err(|error| format!("DAX quotes: {error}"))?;
            let years = quote.maturity_days / 365.0;
            let forward = quote.spot * libm::exp(quote.zero_rate * years);
            let k = libm::log(quote.strike / forward);
            if ![k, years, quote.implied_vol].iter().all(|v| v.is_finite()) {
                return Err(format!("DAX quotes: line {} holds a number that is not finite", row + 2));
            }
            moneyness.push(k);
            maturity.push(years);
            vol.push(quote.implied_vol);
        }
        if vol.len() < 2 {
            return Err("DAX quotes: the file holds no quotes".into());
        }
        standardise(&mut moneyness);
        standardise(&mut maturity);
        let (_, std) = standardise(&mut vol);
        let rows = vol.len();
        moneyness.extend(maturity);
        let targets = Targets::Values { values: vol, scale: 100.0 * std, unit: "vol. points" };
        Ok(Data { rows, inputs: moneyness, targets })
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
        let bad = b"maturity_days,zero_rate,spot,strike,implied_vol\n13,0.03,4468,3400,oops\n";
        let error = DaxVolSurface.load(1, Some(bad)).expect_err("a word is no number");
        assert!(error.contains("line: 2") || error.contains("line 2"), "{error}");
        assert!(DaxVolSurface.load(1, Some(b"")).is_err() && DaxVolSurface.load(1, None).is_err());
    }
}
