//! Paints arbitrary figures, and reads them as text.

use gradscape::charts;
use gradscape::draw::drawing;
use gradscape::draw::figure::{Axis, Counts, Dash, Figure, Ink, Mark, Scale, Series, Shape, Side, Tick};
use gradscape::draw::numbers::{reading, tables};
use gradscape::draw::recorder::drawing;
use gradscape::draw::svg::svg;
use gradscape::draw::theme::Theme;
use gradscape::registry::Settings;
use gradscape::run::AnyRun;

fn figure(x: Axis, y: Axis, series: Vec<Series>) -> Figure {
    Figure { title: "Any".into(), x, y, series, empty: None, ..Figure::nothing("any", "", "") }
}

fn named(name: &str, mark: Mark) -> Series {
    Series { name: name.into(), ink: Ink::Series(0), side: Side::Left, mark }
}

fn line(x: &[f64], y: &[f64]) -> Mark {
    Mark::Line { x: x.into(), y: y.into(), dash: Dash::Solid, width: 1.5 }
}

fn raster(columns: u32, rows: u32, values: Vec<f32>, range: [f32; 2]) -> Mark {
    Mark::Raster { columns, rows, x: [0.0, 1.0], y: [0.0, 1.0], values, range, label: "loss".into(), log10: false }
}

/// All texts of an SVG document; panics if it is not well-formed.
fn texts(document: &str) -> Vec<String> {
    let (mut open, mut found) = (Vec::new(), Vec::new());
    for piece in document.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').expect("a tag ends");
        assert!(!tag.chars().any(|c| c.is_control() && c != '\n'), "{tag:?}");
        assert!(!tag.contains("NaN") && !tag.contains("inf"), "{tag}");
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap();
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "tags are nested");
        } else if !tag.ends_with('/') {
            open.push(name);
        }
        if tag.starts_with("text") {
            found.push(text.trim().replace("&lt;", "<").replace("&amp;", "&"));
        }
    }
    assert!(open.is_empty(), "{open:?}");
    found
}

fn painted(figure: &Figure) -> Vec<String> {
    texts(&svg(figure, 480, 300, &Theme::LIGHT))
}

#[test]
fn any_figure_of_any_size_is_painted() {
    let odd = [f64::NAN, f64::NEG_INFINITY, f64::INFINITY, -1e300, f64::MAX, 0.0, -0.0, 5e-324, 1e-30, 0.5, 2.0];
    let narrow: Vec<f32> = odd.iter().map(|&v| v as f32).collect();
    let (dashes, shapes) = (
        [Dash::Solid, Dash::Dashed, Dash::Dotted],
        [
            Shape::Disc,
            Shape::Ring,
            Shape::Cross,
            Shape::Square,
            Shape::Triangle,
            Shape::Diamond,
            Shape::HollowSquare,
            Shape::HollowTriangle,
            Shape::HollowDiamond,
        ],
    );
    for (k, range) in odd.iter().flat_map(|&a| odd.map(|b| [a, b])).enumerate() {
        let (a, b) = (range[0], range[1]);
        let dash = dashes[k % 3];
        let corners = [a as f32, b as f32];
        let (columns, rows) = [(2, 5), (11, 1), (0, 3), (u32::MAX, u32::MAX), (3, 3), (1, 1)][k % 6];
        let marks = vec![
            Mark::Line { x: odd.into(), y: odd.iter().rev().copied().collect(), dash, width: a as f32 },
            Mark::Line { x: odd.into(), y: vec![a, b, a], dash, width: 2.0 },
            Mark::Bars { x: odd.into(), y: odd.into(), width: b, filled: k % 2 == 0 },
            Mark::Bars { x: vec![0.0, 1.0, 2.0], y: vec![a, b], width: 0.8, filled: k % 2 == 1 },
            Mark::Points { x: odd.into(), y: odd.into(), shape: shapes[k % 9], radius: b as f32 },
            Mark::Dots {
                x: odd.into(),
                y: odd.into(),
                values: narrow.clone(),
                range: corners,
                shape: shapes[(k + 4) % 9],
                radius: b as f32,
            },
            Mark::Regions {
                columns,
                rows,
                x: range,
                y: [0.0, 1.0],
                inks: vec![Ink::Series(0), Ink::Text],
                shares: (0..22).collect(),
            },
            Mark::Rule { at: a, dash, label: "<a & b>\u{0}\u{1b}".into() },
            Mark::Cursor { at: b, label: "long ".repeat(100) },
            Mark::Raster {
                columns,
                rows,
                x: [0.0, 1.0],
                y: range,
                values: narrow.clone(),
                range: corners,
                label: "‖∂L/∂W‖".into(),
                log10: k % 2 == 0,
            },
            Mark::Contours { columns, rows, x: range, y: [0.0, 2.0], values: narrow.clone(), levels: narrow.clone() },
        ];
        for scale in [Scale::Linear, Scale::Log10] {
            let mut axis = Axis { scale, ..Axis::linear("axis", range) }.unit("unit");
            if k % 4 == 0 {
                axis.ticks = odd.iter().map(|&at| Tick { at, label: format!("tick {at}") }).collect();
            }
            let series = marks.iter().enumerate().map(|(i, mark)| Series {
                side: if i % 2 == 0 { Side::Left } else { Side::Right },
                ..named(["", "name"][i % 2], mark.clone())
            });
            let mut any = figure(axis.clone(), axis.clone(), series.collect());
            any.right = (k % 3 == 0).then_some(axis);
            let sizes = [(480, 300), (1, 1), (0, 0), (60, 400), (400, 30), (3000, 9)];
            let (width, height) = sizes[k % sizes.len()];
            texts(&svg(&any, width, height, if k % 2 == 0 { &Theme::LIGHT } else { &Theme::DARK }));
            if width != 480 {
                painted(&any);
            }
            for table in tables(&any, 20) {
                assert!(table.rows.len() <= 21 && table.rows.iter().all(|row| row.len() == table.head.len()));
            }
            reading(&any, Some(a), Some(b));
        }
    }
}

