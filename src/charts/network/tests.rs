//! Positions and folding over depths and widths, and what the picture says of a run.

use super::layout::{brief, heights, positions, slots};
use super::{in_motion, motion};
use crate::charts::phases::Phase;
use crate::charts::{Beside, figure_in};
use crate::draw::figure::{Edges, Figure, Graph, Mark};
use crate::draw::numbers::graph::chain;
use crate::draw::numbers::{reading, tables};
use crate::probes::edges::EDGES_ITEMS;
use crate::probes::network::fold;
use crate::registry::Settings;
use crate::run::AnyRun;
use crate::scenarios;

fn drawn(text: &str, steps: u64, width: usize) -> (Figure, AnyRun) {
    let (settings, notices) = Settings::parse(text);
    assert_eq!(notices, [], "{text}");
    let file = scenarios::data_file(&settings).map(|file| file.bytes);
    let mut run = AnyRun::new(&settings, file).expect("the data file is whole");
    run.step(steps);
    let beside = Beside { settings: Some(&settings), race: None };
    (figure_in("network", run.view(), beside, width).expect("there is such a chart"), run)
}

fn graph(figure: &Figure) -> &Graph {
    figure
        .series
        .iter()
        .find_map(|series| match &series.mark {
            Mark::Network(graph) => Some(&**graph),
            _ => None,
        })
        .expect("there is a network")
}

#[test]
fn columns_follow_each_other_and_the_strip_stays_clear_of_its_neighbours() {
    for columns in 2..=66 {
        for most in [0, 8, 12, 20] {
            let kept = fold::kept(columns, most);
            let x = positions(&kept);
            for k in 1..columns {
                let gap = x[k] - x[k - 1];
                assert!(gap > 0.0, "{columns}: {x:?}");
                match (kept[k - 1], kept[k]) {
                    (true, true) => assert!((gap - 1.0).abs() < 1e-9, "{gap}"),
                    (false, false) => assert!(gap < 1.0, "{columns} in {most}: {gap}"),
                    _ => assert!(gap > 0.5, "a frame has to fit between"),
                }
            }
            let full = kept.iter().filter(|kept| **kept).count();
            assert!(x[columns - 1] <= (full + fold::STRIP) as f64, "folding takes no more room than it has");
        }
    }
}

#[test]
fn units_of_a_column_never_touch_and_stand_around_the_middle() {
    for most in 1..=40 {
        for first in 1..=17 {
            for second in [0, 3, 16] {
                let sizes = if second == 0 { vec![first] } else { vec![first, second] };
                if slots(&sizes) > most {
                    continue;
                }
                let mut all: Vec<f64> = heights(&sizes, most).concat();
                all.sort_by(f64::total_cmp);
                assert!(all.windows(2).all(|pair| pair[1] - pair[0] >= 1.0), "{sizes:?} of {most}");
                let (low, high) = (all[0], all[all.len() - 1]);
                assert!((low + high).abs() < 1e-9 && high - low <= most as f64, "{sizes:?} of {most}: {low} {high}");
            }
        }
    }
}

#[test]
fn everything_lies_within_the_axes_for_all_depths_and_widths() {
    for depth in [0, 1, 2, 12, 64] {
        for width in [1, 16, 17, 18, 70] {
            let (figure, _) = drawn(&format!("hidden_layers={depth}&width={width}&points=20"), 1, 480);
            let graph = graph(&figure);
            assert_eq!(graph.columns.len(), depth + 2);
            for column in &graph.columns {
                assert!(column.x > figure.x.range[0] && column.x < figure.x.range[1]);
                let units: u32 = column.units.iter().map(|unit| unit.stands_for).sum();
                assert_eq!(units, column.count, "every unit is shown or folded");
                assert!(column.units.iter().all(|unit| unit.y > figure.y.range[0] && unit.y < figure.y.range[1]));
            }
            for link in &graph.links {
                assert!((0..link.weight.len()).all(|edge| graph.ends(link, edge).is_some()));
            }
            assert_eq!(figure.x.places.len(), depth + 1, "each layer has its place");
        }
    }
}

#[test]
fn the_chain_that_is_told_multiplies_to_the_gradient_of_the_run() {
    let (figure, run) = drawn("hidden_layers=12&width=4&activation=tanh&init=he-normal&precision=f64", 3, 900);
    let AnyRun::F64(run) = run else { panic!("f64 was asked for") };
    let graph = graph(&figure);
    let mut at = 0;
    for link in &graph.links {
        for edge in 0..link.weight.len() {
            let product: f64 = chain(graph, link, edge).iter().map(|(_, factor)| factor).product();
            let gradient = run.gradient()[at + edge];
            assert!((product - gradient).abs() < 1e-6 * gradient.abs().max(1e-6), "{product}, not {gradient}");
        }
        // Weights, then biases.
        at += link.weight.len() + link.signal.len();
    }
    assert_eq!(at, run.gradient().len());
}

