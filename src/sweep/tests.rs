use super::picture::figure;
use super::ready::READY;
use super::*;
use crate::draw::figure::Mark;
use crate::registry::Settings;
use crate::scenarios;
use crate::theory::Summary;

fn plan(text: &str, over: &[&str], steps: u64, seeds: u64) -> Plan {
    let axes = over.iter().map(|text| Axis::read(text).expect(text)).collect();
    Plan::new(text, axes, steps, seeds, None).expect("a good plan")
}

fn computed(plan: &Plan) -> Vec<Row> {
    let row = |k: usize| {
        let cell = plan.cell(k).expect("a good cell");
        compute(&cell, scenarios::data_file(&cell.settings).map(|file| file.bytes)).expect("good data")
    };
    (0..plan.runs()).map(row).collect()
}

#[test]
fn runs_are_in_the_order_of_their_cells_with_seeds_fastest() {
    let plan = plan("scenario=sphere&seed=5", &["lr=0.1,0.2", "optimizer=sgd,adam"], 3, 2);
    let order: Vec<String> = (0..plan.runs())
        .map(|k| plan.cell(k).expect("a cell"))
        .map(|cell| format!("{} {}", cell.values.join(" "), cell.seed))
        .collect();
    let wanted = ["0.1 sgd", "0.1 adam", "0.2 sgd", "0.2 adam"];
    assert_eq!(order, wanted.iter().flat_map(|v| [format!("{v} 5"), format!("{v} 6")]).collect::<Vec<_>>());
    assert_eq!(plan.text_of(1, 6), "scenario=sphere&seed=5&lr=0.1&optimizer=adam&seed=6");
    let cell = plan.cell(3).expect("a cell");
    assert_eq!(cell.settings, Settings::parse("scenario=sphere&lr=0.1&optimizer=adam&seed=6").0);
}

#[test]
fn a_row_reads_back_from_its_line_and_no_other_runs_line_does() {
    let mut plan = plan("scenario=rosenbrock&clip=none", &["lr=0.0001,1"], 30, 2);
    plan.until = Some(20.0);
    let rows = computed(&plan);
    assert!(rows[0].status == Ended::Finished && rows[2].status == Ended::Diverged && rows[2].loss.is_none());
    for (k, row) in rows.iter().enumerate() {
        let line = row.line(&plan);
        assert_eq!(line.split(',').count(), plan.header().split(',').count());
        assert_eq!(Row::read(&plan, k, &line).as_ref(), Some(row), "{line}");
        assert_eq!(Row::read(&plan, (k + 1) % rows.len(), &line), None);
        for cut in [&line[1..], &line[..line.rfind(',').expect("a comma")], &format!("{line},1")] {
            assert_eq!(Row::read(&plan, k, cut), None, "{cut}");
        }
    }
}

#[test]
fn the_first_step_with_a_loss_is_the_first_one() {
    let mut plan = plan("scenario=sphere&start_x=3&start_y=4&precision=f64", &["lr=0.05,0.1"], 50, 1);
    plan.until = Some(1.0);
    for row in computed(&plan) {
        // f = x² + y² falls by (1 − 2 lr)² a step from 25.
        let lr: f64 = row.values[0].parse().expect("a number");
        let factor = (1.0 - 2.0 * lr) * (1.0 - 2.0 * lr);
        let steps = (libm::log(1.0 / 25.0) / libm::log(factor)).ceil();
        assert_eq!(row.reached, Some(steps as u64));
    }
}

#[test]
fn bad_plans_are_refused_with_what_is_wrong() {
    let refused = |text: &str, over: &[&str], seeds: u64| {
        let axes = over.iter().map(|text| Axis::read(text).expect(text)).collect();
        Plan::new(text, axes, 1, seeds, None).expect_err("a bad plan")
    };
    for (text, over, seeds, says) in [
        ("lr=x", &["width=2,4"][..], 1, "lr: “x”"),
        ("", &["width=2,4", "width=8"], 1, "width"),
        ("", &["lr=1,2", "width=2,4", "batch=2"], 1, "3 settings"),
        ("", &["lr=0.001..1:10000", "width=1..200:100"], 1000, "1000000000 runs"),
        ("", &["lr=1,2"], 0, "from 1 to 1000000"),
        ("", &["delay=2,4"], 1, "delay: has no effect"),
        ("scenario=bowl", &["hidden_layers=2,4"], 1, "hidden_layers: has no effect"),
        ("scenario=spx-volatility", &["window=2,251"], 1, "251"),
        ("seed=9007199254740990", &["lr=1,2"], 5, "seed"),
    ] {
        let error = if text.contains("spx") {
            match Axis::read(over[0]) {
                Err(error) => error,
                Ok(axis) => Plan::new(text, vec![axis], 1, seeds, None).expect_err("a bad plan"),
            }
        } else {
            refused(text, over, seeds)
        };
        assert!(error.contains(says), "{text} {over:?}: {error}");
    }
}

