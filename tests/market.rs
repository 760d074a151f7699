//! The claims of docs/finance.md, with shorter runs and looser bounds than in `cargo xtask study market`.

use gradscape::finance::normal::density;
use gradscape::registry::Settings;
use gradscape::run::AnyRun;

fn trained(text: &str, steps: u64) -> AnyRun {
    let (settings, notices) = Settings::parse(text);
    assert_eq!(notices, [], "{text}");
    let mut run = AnyRun::new(&settings, None).expect("no file is needed");
    assert_eq!(run.step(steps), steps, "{text} does not diverge");
    run
}

fn readout(run: &mut AnyRun, label: &str) -> f64 {
    let AnyRun::F32(run) = run else { unreachable!("the default precision") };
    run.readouts().into_iter().find(|readout| readout.label == label).expect("it is read out").value
}

#[test]
fn option_prices_are_learnt_to_a_thousandth_of_the_strike_and_slopes_help_as_much_as_steps() {
    let mut long = trained("scenario=option-price&activation=gelu&t_max=5000", 5000);
    let (price, delta) = (readout(&mut long, "Test RMSE"), readout(&mut long, "Delta RMSE"));
    println!("5,000 steps: {price} % of strike, delta {delta}");
    assert!(price < 0.1 && delta < 0.02, "{price} {delta}");
    let few = "scenario=option-price&points=512&batch=64&t_max=500";
    let of = |text: &str| {
        let mut run = trained(text, 500);
        (readout(&mut run, "Test RMSE"), readout(&mut run, "Delta RMSE"))
    };
    let (without, with) = (of(few), of(&format!("{few}&slope_weight=1")));
    println!("500 steps: {without:?} without slopes, {with:?} with");
    assert!(with.0 < without.0 && with.1 < 0.7 * without.1, "{without:?} {with:?}");
}

/// √(π/4) · vega · σ/√n (E. Derman, M. Kamal, "When you cannot hedge continuously", 1999).
#[test]
fn the_delta_hedges_deviation_falls_with_the_root_of_the_dates() {
    let (years, volatility) = (1.0_f64 / 12.0, 0.2);
    let vega = 100.0 * years.sqrt() * density(0.5 * volatility * years.sqrt());
    for dates in [10, 20, 40] {
        let mut run = trained(&format!("scenario=deep-hedge&points=2&dates={dates}"), 0);
        let (found, wanted) = (
            readout(&mut run, "Delta hedge deviation"),
            (std::f64::consts::PI / 4.0).sqrt() * vega * volatility / f64::from(dates).sqrt(),
        );
        println!("{dates} dates: {found}, {wanted}");
        assert!((found / wanted - 1.0).abs() < 0.08, "{dates} dates: {found}, {wanted}");
    }
}

#[test]
fn without_costs_the_network_hedges_as_well_as_delta_and_with_costs_its_tail_is_thinner() {
    let numbers = |text: &str, steps: u64| {
        let mut run = trained(&format!("{text}&t_max={steps}"), steps);
        ["P&L deviation", "Delta hedge deviation", "CVaR 95 %", "Delta hedge CVaR 95 %"]
            .map(|label| readout(&mut run, label))
    };
    let [deviation, delta, tail, deltas_tail] = numbers("scenario=deep-hedge", 1000);
    println!("no cost: {deviation}, {delta}, {tail}, {deltas_tail}");
    assert!((deviation / delta - 1.0).abs() < 0.05 && (tail / deltas_tail - 1.0).abs() < 0.05);
    let [_, _, tail, deltas_tail] = numbers("scenario=deep-hedge&cost=0.005&risk=cvar", 500);
    println!("cost 0.5 %: {tail}, {deltas_tail}");
    assert!(tail < 0.9 * deltas_tail, "{tail} {deltas_tail}");
}

#[test]
fn the_agent_comes_near_the_best_policy() {
    let mut run = trained("scenario=mean-reversion-agent", 600);
    let (reward, best) = (readout(&mut run, "Reward"), readout(&mut run, "Best policy"));
    println!("{reward}, {best}");
    assert!(reward > 0.9 * best, "{reward} {best}");
}

#[test]
fn more_episodes_and_near_the_best_policy_its_value_make_the_estimate_less_noisy_and_a_clip_bounds_it() {
    let spread = |text: &str, steps: u64| {
        let AnyRun::F32(run) = trained(&format!("scenario=mean-reversion-agent&{text}"), steps) else { unreachable!() };
        run.spread(64)
    };
    let (few, many) = (spread("points=16", 0), spread("points=256", 0));
    // Sixteen times the episodes, a quarter of the deviation.
    assert!((few.deviation / many.deviation / 4.0 - 1.0).abs() < 0.25, "{} {}", few.deviation, many.deviation);
    let clipped = spread("points=16&clip=norm&threshold=1", 0);
    assert_eq!(clipped.deviation, few.deviation);
    assert!(clipped.clipped_mean <= 1.0 && clipped.clipped_deviation < clipped.deviation);
    assert!(clipped.norms.iter().any(|norm| *norm > 1.0) && clipped.threshold == Some(1.0));
    let (none, value) = (spread("", 400), spread("baseline=value", 400));
    println!("after 400 steps: {} without a baseline, {} with the value", none.deviation, value.deviation);
    assert!(value.deviation < none.deviation, "{} {}", none.deviation, value.deviation);
}
