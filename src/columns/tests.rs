//! Charts of runs side by side.

use super::{First, axes_of, beside, differs};
use crate::charts;
use crate::draw::figure::{Figure, Mark, Series};
use crate::registry::Settings;
use crate::run::AnyRun;

/// The chart of runs after `steps` steps.
fn figures(id: &str, texts: &[&str], steps: u64) -> Vec<Figure> {
    let figure = |text: &&str| {
        let mut run = AnyRun::new(&Settings::parse(text).0, None).expect("no file is needed");
        run.step(steps);
        charts::figure(id, run.view(), 400).expect("there is a chart of this name")
    };
    texts.iter().map(figure).collect()
}

fn named(name: &str) -> Option<First<'_>> {
    Some(First { name, difference: false })
}

/// The points of every line of a figure that the first run has left there.
fn ghosts(figure: &Figure, plain: &Figure) -> Vec<Series> {
    figure.series.iter().filter(|series| !plain.series.contains(series)).cloned().collect()
}

#[test]
fn all_charts_of_all_runs_have_one_range() {
    let texts = ["activation=sigmoid&hidden_layers=6", "activation=relu", "lr=1&hidden_layers=3"];
    for item in charts::ITEMS {
        let alone = figures(item.id, &texts, 12);
        let made: Vec<Figure> = (0..3).map(|k| beside(k, &alone, named("A")).expect("a figure")).collect();
        let drawn: Vec<&Figure> = made.iter().filter(|figure| figure.empty.is_none()).collect();
        for (one, plain) in made.iter().zip(&alone) {
            assert_eq!(one.empty, plain.empty, "{}", item.id);
            for other in &drawn {
                let same = one.y.label == other.y.label && one.y.scale == other.y.scale && one.empty.is_none();
                if same && one.y.ticks.is_empty() && other.y.ticks.is_empty() {
                    assert_eq!(one.y.range, other.y.range, "{}", item.id);
                }
            }
            // No axis becomes narrower than it was.
            assert!(one.y.range[0] <= plain.y.range[0] && one.y.range[1] >= plain.y.range[1], "{}", item.id);
        }
    }
}

#[test]
fn the_first_chart_has_no_ghost_and_every_other_has_that_of_the_first() {
    let alone = figures("curves", &["lr=0.1", "lr=0.5", "lr=0.9"], 30);
    let made: Vec<Figure> = (0..3).map(|k| beside(k, &alone, named("A · slow")).expect("a figure")).collect();
    assert_eq!(ghosts(&made[0], &alone[0]), []);
    let Mark::Line { y: loss, .. } = &alone[0].series[0].mark else { panic!("the loss is a line") };
    for (one, plain) in made.iter().zip(&alone).skip(1) {
        let ghosts = ghosts(one, plain);
        assert_eq!((ghosts.len(), ghosts[0].name.as_str()), (2, "A · slow"), "one line of each side");
        assert!(matches!(&ghosts[0].mark, Mark::Line { y, .. } if y == loss));
    }
    assert_eq!(axes_of(&made[0]), axes_of(&made[2]));
    // The gradients of a deep network with sigmoids take more decades.
    let alone = figures("layers", &["hidden_layers=4&activation=relu", "hidden_layers=8&activation=sigmoid"], 2);
    let made: Vec<Figure> = (0..2).map(|k| beside(k, &alone, None).expect("a figure")).collect();
    assert_eq!(made[0].y.range, made[1].y.range);
    assert!(axes_of(&alone[0]) != axes_of(&made[0]) && axes_of(&alone[1]) == axes_of(&made[1]));
}