/// The limit 2 (1 + β)/λ of heavy ball (B. Polyak 1964): on every row of the map, the last rate that converges and the
/// first that diverges stand on its two sides.
#[test]
fn a_bowl_is_lost_within_one_cell_of_the_exact_limit() {
    let ready = ready::find("heavy-ball").expect("a ready sweep");
    let plan = ready.plan().expect("it is good");
    let rows = computed(&plan);
    let (rates, momenta) = (plan.axes[0].numbers().expect("numbers"), plan.axes[1].numbers().expect("numbers"));
    let mut bounded = 0;
    for (m, momentum) in momenta.iter().enumerate() {
        let limit = 2.0 * (1.0 + momentum) / 25.0;
        let start = (16.0 + 25.0 * 4.0) / 2.0; // At (−4, 2).
        let grew = |lr: usize| {
            let row = &rows[lr * momenta.len() + m];
            row.status == Ended::Diverged || row.loss.is_none_or(|loss| loss > start)
        };
        let first = (0..rates.len()).find(|lr| grew(*lr));
        let apart = rates[1] - rates[0] + 1e-9;
        match first {
            Some(lr) => {
                assert!((rates[lr] - limit).abs() <= apart, "β = {momentum}: {} {limit}", rates[lr]);
                assert!((lr..rates.len()).all(grew), "β = {momentum}");
                bounded += 1;
            }
            None => assert!(limit > rates[rates.len() - 1] - apart, "β = {momentum}"),
        }
    }
    assert_eq!(bounded, momenta.len(), "the map shows the whole limit");
    // The drawn line is the same.
    let drawn = figure(&plan, &rows, Quantity::Loss);
    let line = drawn.series.iter().find_map(|series| match &series.mark {
        Mark::Line { x, y, .. } if series.name.contains("(1 + β)") => Some((x, y)),
        _ => None,
    });
    let (x, y) = line.expect("theory's line");
    let at = |x: f64, y: f64| (rates[0] + x * (rates[1] - rates[0]), momenta[0] + y * (momenta[1] - momenta[0]));
    for (lr, momentum) in x.iter().zip(y).filter(|(x, _)| x.is_finite()).map(|(x, y)| at(*x, *y)) {
        assert!((lr - 2.0 * (1.0 + momentum) / 25.0).abs() < 1e-9, "{lr} {momentum}");
    }
}

#[test]
fn every_ready_sweep_is_a_good_plan_of_a_size_that_a_machine_can_wait_for() {
    for ready in READY {
        let plan = ready.plan().expect(ready.item.id);
        assert!((60..=1200).contains(&plan.runs()), "{}: {} runs", ready.item.id, plan.runs());
        assert!(!ready.item.help.is_empty() && !ready.item.label.is_empty());
        // Its corners run.
        for k in [0, plan.runs() - 1] {
            let mut cell = plan.cell(k).expect("a good cell");
            cell.steps = 2;
            let file = scenarios::data_file(&cell.settings).map(|file| file.bytes);
            compute(&cell, file).expect(ready.item.id);
        }
    }
}

