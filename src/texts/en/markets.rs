//! Charts of market scenarios, and of the race.

use crate::texts::messages;

messages! { "markets";
    // Forecast.
    forecast_none() = "Nothing to show here: this scenario makes no forecasts.";
    forecast_truth() = "true value";
    forecast_test_axis() = "year, test days";
    forecast_training_axis() = "year, training days";
    forecast_test(step, days, error, unit, rules) = "Step {step}: over {days} days that it was not trained on, the network's root mean square error is {error} {unit}; {rules}.";
    forecast_training(step, days, error, unit, rules) = "Step {step}: over {days} days that it was trained on, the network's root mean square error is {error} {unit}; {rules}.";
    forecast_nov_2008() = "Nov 2008";
    forecast_aug_2011() = "Aug 2011";
    forecast_feb_2018() = "Feb 2018";
    // Hedge.
    hedge_none() = "Nothing to show here: this scenario hedges no option.";
    hedge_delta_hedge() = "delta hedge";
    hedge_gain() = "profit and loss";
    hedge_share() = "share of paths";
    hedge_gains(step, paths, deviation, delta_deviation, tail, delta_tail) = "Step {step}, {paths} paths: standard deviation {deviation}, delta hedge {delta_deviation}; CVaR 95 % {tail}, delta hedge {delta_tail} (per cent of the spot).";
    hedge_price() = "asset's price";
    hedge_price_unit() = "% of the first";
    hedge_held() = "held";
    hedge_held_unit() = "assets";
    hedge_held_all() = "held all";
    hedge_held_nothing() = "held nothing";
    hedge_held_delta() = "held the delta";
    hedge_delta() = "delta";
    hedge_ratio(step, apart, band) = "Step {step}: at half time, what the network holds differs from the delta by up to {apart} assets. It depends on what it held before by up to {band}.";
    // Gradient noise.
    noise_none() = "Nothing to show here: no step simulates anything anew, so the gradient has no noise of this kind.";
    noise_zero() = "The gradient is exactly 0 for every sample.";
    noise_sample() = "a sample";
    noise_mean() = "their mean";
    noise_title(title, ratio) = "{title}: {ratio} × signal";
    noise_axis() = "sample, by its norm";
    noise_summary(step, count, mean, ratio) = "Step {step}: the mean of {count} samples of the gradient has norm {mean}; their noise is {ratio} times as large.";
    noise_clipped(mean, ratio) = "Clipping leaves a mean of {mean} and {ratio} times as much noise.";
    // Policy.
    policy_none() = "Nothing to show here: this scenario has no policy.";
    policy_nowhere() = "nowhere";
    policy_price() = "price";
    policy_price_unit() = "standard deviations";
    policy_long() = "probability of being long";
    policy_was_short() = "was short";
    policy_was_long() = "was long";
    policy_best() = "best";
    policy_summary(step, short, long, best_short, best_long) = "Step {step}: the agent changes sides at {short} from short and at {long} from long; the best policy at {best_short} and {best_long}.";
    // Option prices.
    prices_none() = "Nothing to show here: this scenario learns no prices.";
    prices_error() = "|error| (% of strike)";
    prices_error_in_volatility() = "|error| (vol. points)";
    prices_moneyness() = "log-moneyness ln S/K";
    prices_maturity() = "maturity";
    prices_years() = "years";
    prices_summary(step, volatility, error, rms, largest) = "Step {step}, at a volatility of {volatility} %: {error} {rms} on average (root mean square), {largest} at most.";
    prices_missing(missing, cells) = "In {missing} of {cells} cells, no volatility gives the network's price.";
    // Regimes.
    regimes_none() = "Nothing to show here: this scenario has one regime.";
    regimes_other_loss() = "The smallest possible loss is known only for the squared error without penalties.";
    regimes_recovered() = "recovered";
    regimes_axis() = "loss / smallest possible";
    regimes_the_loss() = "the loss";
    regimes_summary(step, regime, runs) = "Step {step}, {regime}: {runs}.";
    regimes_diverged(run, step) = "{run} diverged at step {step}";
    regimes_unknown() = "nothing";
    regimes_recovered_since_change(run, ratio, steps) = "{run} is {ratio} times the smallest possible, recovered {steps} steps after the last regime change";
    regimes_recovered_since_start(run, ratio, steps) = "{run} is {ratio} times the smallest possible, recovered {steps} steps after the start";
    regimes_waiting_since_change(run, ratio) = "{run} is {ratio} times the smallest possible, not yet recovered from the last regime change";
    regimes_waiting_since_start(run, ratio) = "{run} is {ratio} times the smallest possible, not yet recovered from the start";
    // Smile and residuals.
    smile_none() = "Nothing to show here: this scenario fits no smile.";
    smile_fit() = "SVI fit";
    smile_quotes() = "quotes";
    smile_title(days) = "Smile at {days} days";
    smile_moneyness() = "log-moneyness ln K/F";
    smile_volatility() = "implied volatility";
    smile_parameters(step, a, b, rho, m, sigma) = "Step {step}: a = {a}, b = {b}, ρ = {rho}, m = {m}, σ = {sigma}.";
    smile_arbitrage(lowest) = "It allows butterfly arbitrage where g is below 0; the lowest g is {lowest}.";
    smile_no_arbitrage(lowest) = "It allows no butterfly arbitrage over the range shown; the lowest g is {lowest}.";
    smile_no_variance(lowest) = "It has no variance in places; the lowest g is {lowest}.";
    residuals_title(title, rmse) = "{title}, RMSE {rmse}";
    residuals_axis() = "fit − quote";
    residuals_summary(step, rmse, largest) = "Step {step}: the fit misses the quotes by {rmse} volatility points (RMSE), by {largest} at most.";
}
