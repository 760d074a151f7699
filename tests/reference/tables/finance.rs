//! Black-Scholes prices, Greeks and implied volatilities; Vogt's smile; raw SVI fitted to real smiles, compared with
//! SciPy's best fit.

use super::{Format, Said, read};
use crate::reference::check::close;
use crate::reference::outcome::Coverage;
use gradscape::datasets::quotes::Quotes;
use gradscape::finance::black_scholes::Contract;
use gradscape::finance::implied_volatility::implied_volatility;
use gradscape::finance::svi::{BOX, NAMES, Svi};
use gradscape::math::Real;
use gradscape::objectives::smile::{Coordinates, Smile};
use gradscape::objectives::{Objective, Rows};
use gradscape::registry::Settings;
use gradscape::run::batches::{Batches, Order};
use gradscape::run::{Parts, Rules, Run};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(rename = "format")]
    _format: Format,
    #[serde(rename = "scipy")]
    _scipy: Said,
    #[serde(rename = "mpmath")]
    _mpmath: Said,
    #[serde(rename = "note")]
    _note: Said,
    svi_box: BTreeMap<String, [f64; 2]>,
    dax: Dax,
    vogt: Vogt,
    black_scholes: Vec<Priced>,
    implied_vol: Vec<Implied>,
    published_prices: Vec<Published>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Dax {
    slices: Vec<Slice>,
    #[serde(rename = "svi_all_slices_rmse_vol_points")]
    _all: Said,
    #[serde(rename = "heston_published")]
    _heston: Said,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(non_snake_case)]
struct Slice {
    maturity_days: f64,
    T: f64,
    #[serde(rename = "zero_rate")]
    _zero_rate: Said,
    forward: f64,
    strikes: Vec<f64>,
    k: Vec<f64>,
    implied_vol: Vec<f64>,
    #[serde(rename = "total_variance")]
    _total_variance: Said,
    svi_vol_fit: Fit,
    /// Another loss.
    #[serde(rename = "svi_variance_fit")]
    _svi_variance_fit: Said,
    #[serde(rename = "baselines")]
    _baselines: Said,
}