#[test]
fn a_picture_shows_what_is_there_so_far_and_every_quantity() {
    let plan = plan(
        "scenario=blobs&points=32&hidden_layers=1&width=3&test_share=0.25",
        &["lr=0.1..10:3:log", "activation=relu,tanh"],
        5,
        2,
    );
    let rows = computed(&plan);
    for quantity in QUANTITIES.iter().map(|item| Quantity::find(item.id).expect("known")) {
        for count in [0, 1, 5, rows.len()] {
            let drawn = figure(&plan, &rows[..count], quantity);
            let nothing = count == 0 || quantity == Quantity::Reached;
            let is_empty = drawn.empty.is_some() || drawn.series.is_empty();
            assert!(!is_empty || nothing, "{quantity:?} {count}: {:?}", drawn.empty);
            assert!(!drawn.summary.is_empty());
        }
    }
    let drawn = figure(&plan, &rows, Quantity::Loss);
    let Mark::Raster { columns, rows: up, values, .. } = &drawn.series[0].mark else { panic!("a map") };
    assert_eq!((*columns, *up, values.len()), (3, 2, 6));
    // Column by column, the median of both seeds: here their mean.
    let mean = (rows[2].loss.expect("a loss") + rows[3].loss.expect("a loss")) / 2.0;
    let shown = f64::from(values[3]);
    assert!((shown - mean).abs() < 1e-6 || (libm::exp10(shown) - mean).abs() < 1e-5, "{shown} {mean}");
}

#[test]
fn quartiles_are_those_of_the_runs() {
    let row = |loss: Option<f64>| Row {
        values: Vec::new(),
        seed: 1,
        step: 1,
        loss,
        test_loss: None,
        grad_norm: None,
        first_grad_norm: Some(2.0),
        last_grad_norm: Some(4.0),
        clipped_share: 0.0,
        status: if loss.is_some() { Ended::Finished } else { Ended::Diverged },
        verdict: "learning".into(),
        reached: None,
    };
    let rows = [row(Some(1.0)), row(Some(2.0)), row(Some(4.0)), row(Some(3.0)), row(None)];
    let at = |share| Quantity::Loss.of_cell(&rows, share);
    assert_eq!([at(0.25), at(0.5), at(0.75), at(1.0)], [Some(2.0), Some(3.0), Some(4.0), Some(f64::INFINITY)]);
    assert_eq!(Quantity::Diverged.of_cell(&rows, 0.5), Some(0.2));
    assert_eq!(Quantity::Ratio.of_cell(&rows, 0.5), Some(0.5));
    assert_eq!(Quantity::TestLoss.of_cell(&rows[..1], 0.5), None);
}

/// S. Schoenholz et al. 2017: trainable depth is proportional to the correlation length ξ.
#[test]
fn deeper_networks_can_be_trained_where_correlations_reach_further() {
    // In the ordered phase and near its edge, with ξ from about 2 to 10.
    let stds = ["0.16", "0.2", "0.23", "0.26"];
    let depths = [2, 3, 4, 6, 8, 11, 15, 20, 27, 36];
    let list = |values: &[String]| values.join(",");
    let over = [
        format!("init_std={}", stds.join(",")),
        format!("hidden_layers={}", list(&depths.map(|depth| depth.to_string()))),
    ];
    let plan = plan(
        "scenario=blobs&points=64&noise=0.1&width=16&activation=tanh&init=normal&bias_std=0.224&optimizer=sgd&lr=0.05&batch=32",
        &[over[0].as_str(), over[1].as_str()],
        250,
        3,
    );
    let rows = computed(&plan);
    let mut pairs = Vec::new();
    for (k, std) in stds.iter().enumerate() {
        let settings = Settings::parse(&plan.settings).0.with(&[("init_std", std)]);
        let xi = Summary::of(&settings).xi_correlation.expect("a length");
        let trained = |d: usize| {
            let at = (k * depths.len() + d) * 3;
            Quantity::Loss.of_cell(&rows[at..at + 3], 0.5).is_some_and(|loss| loss < 0.35)
        };
        let deepest = (0..depths.len()).take_while(|d| trained(*d)).last().map_or(0, |d| depths[d]);
        println!("std {std}: ξ = {xi:.2}, trained to {deepest} layers, {:.2} ξ", deepest as f64 / xi);
        pairs.push((xi, deepest as f64));
    }
    assert!(pairs.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 <= pair[1].1), "{pairs:?}");
    let ratios: Vec<f64> = pairs.iter().map(|(xi, deepest)| deepest / xi).collect();
    let (low, high) = ratios.iter().fold((f64::INFINITY, 0.0_f64), |(low, high), r| (low.min(*r), high.max(*r)));
    assert!(high < 2.0 * low, "{ratios:?}");
}
