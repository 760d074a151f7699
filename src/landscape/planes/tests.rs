//! The planes against what can be known of them.

use super::pca::leading;
use super::*;
use crate::landscape::Plane;
use crate::math::{Real, dot, norm};
use crate::objectives::Rows;
use crate::scenarios;
use crate::settings::Settings;

/// Points around (100, 200, 300) whose scatter in the first two coordinates is [[3, 1], [1, 3]]: eigenvalues 4 and 2 along
/// (1, 1) and (1, −1).
fn oblique<R: Real>() -> Vec<Vec<R>> {
    let half = 0.5_f64.sqrt();
    [[1.0, 1.0], [half, -half], [-1.0, -1.0], [-half, half]]
        .map(|[x, y]| vec![R::of(100.0 + x), R::of(200.0 + y), R::of(300.0)])
        .to_vec()
}

fn slices<R>(points: &[Vec<R>]) -> Vec<&[R]> {
    points.iter().map(Vec::as_slice).collect()
}

#[test]
fn principal_directions_are_those_of_the_covariance_in_closed_form() {
    fn holds<R: Real>(tolerance: f64) {
        let points = oblique::<R>();
        let found = leading(&slices(&points)).expect("four points");
        for (share, expected) in found.shares.into_iter().zip([4.0 / 6.0, 2.0 / 6.0]) {
            assert!((share - expected).abs() < tolerance, "{share}");
        }
        let root = 0.5_f64.sqrt();
        for (direction, expected) in found.directions.iter().zip([[root, root, 0.0], [root, -root, 0.0]]) {
            assert!((dot(direction, &expected).abs() - 1.0).abs() < tolerance, "{direction:?}");
            assert!((norm(direction) - 1.0).abs() < 1e-14);
        }
        assert!(dot(&found.directions[0], &found.directions[1]).abs() < 1e-14);
    }
    holds::<f64>(1e-12);
    holds::<f32>(1e-4);
}

#[test]
fn where_nothing_can_be_told_there_are_no_principal_directions() {
    let points = oblique::<f64>();
    assert!(leading(&slices(&points[..2])).is_none(), "two points");
    assert!(leading(&[&points[0][..]; 5]).is_none(), "a run that stands still");
    assert!(leading::<f64>(&[]).is_none());
    let line: Vec<Vec<f64>> = (0..9).map(|k| vec![f64::from(k), 2.0 * f64::from(k)]).collect();
    let straight = leading(&slices(&line)).expect("nine points");
    assert!(straight.directions[1].is_empty() && straight.shares[0] > 1.0 - 1e-12 && straight.shares[1] < 1e-12);
}

#[test]
fn a_straight_way_gets_a_second_side_at_right_angles() {
    let (settings, _) = Settings::parse("scenario=spiral&hidden_layers=1&width=4");
    let objective = scenarios::objective::<f64>(&settings, None).expect("no data file");
    let start = objective.init(1);
    let way: Vec<Vec<f64>> = (0..5).map(|k| start.iter().map(|x| x * (1.0 + 0.1 * f64::from(k))).collect()).collect();
    let points = slices(&way);
    let descent = Descent { layout: objective.layout(), seed: 1, start: &start, points, step: 4, before: None };
    let section = lay("pca", &descent, Framing::Anew).expect("a plane");
    let Plane { u, v, .. } = &section.plane;
    assert!(dot(u, v).abs() < 1e-12 * norm(u) * norm(v));
    assert!((norm(v) / norm(u) - 0.25).abs() < 1e-9, "the square keeps some breadth");
    assert!((section.held - 1.0).abs() < 1e-9);
    let ends = [0, 4].map(|k| section.plane.project(&way[k]));
    assert!((ends[0].a + 0.8).abs() < 1e-9 && (ends[1].a - 0.8).abs() < 1e-9, "it leads to the right");
}

#[test]
fn random_directions_do_not_see_a_relu_layers_scale() {
    // c·W₁, c·b₁ and W₂ / c are the same function, and filter-normalised directions scale along with the weights.
    let (settings, _) = Settings::parse("scenario=spiral&points=40&hidden_layers=2&width=6&activation=relu");
    let objective = scenarios::objective::<f64>(&settings, None).expect("no data file");
    let mut start = objective.init(3);
    let layout = objective.layout();
    for (k, x) in start.iter_mut().enumerate() {
        *x += 0.01 * (k % 5) as f64; // Biases too.
    }
    let mut scaled = start.clone();
    let c = 7.3;
    for tensor in &layout.tensors {
        let factor = match (tensor.layer, tensor.shape.len()) {
            (0, _) => c,
            (1, 2) => 1.0 / c,
            _ => 1.0,
        };
        scaled[tensor.range.clone()].iter_mut().for_each(|x| *x *= factor);
    }
    let mut work = objective.workspace(objective.rows());
    let mut losses = |from: &[f64]| -> Vec<f64> {
        let plane = first(layout, from, 5).plane;
        let mut point = from.to_vec();
        let places = [(0.0, 0.0), (0.5, -0.25), (-1.0, 1.0), (0.75, 1.0)];
        let mut loss = |(a, b)| {
            plane.point(a, b, &mut point);
            objective.loss(&point, Rows::All.into(), &mut work)
        };
        places.into_iter().map(&mut loss).collect()
    };
    let (one, other) = (losses(&start), losses(&scaled));
    assert!(one.windows(2).any(|pair| (pair[0] - pair[1]).abs() > 1e-3), "the surface is not flat: {one:?}");
    for (one, other) in one.iter().zip(&other) {
        assert!((one / other - 1.0).abs() < 1e-12, "{one} {other}");
    }
}
