//! A network of any numbers can be drawn, and looks do not differ by colour alone.

use crate::draw::drawing::Shape;
use crate::draw::figure::{
    Axis, Edges, Figure, Graph, GraphColumn, GraphLink, GraphUnit, Ink, Mark, Series, Side, UnitState,
};
use crate::draw::recorder::drawing;
use crate::draw::svg::svg;
use crate::draw::theme::Theme;

/// Two units, one after the other, with a connection of this value.
fn figure(edges: Edges, value: f32, state: UnitState) -> Figure {
    let unit = |state| GraphUnit { stands_for: 1, state, ..GraphUnit::default() };
    let column = |x, state| GraphColumn { x, units: vec![unit(state)], count: 1, ..GraphColumn::default() };
    let link = GraphLink {
        from: [0, 0],
        to: [1, 0],
        weight: vec![value],
        gradient: vec![value],
        update: vec![value],
        product: vec![value],
        incoming: vec![1.0],
        signal: vec![1.0],
        ..GraphLink::default()
    };
    let graph = Graph {
        columns: vec![column(0.0, UnitState::Alive), column(1.0, state)],
        links: vec![link],
        edges,
        range: [1e-3, 1.0],
        lit: [f64::NEG_INFINITY, f64::INFINITY],
        ..Graph::default()
    };
    let mark = Mark::Network(Box::new(graph));
    Figure {
        x: Axis::linear("", [-0.5, 1.5]),
        y: Axis::linear("", [-1.0, 1.0]),
        series: vec![Series { name: String::new(), ink: Ink::Text, side: Side::Left, mark }],
        empty: None,
        ..Figure::nothing("", "", "")
    }
}

/// The number of lines, and how many of them are dashed.
fn lines(figure: &Figure) -> [usize; 2] {
    let mut count = [0, 0];
    for shape in drawing(figure, 300, 200, &Theme::LIGHT).shapes {
        if let Shape::Lines { runs, stroke, .. } = shape {
            count[0] += runs.len();
            count[1] += if stroke.dash.is_empty() { 0 } else { runs.len() };
        }
    }
    count
}

#[test]
fn a_negative_weight_is_dashed_and_a_positive_one_is_not() {
    for edges in [Edges::Weight, Edges::Update] {
        let [positive, negative] = [0.9, -0.9].map(|value| lines(&figure(edges, value, UnitState::Alive)));
        assert_eq!(negative, [positive[0], positive[1] + 1], "the same lines, one of them dashed");
    }
    let [positive, negative] = [0.9, -0.9].map(|value| lines(&figure(Edges::Gradient, value, UnitState::Alive)));
    assert_eq!(positive, negative, "a gradient shows its size only");
}

#[test]
fn a_unit_that_is_dead_or_saturated_has_another_shape() {
    let [alive, dead, saturated] = [UnitState::Alive, UnitState::Dead, UnitState::Saturated]
        .map(|state| lines(&figure(Edges::Weight, 0.5, state)));
    assert!(dead > alive && saturated > alive && dead != saturated, "{alive:?} {dead:?} {saturated:?}");
}

#[test]
fn any_number_can_be_drawn_at_any_size() {
    for value in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, f32::MAX, 0.0, -0.0, 1e-44] {
        for edges in [Edges::Weight, Edges::Gradient, Edges::Update] {
            for (width, height) in [(1, 1), (20, 300), (300, 20), (300, 200)] {
                svg(&figure(edges, value, UnitState::Dead), width, height, &Theme::DARK);
            }
        }
    }
    let mut odd = figure(Edges::Weight, 1.0, UnitState::Alive);
    if let Mark::Network(graph) = &mut odd.series[0].mark {
        graph.links[0].to = [7, 9];
        graph.columns[1].units.clear();
        graph.skips = vec![[0, 1], [3, 4]];
    }
    svg(&odd, 300, 200, &Theme::LIGHT);
}