#[test]
fn every_weight_is_reached_by_keys_and_a_reading_of_its_place_is_the_same_reading() {
    for text in
        ["hidden_layers=3&width=4", "scenario=digits&hidden_layers=2&width=30", "scenario=recall&delay=5&width=3"]
    {
        let (figure, _) = drawn(text, 1, 700);
        let graph = graph(&figure);
        let edges: usize = graph.links.iter().map(|link| link.weight.len()).sum();
        let units: usize = graph.columns.iter().map(|column| column.units.len()).sum();
        let mut seen = Vec::new();
        let mut x = reading(&figure, Some(figure.x.range[0]), None).x.expect("there is a place").at;
        loop {
            let mut y = figure.y.range[0];
            loop {
                let read = reading(&figure, Some(x), Some(y));
                let (at, up) = (read.x.clone().expect("a column").at, read.y.clone().expect("a unit or a weight"));
                assert_eq!(at, x);
                assert_eq!(reading(&figure, Some(at), Some(up.at)), read, "the same place, the same reading");
                seen.push((at.to_bits(), up.at.to_bits()));
                if up.after == up.at {
                    break;
                }
                y = up.after;
            }
            let place = reading(&figure, Some(x), None).x.expect("a column");
            if place.after == x {
                break;
            }
            x = place.after;
        }
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), edges + units, "{text}");
    }
}

#[test]
fn the_tables_have_every_column_and_every_weight() {
    let (figure, run) = drawn("hidden_layers=2&width=3&precision=f64", 2, 480);
    let [columns, weights] = &tables(&figure, 100)[..] else { panic!("there are two tables") };
    assert_eq!((columns.rows.len(), weights.rows.len()), (4, 2 * 3 + 3 * 3 + 3));
    assert!(columns.rows[3][5].parse::<f64>().is_ok_and(|signal| signal > 0.0), "{columns:?}");
    assert_eq!(run.frame().step, 2);
}

#[test]
fn in_slow_motion_the_light_goes_forward_and_then_backward() {
    let (settings, _) = Settings::parse("hidden_layers=4&width=3");
    let run = AnyRun::new(&settings, None).expect("generated data cannot be broken");
    let pictures = motion(run.view(), Some(&settings), 600);
    let lit = |phase, shown| {
        let figure = in_motion(&pictures, phase, shown, 5).expect("there is a network");
        let graph = graph(&figure);
        let columns: Vec<bool> = graph.columns.iter().map(|column| graph.is_lit(column.x)).collect();
        (columns.iter().filter(|lit| **lit).count(), columns[0], columns[5])
    };
    for shown in 0..=5 {
        assert_eq!(lit(Phase::Forward, shown), (shown + 1, true, shown == 5));
        assert_eq!(lit(Phase::Backward, shown), (shown + 1, shown == 5, true));
    }
    let (settings, _) = Settings::parse("scenario=bowl");
    let run = AnyRun::new(&settings, None).expect("a function cannot be broken");
    assert!(in_motion(&motion(run.view(), None, 600), Phase::Backward, 1, 2).is_none());
}

#[test]
fn what_connections_show_is_chosen_in_the_settings() {
    let shown =
        EDGES_ITEMS.iter().map(|item| graph(&drawn(&format!("hidden_layers=1&edges={}", item.id), 1, 480).0).edges);
    assert_eq!(shown.collect::<Vec<_>>(), [Edges::Gradient, Edges::Weight, Edges::Update]);
}

#[test]
fn a_function_says_why_it_has_no_network() {
    let (figure, _) = drawn("scenario=rosenbrock", 1, 480);
    assert!(figure.empty.is_some_and(|why| why.contains("no network")) && figure.series.is_empty());
}

#[test]
fn numbers_below_the_columns_are_short() {
    let told = [0.0, 1.0, 0.234_5, 0.012, 12.34, 1234.0, 4.2e-9, 9.9e-10].map(brief);
    assert_eq!(told, ["0", "1", "0.23", "0.012", "12", "10³", "10⁻⁸", "10⁻⁹"]);
}

#[test]
fn a_network_says_how_its_factors_are_read_and_why_a_gated_one_has_no_chains() {
    let notes = |text: &str| -> Vec<String> {
        let (figure, _) = drawn(text, 1, 600);
        let alone = graph(&figure).rows.iter().filter(|row| row.texts.is_empty());
        alone.map(|row| row.label.clone()).collect()
    };
    let [plain, lstm] = [notes("hidden_layers=3&width=4"), notes("scenario=recall&cell=lstm&points=16")];
    assert!(plain.len() == 1 && plain[0].contains("one layer earlier"), "{plain:?}");
    assert!(lstm.len() == 2 && lstm[0].contains("time step") && lstm[1].contains("no chain of factors"), "{lstm:?}");
}

#[test]
fn folded_layers_are_named_in_the_picture_and_in_the_legend() {
    let (figure, _) = drawn("hidden_layers=40&width=4", 1, 500);
    let names: Vec<&str> = graph(&figure).rows[0].texts.iter().map(|(_, text)| text.as_str()).collect();
    assert!(names.iter().any(|name| name.starts_with("layers ")), "{names:?}");
    assert!(figure.series.iter().any(|series| series.name.contains("without their connections")));
}