#[test]
fn every_chart_of_a_run_can_be_read_as_a_table_and_shares_its_steps_and_layers() {
    for text in ["scenario=spiral&hidden_layers=2&points=40", "scenario=recall", "scenario=rosenbrock"] {
        let (settings, notices) = Settings::parse(text);
        assert_eq!(notices, [], "{text}");
        let mut run = AnyRun::new(&settings, None).expect("no data file");
        run.step(20);
        for item in charts::ITEMS {
            let figure = charts::figure(item.id, run.view(), 400).expect("a chart of the registry");
            let chart = format!("{} of {text}", item.id);
            assert_eq!(tables(&figure, 50).is_empty(), figure.empty.is_some(), "{chart}");
            for axis in [&figure.x, &figure.y] {
                // Otherwise pointing at it would mark nothing in other views.
                let first = axis.label.split([' ', ',']).next();
                assert!(first != Some("step") || axis.counts == Counts::Steps, "{chart}");
                assert!(first != Some("layer") || axis.counts == Counts::Layers, "{chart}");
            }
            if figure.x.counts != Counts::Nothing {
                let read = reading(&figure, Some(figure.x.range[1]), Some(figure.y.range[1]));
                assert!(!read.values.is_empty(), "{chart}");
            }
        }
    }
}

#[test]
fn empty_series_and_long_ones_are_painted() {
    let many: Vec<f64> = (0..200_000).map(|i| f64::from(i * 7919 % 1009)).collect();
    let axis = |n: f64| Axis::linear("", [0.0, n]);
    let document =
        svg(&figure(axis(1009.0), axis(1009.0), vec![named("", line(&many, &many))]), 400, 300, &Theme::LIGHT);
    texts(&document);
    painted(&figure(
        axis(1.0),
        axis(1.0),
        vec![named("none", line(&[], &[])), named("", raster(0, 0, vec![], [0.0; 2]))],
    ));
    let huge = raster(3000, 3000, (0..9_000_000).map(|i| (i % 7) as f32).collect(), [0.0, 6.0]);
    texts(&svg(&figure(axis(1.0), axis(1.0), vec![named("", huge)]), 60, 60, &Theme::LIGHT));
}

