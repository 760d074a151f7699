//! Numbers of the documents that take longer than a test may: `cargo xtask study NAME`.
//!
//! Every run is a row or more of a CSV file in benches/studies/; what is there already is not run again, so that a study
//! can be stopped and goes on. Tables are written into the document between two marks.

mod market;
mod recall;
mod record;
mod regimes;
mod volatility;

use std::io;

fn main() -> io::Result<()> {
    let asked = std::env::args().nth(1).unwrap_or_default();
    match asked.as_str() {
        "recall" => recall::study(&recall::LOUD),
        "latch" => recall::study(&recall::LATCH),
        "market" => market::study(),
        "volatility" => volatility::study(),
        "regimes" => regimes::study(),
        _ => Err(io::Error::other(format!(
            "no study `{asked}`: there are recall, latch, market, volatility and regimes"
        ))),
    }
}
