//! Call options with their Black-Scholes prices: a target that is known exactly everywhere.

use super::{Data, Feature, Names, Targets, standardise};
use crate::finance::black_scholes::Contract;
use crate::math::random::{Purpose, Stream};

/// Names and ranges of the inputs: ln(S/K), years, volatility.
pub const INPUTS: [(&str, [f64; 2]); 3] =
    [("log-moneyness ln S/K", [-0.4, 0.4]), ("maturity (years)", [0.1, 2.0]), ("volatility (1 = 100 %)", [0.1, 0.5])];
/// Prices are in per cent of the strike.
pub const PERCENT: f64 = 100.0;

/// An option on an asset without interest or dividends, for a strike of 1.
pub fn contract([moneyness, maturity, volatility]: [f64; 3]) -> Contract {
    Contract::without_rates(libm::exp(moneyness), 1.0, maturity, volatility)
}

/// The price of a call for a strike of 1, and its slopes by ln(S/K), maturity and volatility.
pub fn price_and_slopes(inputs: [f64; 3]) -> (f64, [f64; 3]) {
    let contract = contract(inputs);
    let greeks = contract.greeks();
    (contract.call(), [greeks.delta[0] * contract.spot, -greeks.theta[0], greeks.vega])
}

/// `rows` options, drawn evenly over [`INPUTS`], with inputs and prices standardised.
pub fn generate(rows: usize, seed: u64) -> Data {
    let mut random = Stream::new(seed, Purpose::Data, 0);
    let mut columns = [const { Vec::new() }; 3];
    let mut prices = Vec::with_capacity(rows);
    for _ in 0..rows {
        let inputs = INPUTS.map(|(_, [low, high])| low + (high - low) * random.uniform());
        columns.iter_mut().zip(inputs).for_each(|(column, input)| column.push(input));
        prices.push(PERCENT * price_and_slopes(inputs).0);
    }
    let mut features = Vec::new();
    for ((name, _), column) in INPUTS.iter().zip(&mut columns) {
        let (mean, std) = standardise(column);
        features.push(Feature { name: (*name).into(), mean, std });
    }
    let (target_mean, scale) = standardise(&mut prices);
    let names = Names { features, target: "call price".into(), target_mean, ..Names::default() };
    Data {
        rows,
        inputs: columns.concat(),
        targets: Targets::Values { values: prices, scale, unit: "% of strike" },
        names,
        in_time: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slopes_are_differences_of_the_price() {
        for inputs in [[-0.3, 0.2, 0.15], [0.0, 1.0, 0.3], [0.35, 1.9, 0.45]] {
            let (_, slopes) = price_and_slopes(inputs);
            for k in 0..3 {
                let at = |by: f64| {
                    let mut moved = inputs;
                    moved[k] += by;
                    price_and_slopes(moved).0
                };
                let difference = (at(1e-5) - at(-1e-5)) / 2e-5;
                assert!((slopes[k] - difference).abs() < 1e-8, "{inputs:?} {k}: {} {difference}", slopes[k]);
            }
        }
    }
}
