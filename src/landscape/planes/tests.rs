//! The planes, against closed forms and independent algorithms.

use super::pca::leading;
use super::*;
use crate::landscape::Plane;
use crate::math::{Real, dot, norm};
use crate::objectives::Rows;
use crate::registry::Settings;
use crate::run::{Parts, Run};
use crate::scenarios;

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

/// Singular values and left singular vectors of a matrix given by its columns, largest first. One-sided rotations make
/// all columns orthogonal (M. R. Hestenes 1958). Unlike [`leading`], this never forms the Gram matrix.
fn singular(mut columns: Vec<Vec<f64>>) -> Vec<(f64, Vec<f64>)> {
    for _ in 0..60 {
        for p in 0..columns.len() {
            for q in p + 1..columns.len() {
                let (a, b) = (dot(&columns[p], &columns[p]), dot(&columns[q], &columns[q]));
                let c = dot(&columns[p], &columns[q]);
                if c.abs() <= 1e-16 * (a * b).sqrt() {
                    continue;
                }
                let zeta = (b - a) / (2.0 * c);
                let t = 1.0_f64.copysign(zeta) / (zeta.abs() + (1.0 + zeta * zeta).sqrt());
                let cos = 1.0 / (1.0 + t * t).sqrt();
                for k in 0..columns[p].len() {
                    let (x, y) = (columns[p][k], columns[q][k]);
                    columns[p][k] = cos * (x - t * y);
                    columns[q][k] = cos * (t * x + y);
                }
            }
        }
    }
    let mut found: Vec<(f64, Vec<f64>)> = columns
        .into_iter()
        .map(|column| {
            let length = norm(&column);
            (length, column.iter().map(|x| x / length).collect())
        })
        .collect();
    found.sort_by(|one, other| other.0.total_cmp(&one.0));
    found
}

#[test]
fn principal_directions_of_a_descent_are_those_of_a_direct_singular_value_decomposition() {
    let text = "scenario=moons&points=80&hidden_layers=2&width=8&activation=tanh&optimizer=adam&precision=f64";
    let (settings, notices) = Settings::parse(text);
    assert_eq!(notices, []);
    let mut run: Run<f64> = Run::new(Parts::of(&settings, None).expect("no data file"));
    let way: Vec<Vec<f64>> = (0..30)
        .map(|_| {
            run.step(7);
            run.params().to_vec()
        })
        .collect();
    let count = way.len() as f64;
    let mean: Vec<f64> = (0..way[0].len()).map(|k| way.iter().map(|point| point[k]).sum::<f64>() / count).collect();
    let columns = way.iter().map(|point| point.iter().zip(&mean).map(|(x, m)| x - m).collect()).collect();
    let (direct, found) = (singular(columns), leading(&slices(&way)).expect("a way"));
    let whole: f64 = direct.iter().map(|(value, _)| value * value).sum();
    for k in 0..2 {
        let (value, direction) = &direct[k];
        assert!((found.shares[k] - value * value / whole).abs() < 1e-12, "{k}: {} {value}", found.shares[k]);
        assert!((dot(&found.directions[k], direction).abs() - 1.0).abs() < 1e-10, "{k}");
    }
    assert!(found.shares[0] > found.shares[1] && found.shares[1] > 1e-3, "{:?}", found.shares);
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
    let descent = Descent {
        layout: objective.layout(),
        seed: 1,
        start: &start,
        points,
        steps: (0..5).collect(),
        resolution: 32,
        next: &start,
        step: 4,
        gradient: &start,
        settings: &settings,
        bend: None,
        solutions: None,
        before: None,
    };
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
        let plane = first(&objective, from, 5).plane;
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
