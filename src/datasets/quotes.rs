//! Option quotes of one maturity: the DAX smile of 5 July 2002. Sources: data/README.md.

use super::measured::bundled;
use super::{File, file};
use crate::texts::data;

/// The file of quotes.
pub const FILE: File = file!("dax_20020705_implied_vols.csv");

/// Implied volatilities at one maturity.
#[derive(Clone, Debug, PartialEq)]
pub struct Quotes {
    /// Calendar days to maturity.
    pub days: f64,
    /// The same in years of 365 days.
    pub maturity: f64,
    /// ln(K/F), strike by strike.
    pub log_moneyness: Vec<f64>,
    /// Implied volatilities, 1 for 100 %, strike by strike.
    pub volatility: Vec<f64>,
}

/// Quotes of all maturities, strike by strike as in the file.
pub struct Surface {
    /// Calendar days to maturity.
    pub days: Vec<f64>,
    /// The same in years of 365 days.
    pub maturity: Vec<f64>,
    /// ln(K/F), F the forward.
    pub log_moneyness: Vec<f64>,
    /// Implied volatilities, 1 for 100 %.
    pub volatility: Vec<f64>,
}

impl Surface {
    /// Reads the file: days are calendar days, rates continuous (act/365), volatilities 1 for 100 %.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the file.
    pub fn read(file: Option<&[u8]>) -> Result<Self, String> {
        let table = bundled(&data::dax(), file)?;
        let column = |name| table.numbers(name).map_err(|fault| data::in_file(&data::dax(), &fault).into_owned());
        let (days, rate) = (column("maturity_days")?, column("zero_rate")?);
        let (spot, strike) = (column("spot")?, column("strike")?);
        let volatility = column("implied_vol")?.to_vec();
        let maturity: Vec<f64> = days.iter().map(|days| days / 365.0).collect();
        let log_moneyness: Vec<f64> = (0..table.rows)
            .map(|row| libm::log(strike[row] / (spot[row] * libm::exp(rate[row] * maturity[row]))))
            .collect();
        if let Some(row) = log_moneyness.iter().position(|k| !k.is_finite()) {
            return Err(data::dax_no_moneyness(&(row + 2)).into());
        }
        Ok(Self { days: days.to_vec(), maturity, log_moneyness, volatility })
    }

    /// The quotes of one maturity.
    ///
    /// # Errors
    ///
    /// There are no quotes of that maturity, or one of them is not a volatility.
    pub fn slice(&self, days: f64) -> Result<Quotes, String> {
        let rows: Vec<usize> = (0..self.days.len()).filter(|row| self.days[*row] == days).collect();
        let pick = |from: &[f64]| rows.iter().map(|row| from[*row]).collect::<Vec<f64>>();
        let (log_moneyness, volatility) = (pick(&self.log_moneyness), pick(&self.volatility));
        let maturity = days / 365.0;
        if rows.is_empty() || maturity <= 0.0 || volatility.iter().any(|v| *v <= 0.0) {
            return Err(data::dax_no_volatility(&days).into());
        }
        Ok(Quotes { days, maturity, log_moneyness, volatility })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_maturity_has_its_thirteen_quotes() {
        let surface = Surface::read(Some(FILE.bytes)).expect("the file in the repository is good");
        for days in [13.0, 41.0, 75.0, 165.0, 256.0, 345.0, 524.0, 703.0] {
            let quotes = surface.slice(days).expect("there are quotes");
            assert_eq!((quotes.log_moneyness.len(), quotes.volatility.len()), (13, 13));
        }
        assert!(surface.slice(14.0).is_err());
    }
}
