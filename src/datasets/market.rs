//! The S&P 500 and its VIX, day by day from 1999 to 2018. Sources: data/README.md.

use super::measured::bundled;
use super::{File, file};
use crate::texts::{Text, data, markets};

/// The file of closing levels.
pub const FILE: File = file!("sp500_vix_daily.csv");

/// What the file is called in messages.
const NAME: &str = "S&P 500";

/// Three days of very high volatility; there were others, in May 2010 and August 2015.
pub const SPIKES: [Spike; 3] = [
    Spike { date: "2008-11-20", name: markets::forecast_nov_2008 },
    Spike { date: "2011-08-08", name: markets::forecast_aug_2011 },
    Spike { date: "2018-02-05", name: markets::forecast_feb_2018 },
];

/// A day of very high volatility.
pub struct Spike {
    /// Its date.
    pub date: &'static str,
    /// How a chart marks it.
    pub name: fn() -> Text,
}

/// All trading days except the first, which has no return.
#[derive(Clone, Debug, PartialEq)]
pub struct Market {
    /// Date in years: 2008.5 is the middle of 2008.
    pub year: Vec<f64>,
    /// 100 ln(close / close before), in per cent.
    pub returns: Vec<f64>,
    /// The VIX at the close, in per cent a year.
    pub vix: Vec<f64>,
}

impl Market {
    /// Reads the file.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the file.
    pub fn read(file: Option<&[u8]>) -> Result<Self, String> {
        let table = bundled(NAME, file)?;
        let column = |name| table.numbers(name).map_err(|fault| data::in_file(&NAME, &fault).into_owned());
        let (close, vix) = (column("sp500_close")?, column("vix_close")?);
        let text = std::str::from_utf8(file.unwrap_or_default()).unwrap_or_default();
        let dates = text.lines().skip(1).filter(|line| !line.trim().is_empty());
        let year: Vec<f64> = dates.map(|line| year_of(line.split(',').next().unwrap_or_default())).collect();
        if let Some(row) = (0..table.rows).find(|row| close[*row] <= 0.0 || vix[*row] <= 0.0) {
            return Err(data::spx_level(&(row + 2)).into());
        }
        if year.len() != table.rows || !year.is_sorted_by(|before, after| before < after) {
            return Err(data::spx_dates().into());
        }
        let returns = close.windows(2).map(|days| 100.0 * libm::log(days[1] / days[0])).collect();
        Ok(Self { year: year[1..].to_vec(), returns, vix: vix[1..].to_vec() })
    }
}

/// A date like 2008-11-20 in years; NaN if it is not a date.
pub fn year_of(date: &str) -> f64 {
    let mut parts = date.split('-').map(|part| part.parse::<u32>().ok());
    let (Some(Some(year)), Some(Some(month @ 1..=12)), Some(Some(day @ 1..=31)), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return f64::NAN;
    };
    let leap = u32::from(year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
    let before = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334][month as usize - 1];
    let day = before + day - 1 + if month > 2 { leap } else { 0 };
    f64::from(year) + f64::from(day) / f64::from(365 + leap)
}

/// The date of a day in years, the reverse of [`year_of`]: 2008-11-20.
pub fn date_of(year: f64) -> String {
    let whole = libm::floor(year);
    let number = whole as u32;
    let leap = u32::from(number.is_multiple_of(4) && (!number.is_multiple_of(100) || number.is_multiple_of(400)));
    let mut day = libm::round((year - whole) * f64::from(365 + leap)) as u32;
    let lengths = [31, 28 + leap, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 0;
    while month < 11 && day >= lengths[month] {
        day -= lengths[month];
        month += 1;
    }
    format!("{number}-{:02}-{:02}", month + 1, day + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_spikes_are_where_its_source_says() {
        let market = Market::read(Some(FILE.bytes)).expect("the file is whole");
        assert_eq!((market.returns.len(), market.year.len(), market.vix.len()), (5029, 5029, 5029));
        for (Spike { date, .. }, vix) in SPIKES.iter().zip([80.86, 48.0, 37.32]) {
            let day = market.year.iter().position(|year| *year == year_of(date)).expect("a trading day");
            assert_eq!(market.vix[day], vix);
        }
        // The largest rise and fall of the index in these years, 13 and 15 October 2008.
        let most = market.returns.iter().copied().fold(0.0, f64::max);
        let least = market.returns.iter().copied().fold(0.0, f64::min);
        assert!((most - 10.957).abs() < 1e-3 && (least + 9.470).abs() < 1e-3, "{most} {least}");
    }

    #[test]
    fn dates_come_back_from_years() {
        for date in ["2008-01-01", "2008-02-29", "2008-03-01", "2007-12-31", "2008-11-20", "2008-12-31", "2018-02-05"] {
            assert_eq!(date_of(year_of(date)), date);
        }
    }

    #[test]
    fn a_year_grows_with_its_days() {
        assert_eq!(year_of("2008-01-01"), 2008.0);
        assert_eq!(year_of("2007-12-31"), 2007.0 + 364.0 / 365.0);
        assert_eq!(year_of("2008-12-31"), 2008.0 + 365.0 / 366.0);
        assert_eq!(year_of("2008-03-01") - year_of("2008-02-29"), year_of("2008-02-02") - year_of("2008-02-01"));
        for text in ["", "2008", "2008-13-01", "2008-00-01", "2008-01-32", "2008-01-01-01", "a-b-c"] {
            assert!(year_of(text).is_nan(), "{text}");
        }
    }

    #[test]
    fn a_broken_or_missing_file_is_an_error_that_says_what_is_wrong() {
        let text = std::str::from_utf8(FILE.bytes).expect("text");
        let broken = [
            (None, "was not given"),
            (Some(text.replace("1999-01-06", "soon")), "2008-11-20"),
            (Some(text.replace("1272.34", "NaN")), "Line 4"),
            (Some(text.replace("1272.34", "-1272.34")), "line 4"),
            (Some(text.replace("vix_close", "fear")), "vix_close"),
        ];
        for (file, says) in broken {
            let error = Market::read(file.as_deref().map(str::as_bytes)).expect_err(says);
            assert!(error.contains(says), "{error}");
        }
    }
}
