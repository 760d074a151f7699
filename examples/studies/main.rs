//! Numbers in the docs that take longer to compute than a test may: `cargo xtask study NAME`.
//!
//! Every run adds one or more rows to a CSV file in benches/studies/. Runs already in the file are skipped, so a study
//! can be stopped and continued. The tables are written into the document between two markers.

mod calibration;
mod market;
mod recall;
mod record;
mod regimes;
mod theory;
mod verdicts;
mod volatility;

use std::io;

fn main() -> io::Result<()> {
    let asked = std::env::args().nth(1).unwrap_or_default();
    match asked.as_str() {
        "recall" => recall::study(&recall::NOISY),
        "latch" => recall::study(&recall::LATCH),
        "market" => market::study(),
        "volatility" => volatility::study(),
        "regimes" => regimes::study(),
        "theory" => theory::study(),
        "calibration" => calibration::study(),
        "verdicts" => {
            verdicts::study(&verdicts::CALIBRATION)?;
            verdicts::study(&verdicts::HELD_OUT)
        }
        "remedies" => verdicts::remedies::study(),
        "autopsies" => verdicts::autopsies::study(),
        _ => Err(io::Error::other(format!(
            "no study `{asked}`: there are recall, latch, market, volatility, regimes, theory, calibration, verdicts, remedies and autopsies"
        ))),
    }
}