#[derive(Deserialize)]
struct Fit {
    objective: String,
    params: BTreeMap<String, f64>,
    rmse_vol_points: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vogt {
    raw: BTreeMap<String, f64>,
    #[serde(rename = "t")]
    _t: f64,
    /// The same smile in other parameters.
    #[serde(rename = "jump_wings")]
    _jump_wings: Said,
    #[serde(rename = "jump_wings_published")]
    _jump_wings_published: Said,
    k: Vec<f64>,
    total_variance: Vec<f64>,
    durrleman_g: Vec<f64>,
    min_g: Lowest,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lowest {
    k: f64,
    g: f64,
    g_negative_between: [f64; 2],
}

#[derive(Deserialize)]
#[allow(non_snake_case)]
struct Priced {
    S: f64,
    K: f64,
    T: f64,
    r: f64,
    q: f64,
    sigma: f64,
    #[serde(flatten)]
    want: BTreeMap<String, f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(non_snake_case)]
struct Implied {
    r#type: String,
    forward: f64,
    strike: f64,
    T: f64,
    undiscounted_price: f64,
    implied_vol: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(non_snake_case)]
struct Published {
    #[serde(rename = "source")]
    _source: String,
    S: f64,
    K: f64,
    T: f64,
    r: f64,
    q: f64,
    sigma: f64,
    call: Option<f64>,
    put: Option<f64>,
}

/// The page's default for a smile: Adam, learning rate 0.01, unconstrained coordinates. And the number of steps before
/// comparing, a fraction of a second in the page.
const FITTED: &str = "scenario=svi-smile";
const STEPS: u64 = 20_000;
/// Allowed excess over the best root mean squared error: a share of it, or volatility points.
const MORE: [f64; 2] = [0.05, 0.01];

/// Tolerance of prices and Greeks, times max(1, |value|).
const EXACT: f64 = 1e-12;

pub fn compare(file: &Path) -> Result<Coverage, String> {
    let table: Table = read(file)?;
    let in_box = |(name, range): (&&str, &[f64; 2])| table.svi_box.get(*name) == Some(range);
    if table.svi_box.len() != NAMES.len() || !NAMES.iter().zip(&BOX).all(in_box) {
        return Err(format!("the box is {:?}", table.svi_box));
    }
    let mut covered = 0;
    for row in &table.black_scholes {
        greeks(row)?;
        covered += 1;
    }
    for row in &table.implied_vol {
        implied(row)?;
        covered += 1;
    }
    for row in &table.published_prices {
        published(row)?;
        covered += 1;
    }
    vogt(&table.vogt)?;
    for slice in &table.dax.slices {
        calibration(slice)?;
        covered += 1;
    }
    Ok(Coverage { covered: covered + 1, missing: Vec::new() })
}

fn greeks(row: &Priced) -> Result<(), String> {
    let contract =
        Contract { spot: row.S, strike: row.K, maturity: row.T, rate: row.r, dividend: row.q, volatility: row.sigma };
    let ((d1, d2), greeks) = (contract.d(), contract.greeks());
    let got = [
        ("d1", d1),
        ("d2", d2),
        ("call", contract.call()),
        ("put", contract.put()),
        ("delta_call", greeks.delta[0]),
        ("delta_put", greeks.delta[1]),
        ("gamma", greeks.gamma),
        ("vega", greeks.vega),
        ("theta_call", greeks.theta[0]),
        ("theta_put", greeks.theta[1]),
        ("rho_call", greeks.rho[0]),
        ("rho_put", greeks.rho[1]),
        ("vanna", greeks.vanna),
        ("volga", greeks.volga),
    ];
    if row.want.len() != got.len() {
        return Err(format!("an option has {} numbers, {} are known", row.want.len(), got.len()));
    }
    for (name, value) in got {
        let want = *row.want.get(name).ok_or_else(|| format!("an option has no {name}"))?;
        close(&format!("{name} of strike {}", row.K), value, want, EXACT * want.abs().max(1.0))?;
    }
    close("delta", contract.delta(), greeks.delta[0], 0.0)
}

/// Tolerance of implied volatilities: a few roundings of the terms of the price, over vega.
fn implied(row: &Implied) -> Result<(), String> {
    let call = match row.r#type.as_str() {
        "call" => true,
        "put" => false,
        other => return Err(format!("an option of type {other}")),
    };
    let Implied { forward, strike, T: maturity, undiscounted_price: price, implied_vol: want, .. } = *row;
    let what = format!("implied volatility of strike {strike} over {maturity} years");
    let got = implied_volatility(price, forward, strike, maturity, call).ok_or_else(|| format!("{what}: none"))?;
    let contract = Contract::without_rates(forward, strike, maturity, want);
    close(&what, got, want, 1e-12 * want)?;
    let again = if call { contract.call() } else { contract.put() };
    close(&format!("price of strike {strike}"), again, price, EXACT)
}

fn published(row: &Published) -> Result<(), String> {
    let contract =
        Contract { spot: row.S, strike: row.K, maturity: row.T, rate: row.r, dividend: row.q, volatility: row.sigma };
    for (got, want) in [(contract.call(), row.call), (contract.put(), row.put)] {
        let Some(want) = want else { continue };
        // As many digits as the source prints.
        let decimals = want.to_string().split('.').nth(1).map_or(0, str::len);
        close("a published price", got, want, 0.5 * format!("1e-{decimals}").parse::<f64>().expect("a number"))?;
    }
    Ok(())
}

fn vogt(row: &Vogt) -> Result<(), String> {
    let raw = |name: &str| row.raw.get(name).copied().ok_or_else(|| format!("Vogt's smile has no {name}"));
    let smile = Svi([raw("a")?, raw("b")?, raw("rho")?, raw("m")?, raw("sigma")?]);
    if row.k.len() != row.total_variance.len() || row.k.len() != row.durrleman_g.len() {
        return Err("Vogt's smile has columns of different lengths".into());
    }
    for ((k, w), g) in row.k.iter().zip(&row.total_variance).zip(&row.durrleman_g) {
        close(&format!("w({k})"), smile.variance(*k), *w, EXACT)?;
        close(&format!("g({k})"), smile.durrleman(*k), *g, EXACT)?;
    }
    close("the lowest g", smile.durrleman(row.min_g.k), row.min_g.g, EXACT)?;
    for k in row.min_g.g_negative_between {
        close(&format!("g({k})"), smile.durrleman(k), 0.0, EXACT)?;
    }
    Ok(())
}

/// The page's calibration, and its loss at the best known smile.
fn calibration(slice: &Slice) -> Result<(), String> {
    let what = format!("the smile at {} days", slice.maturity_days);
    for (strike, k) in slice.strikes.iter().zip(&slice.k) {
        close(&format!("{what}, k of {strike}"), Real::ln(strike / slice.forward), *k, EXACT)?;
    }
    close(&what, slice.maturity_days / 365.0, slice.T, EXACT)?;
    let quotes = Quotes {
        days: slice.maturity_days,
        maturity: slice.T,
        log_moneyness: slice.k.clone(),
        volatility: slice.implied_vol.clone(),
    };
    let best = slice.svi_vol_fit.rmse_vol_points;
    if slice.svi_vol_fit.objective != "vol" {
        return Err(format!("{what} is fitted in {}", slice.svi_vol_fit.objective));
    }
    let known: Option<Vec<f64>> = NAMES.iter().map(|name| slice.svi_vol_fit.params.get(*name).copied()).collect();
    let known = known.ok_or_else(|| format!("{what} lacks a parameter"))?;
    let raw: Objective<f64> = Objective::new(Smile::new(quotes.clone(), Coordinates::Raw));
    let loss = raw.loss(&known, Rows::All.into(), &mut raw.workspace(raw.rows()));
    close(&format!("{what}, SciPy's"), loss.sqrt(), best, 1e-9 * best)?;

    let (settings, notices) = Settings::parse(FITTED);
    assert_eq!(notices, []);
    let objective: Objective<f64> = Objective::new(Smile::new(quotes, Coordinates::Free));
    let batches = Batches::new(objective.rows(), settings.batch(), Order::Cyclic);
    let (start, seed) = (objective.init(settings.seed()), settings.seed());
    let mut run = Run::new(Parts { objective, start, rules: Rules::of(&settings), batches, seed });
    run.advance(STEPS);
    let got = run.evaluate(1).sqrt();
    println!("reference: {what}: RMSE {got:.4} volatility points after {STEPS} steps, SciPy's {best:.4}");
    if got <= best * (1.0 + MORE[0]) || got <= best + MORE[1] {
        return Ok(());
    }
    Err(format!("{what} is fitted with an RMSE of {got} volatility points, {best} can be reached"))
}