#[test]
fn bars_of_a_network_of_another_depth_stand_where_the_chart_says() {
    let places = |first: &str, other: &str| {
        let alone = figures("layers", &[first, other], 1);
        let made = beside(1, &alone, named("A")).expect("a figure");
        let [ghost] = &ghosts(&made, &alone[1])[..] else { panic!("one ghost") };
        let Mark::Line { x, y, .. } = &ghost.mark else { panic!("a line at the height of each bar") };
        let Mark::Bars { y: bars, .. } = &alone[0].series[0].mark else { panic!("bars") };
        assert_eq!(y.iter().step_by(3).collect::<Vec<_>>(), bars.iter().collect::<Vec<_>>());
        let middles: Vec<f64> = x.chunks(3).map(|ends| f64::midpoint(ends[0], ends[1])).collect();
        (middles.iter().map(|x| (x * 100.0).round() / 100.0).collect::<Vec<_>>(), ghost.name.clone())
    };
    let same = places("hidden_layers=2&activation=sigmoid", "hidden_layers=2");
    assert_eq!(same, (vec![0.0, 1.0, 2.0], "A".to_string()));
    // Two layers count from the input, the third is the output.
    let (fewer, said) = places("hidden_layers=3", "hidden_layers=6");
    assert_eq!(fewer, [0.0, 1.0, 5.0, 6.0]);
    assert!(said.contains("from both ends"), "{said}");
    let (more, said) = places("hidden_layers=4", "hidden_layers=2");
    assert_eq!(more, [0.0, 0.5, 1.0, 1.5, 2.0]);
    assert!(said.contains("relative depth"), "{said}");
}

#[test]
fn other_charts_and_empty_ones_are_left_as_they_are() {
    let [curves] = &figures("curves", &[""], 3)[..] else { panic!("one") };
    let [layers] = &figures("layers", &[""], 3)[..] else { panic!("one") };
    let nothing = Figure::nothing("curves", "Curves", "why");
    let all = [layers.clone(), curves.clone(), nothing.clone()];
    assert_eq!(beside(1, &all, named("A")).as_ref(), Some(curves));
    assert_eq!(beside(2, &all, named("A")).as_ref(), Some(&nothing));
    assert_eq!(beside(3, &all, named("A")), None);
}

#[test]
fn a_heat_map_can_show_how_many_times_the_firsts_values_its_own_are() {
    let cells = |figure: &Figure| match &figure.series[0].mark {
        Mark::Raster { values, range, label, .. } => (values.clone(), *range, label.clone()),
        other => panic!("{other:?} is no heat map"),
    };
    let alone = figures("history", &["activation=sigmoid&hidden_layers=3", "activation=relu&hidden_layers=3"], 9);
    assert!(differs(1, &alone) && !differs(0, &alone) && !differs(1, &figures("curves", &["", ""], 3)));
    let made = beside(1, &alone, Some(First { name: "A", difference: true })).expect("a figure");
    let (one, two, (made, range, label)) = (cells(&alone[0]).0, cells(&alone[1]).0, cells(&made));
    let wanted: Vec<f32> = one.iter().zip(&two).map(|(one, two)| two - one).collect();
    assert_eq!(made, wanted);
    assert!(range[0] == -range[1] && wanted.iter().all(|value| value.abs() <= range[1]), "{range:?}");
    assert_eq!(label, "gradient norm, times A");
    // With itself, there is none. Layers of another depth are those at the same relative depth.
    let same = beside(1, &[alone[0].clone(), alone[0].clone()], Some(First { name: "A", difference: true }));
    assert!(cells(&same.expect("a figure")).0.iter().all(|value| *value == 0.0));
    let deeper = figures("history", &["hidden_layers=3", "hidden_layers=6"], 9);
    let (one, two) = (cells(&deeper[0]).0, cells(&deeper[1]).0);
    let made = beside(1, &deeper, Some(First { name: "A", difference: true })).expect("a figure");
    let (values, _, label) = cells(&made);
    let columns = one.len() / 4;
    assert_eq!(values[0], two[0] - one[0], "the first layer");
    assert_eq!(values[6 * columns], two[6 * columns] - one[3 * columns], "the last layer");
    assert!(label.ends_with("relative depth"), "{label}");
}