#[test]
fn a_long_line_costs_no_more_than_its_pixels() {
    let n = 100_000;
    let (x, y): (Vec<f64>, Vec<f64>) = (0..n).map(|i| (f64::from(i), f64::from(i * 7919 % 1009))).unzip();
    let axis = |n: i32| Axis::linear("", [0.0, f64::from(n)]);
    let document = svg(&figure(axis(n), axis(1009), vec![named("", line(&x, &y))]), 400, 300, &Theme::LIGHT);
    assert!(document.len() < 100_000, "{}", document.len());
}

#[test]
fn a_logarithmic_axis_reaches_vanishing_values() {
    let y = [1e-30, 1e-20, 1e-1];
    let found = painted(&figure(
        Axis::linear("step", [0.0, 2.0]),
        Axis::log10("gradient norm", [1e-30, 1.0]),
        vec![named("", line(&[0.0, 1.0, 2.0], &y))],
    ));
    for label in ["10⁻³⁰", "10⁻²⁰", "10⁻¹⁰", "1", "gradient norm", "step"] {
        assert!(found.iter().any(|t| t == label), "{label} in {found:?}");
    }
}

#[test]
fn a_value_that_is_no_number_splits_a_line_in_two() {
    let lines = |y: &[f64]| {
        let axis = Axis::linear("", [0.0, 4.0]);
        let any = figure(axis.clone(), axis, vec![named("", line(&[0.0, 1.0, 2.0, 3.0, 4.0], y))]);
        let shapes = drawing(&any, 400, 300, &Theme::LIGHT).shapes.into_iter();
        let blue = shapes.filter_map(|shape| match shape {
            drawing::Shape::Lines { runs, colour, .. } if colour.rgb == Theme::LIGHT.series[0] => Some(runs.len()),
            _ => None,
        });
        blue.sum::<usize>()
    };
    assert_eq!(lines(&[1.0, 2.0, 3.0, 2.0, 1.0]), 1);
    for gap in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(lines(&[1.0, 2.0, gap, 2.0, 1.0]), 2);
    }
}

#[test]
fn the_legend_names_every_named_series() {
    let marks = [
        line(&[0.0], &[0.0]),
        Mark::Bars { x: vec![], y: vec![], width: 1.0, filled: false },
        Mark::Points { x: vec![], y: vec![], shape: Shape::Triangle, radius: 3.0 },
        Mark::Rule { at: 0.5, dash: Dash::Dashed, label: String::new() },
        Mark::Cursor { at: 0.5, label: String::new() },
        raster(1, 1, vec![0.5], [0.0, 1.0]),
    ];
    let name = |k: usize| format!("series number {k}");
    let series = marks.into_iter().enumerate().map(|(k, mark)| named(&name(k), mark)).collect();
    let found = painted(&figure(Axis::linear("", [0.0, 1.0]), Axis::linear("", [0.0, 1.0]), series));
    for k in 0..6 {
        assert!(found.contains(&name(k)), "{found:?}");
    }
}

#[test]
fn the_colour_key_ends_with_the_range() {
    let mark = raster(2, 1, vec![0.25, 7.5], [0.25, 7.5]);
    let found = painted(&figure(Axis::linear("", [0.0, 1.0]), Axis::linear("", [0.0, 1.0]), vec![named("", mark)]));
    for label in ["0.25", "7.5", "loss"] {
        assert!(found.iter().any(|t| t == label), "{label} in {found:?}");
    }
}

#[test]
fn a_figure_without_anything_says_why() {
    let found = painted(&Figure::nothing("time", "Gradient by time", "This network has no time axis."));
    assert_eq!(found.join(" "), "This network has no time axis.");
}

fn after(text: &str, steps: u64) -> AnyRun {
    let (settings, notices) = Settings::parse(text);
    assert_eq!(notices, [], "{text}");
    let mut run = AnyRun::new(&settings, None).expect("no file is needed");
    run.step(steps);
    run
}

#[test]
fn every_chart_of_every_kind_of_run_is_drawn_or_says_why_not() {
    let diverging = "activation=identity&init=normal&init_std=2";
    let texts = ["hidden_layers=0", "hidden_layers=3&activation=relu", "scenario=recall", "scenario=cliff", diverging];
    for (text, steps) in texts.iter().flat_map(|text| [(text, 0), (text, 60)]) {
        let run = after(text, steps);
        for chart in charts::ITEMS.iter().filter(|chart| chart.id != "contour") {
            let figure = charts::figure(chart.id, run.view(), 400).expect("the chart is of the registry");
            assert_eq!(figure.id, chart.id);
            assert!(figure.summary.ends_with('.'), "{text} {}: {}", chart.id, figure.summary);
            assert!(figure.empty.is_some() || !figure.series.is_empty(), "{text} {}", chart.id);
            painted(&figure);
        }
    }
}

#[test]
fn layers_stand_at_their_own_index_in_every_chart_that_counts_them() {
    let run = after("hidden_layers=3", 5);
    let places = |chart| {
        let figure = charts::figure(chart, run.view(), 400).expect("the chart is of the registry");
        assert_eq!((figure.x.counts, figure.x.ticks.len()), (Counts::Layers, 4), "{chart}");
        let points = figure.series.into_iter().find_map(|series| match series.mark {
            Mark::Points { x, .. } => Some(x),
            _ => None,
        });
        points.expect("there are points")
    };
    // The last layer has no activation, and no gradient from a later layer.
    assert_eq!(places("activations"), [0.0, 1.0, 2.0]);
    assert_eq!(places("factors"), [0.0, 1.0, 2.0]);
    assert_eq!(places("updates"), [0.0, 1.0, 2.0, 3.0]);
}

#[test]
fn the_history_of_a_diverged_run_ends_where_its_gradient_does() {
    let run = after("activation=identity&init=normal&init_std=2", 1000);
    let figure = charts::figure("history", run.view(), 900).expect("the chart is of the registry");
    let last = run.frame().step;
    let Mark::Raster { columns, rows, values, .. } = &figure.series[0].mark else { panic!("a raster comes first") };
    assert_eq!(u64::from(*columns), last + 1, "a column for each step");
    let is_known = |step: u64| (0..u64::from(*rows)).all(|k| values[(k * (last + 1) + step) as usize].is_finite());
    assert!((0..last).all(is_known) && !is_known(last));
    assert!(
        matches!(&figure.series[1].mark, Mark::Cursor { at, label } if *at == last as f64 + 0.5 && label == "diverged")
    );
    assert!(figure.summary.contains(&format!("diverged at step {last}")), "{}", figure.summary);
}

#[test]
fn negative_numbers_have_a_true_minus_sign() {
    for (text, steps) in [("activation=tanh&hidden_layers=3", 20), ("scenario=himmelblau", 20), ("scenario=sine", 20)] {
        let run = after(text, steps);
        let (settings, _) = Settings::parse(text);
        let beside = charts::Beside { settings: Some(&settings), ..charts::Beside::default() };
        for chart in charts::ITEMS {
            let figure = charts::figure_in(chart.id, run.view(), beside, 200).expect("the chart is of the registry");
            let cells = tables(&figure, 20).into_iter().flat_map(|table| table.rows.into_iter().flatten());
            for said in painted(&figure).into_iter().chain(cells).chain([figure.summary.clone()]) {
                let hyphen = said.split([' ', '(', ',']).any(|word| word.starts_with('-') && word.len() > 1);
                assert!(!hyphen, "{text} {}: {said}", chart.id);
            }
        }
    }
}

#[test]
fn a_low_chart_keeps_the_titles_of_its_axes() {
    let run = after("schedule=cosine&clip=norm&threshold=0.01", 20);
    for (chart, title, label) in
        [("rate", "Learning rate", "learning rate"), ("clip", "Effect of the clip", "norm left")]
    {
        let found = texts(&svg(&charts::figure(chart, run.view(), 217).expect("a chart"), 241, 143, &Theme::LIGHT));
        for text in [title, label, "step", "0"] {
            assert!(found.iter().any(|one| one == text), "{chart}: {text} is not among {found:?}");
        }
    }
    // An axis drops a name that is too long.
    let figure = charts::figure("layers", run.view(), 217).expect("a chart");
    assert!(!painted(&figure).is_empty() && !texts(&svg(&figure, 241, 143, &Theme::LIGHT)).contains(&figure.x.title()));
}
