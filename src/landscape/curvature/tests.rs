//! Curvatures, against closed forms and against products with the matrix itself.

use super::*;
use crate::math::random::{Purpose, Stream};
use crate::math::{dot, norm};
use crate::objectives::Rows;
use crate::objectives::quadratic::Quadratic;
use crate::objectives::surfaces::AnySurface;
use crate::registry::Settings;
use crate::scenarios;

fn search(text: &str, params: Option<Vec<f64>>) -> (Curvature, usize) {
    let (settings, notices) = Settings::parse(text);
    assert_eq!(notices, [], "{text}");
    let objective = scenarios::objective::<Dual<f64>>(&settings, None).expect("no data file");
    let start = || objective.init(settings.seed()).iter().map(|x| x.value).collect();
    let params: Vec<f64> = params.unwrap_or_else(start);
    let mut search = Curvature::new(objective, &params, settings.seed());
    while !search.advance() {}
    (search, params.len())
}

fn values(text: &str, params: Option<Vec<f64>>) -> Vec<f64> {
    search(text, params).0.pairs().iter().map(|pair| pair.value).collect()
}

/// Eigenpairs of a matrix, found from products alone.
fn pairs_of(n: usize, matrix: &[f64], most_products: usize) -> Vec<Pair> {
    let mut lanczos = Lanczos::new(n, 1, 1e-10, most_products);
    while let Some(vector) = lanczos.wanted() {
        let product: Vec<f64> = matrix.chunks_exact(n).map(|row| dot(row, vector)).collect();
        lanczos.take(&product);
    }
    lanczos.pairs().to_vec()
}

#[test]
fn the_curvatures_of_quadratic_functions_are_exact() {
    let cases: [(&str, [f64; 2]); 6] = [
        ("sphere", [2.0, 2.0]),
        ("booth", [18.0, 2.0]),
        ("matyas", [1.0, 0.04]),
        ("bowl&kappa=25", [25.0, 1.0]),
        ("bowl&kappa=10000&rotation=30", [10_000.0, 1.0]),
        ("bowl&kappa=1", [1.0, 1.0]),
    ];
    for (text, expected) in cases {
        let text = format!("scenario={text}");
        let found = values(&text, Some(vec![0.3, -1.7]));
        let (settings, _) = Settings::parse(&text);
        let known = Quadratic::of(&AnySurface::build(&settings)).curvatures;
        for k in 0..2 {
            assert!((found[k] - expected[k]).abs() < 1e-9 * expected[0], "{text}: {found:?}");
            assert!((known[k] - expected[k]).abs() < 1e-10 * expected[k].max(1e-2), "{text}: {known:?}");
        }
    }
}

#[test]
fn the_best_rates_of_a_quadratic_are_the_textbooks() {
    let booth = Quadratic { curvatures: [18.0, 2.0] };
    assert_eq!((booth.condition(), booth.descent()), (9.0, (0.1, 0.8)));
    let (rate, momentum) = booth.heavy_ball();
    assert!((rate - 0.125).abs() < 1e-15 && (momentum - 0.25).abs() < 1e-15);
}

/// For a linear map with squared loss over rows and outputs the Hessian is 2/(n·out) Σ x̃x̃ᵀ for each output, x̃ = (x, 1):
/// its eigenvalues are those of the inputs' second moments.
#[test]
fn the_sharpness_of_a_linear_network_is_that_of_the_inputs_second_moments() {
    let text = "scenario=plane&points=300&hidden_layers=0&loss=mse";
    let (settings, _) = Settings::parse(text);
    let objective = scenarios::objective::<f64>(&settings, None).expect("no data file");
    let examples = objective.examples().expect("data");
    let (rows, features) = (examples.input_shape[0], examples.input_shape[1]);
    let outputs = objective.layout().tensors[0].shape[0];
    let n = features + 1;
    let mut moments = vec![0.0; n * n];
    for row in examples.input.chunks_exact(features) {
        let x: Vec<f64> = row.iter().copied().chain([1.0]).collect();
        for k in 0..n * n {
            moments[k] += 2.0 * x[k / n] * x[k % n] / (rows * outputs) as f64;
        }
    }
    let expected = crate::math::symmetric::eigen(n, moments);
    let found = values(text, None);
    assert!((found[0] / expected[0].0 - 1.0).abs() < 1e-6, "{found:?} {:?}", expected[0].0);
    assert!((found[1] / expected[1].0 - 1.0).abs() < 1e-6, "{found:?}");
}

#[test]
fn eigenpairs_of_a_network_satisfy_their_equation_within_the_residual() {
    let text = "scenario=spiral&points=300&hidden_layers=2&width=8&activation=tanh";
    let (search, n) = search(text, None);
    let objective = scenarios::objective::<Dual<f64>>(&Settings::parse(text).0, None).expect("no data file");
    let start: Vec<f64> = objective.init(1).iter().map(|x| x.value).collect();
    let mut hessian = Hessian::new(objective, &start);
    let [one, other] = search.pairs() else { panic!("two pairs") };
    assert!(one.value >= other.value && dot(&one.vector, &other.vector).abs() < 1e-10);
    for pair in [one, other] {
        let mut product = vec![0.0; n];
        hessian.multiply(&pair.vector, &mut product);
        product.iter_mut().zip(&pair.vector).for_each(|(p, v)| *p -= pair.value * v);
        let residual = norm(&product);
        assert!((residual - pair.residual).abs() < 1e-9 * one.value && residual < 1e-4 * one.value, "{residual}");
    }
    assert_eq!(search.rows(), (300, true));
    // No random direction has a larger curvature.
    let mut random = Stream::new(9, Purpose::Data, 0);
    for _ in 0..20 {
        let v: Vec<f64> = (0..n).map(|_| random.normal()).collect();
        let mut product = vec![0.0; n];
        hessian.multiply(&v, &mut product);
        assert!(dot(&v, &product) / dot(&v, &v) <= one.value);
    }
}

#[test]
fn a_product_over_pieces_of_the_rows_also_has_the_gradient() {
    let text = "scenario=spiral&points=700&hidden_layers=1&width=5&activation=tanh&l1=0.01&l2=0.1";
    let (settings, _) = Settings::parse(text);
    let plain = scenarios::objective::<f64>(&settings, None).expect("no data file");
    let params = plain.init(2);
    let mut gradient = params.clone();
    plain.gradient(&params, Rows::All.into(), &mut gradient, &mut plain.workspace(700), &mut ());
    let mut hessian = Hessian::new(scenarios::objective(&settings, None).expect("no data file"), &params);
    let mut product = params.clone();
    hessian.multiply(&params, &mut product);
    let scale = norm(&gradient);
    assert!(hessian.gradient().iter().zip(&gradient).all(|(a, b)| (a - b).abs() < 1e-13 * scale));
}

#[test]
fn multiple_eigenvalues_are_found_and_so_are_those_behind_a_restart() {
    // The first matrix has the eigenvalues 5, 5, 1, …, 1, the second one 2 − 2 cos(kπ / (n + 1)). Finding the latter
    // takes more vectors than the basis holds.
    let n = 60;
    let diagonal: Vec<f64> = (0..n * n)
        .map(|k| {
            if k / n != k % n {
                0.0
            } else if k < 2 * n {
                5.0
            } else {
                1.0
            }
        })
        .collect();
    let pairs = pairs_of(n, &diagonal, 100);
    assert!((pairs[0].value - 5.0).abs() < 1e-12 && (pairs[1].value - 5.0).abs() < 1e-12, "{pairs:?}");
    let n = 150;
    let string: Vec<f64> = (0_usize..n * n)
        .map(|k| match (k / n).abs_diff(k % n) {
            0 => 2.0,
            1 => -1.0,
            _ => 0.0,
        })
        .collect();
    let pairs = pairs_of(n, &string, 2000);
    for (k, pair) in pairs.iter().enumerate() {
        let expected = 2.0 - 2.0 * libm::cos((n - k) as f64 * std::f64::consts::PI / (n + 1) as f64);
        assert!((pair.value - expected).abs() < 1e-12, "{} {expected}", pair.value);
    }
    let zero = pairs_of(9, &[0.0; 81], 100);
    assert!(zero.iter().all(|pair| pair.value == 0.0) && zero.len() == 2);
    assert!(pairs_of(0, &[], 10).is_empty() && pairs_of(1, &[3.0], 10)[0].value == 3.0);
    assert!(pairs_of(3, &[f64::NAN; 9], 10).is_empty(), "what is not finite has no curvature");
}

#[test]
fn the_same_search_has_the_same_bits() {
    let text = "scenario=recall&width=6";
    assert_eq!(search(text, None).0.pairs(), search(text, None).0.pairs());
}

/// The eigenvalues λ of P⁻¹(H + w), for a quadratic with known H and for a rotated one, from trace and determinant.
#[test]
fn a_divided_quadratic_has_the_curvatures_of_its_divided_matrix() {
    let search = |text: &str, by: &[f64], decay| {
        let (mut search, _) = search(text, Some(vec![0.3, -1.7]));
        let plain: Vec<Pair> = search.pairs().to_vec();
        search.divide(by, decay);
        while !search.advance() {}
        (plain, search.pairs().to_vec())
    };
    let (plain, found) = search("scenario=bowl&kappa=25", &[0.01, 3.0], 0.0);
    let along: Vec<f64> = plain[0].vector.iter().map(|x| x * x).collect();
    let diagonal = [0, 1].map(|k| 1.0 + 24.0 * along[k]);
    let expected = [diagonal[0] / 0.01, diagonal[1] / 3.0];
    let largest = expected[0].max(expected[1]);
    assert!((found[0].value / largest - 1.0).abs() < 1e-6, "{found:?} {expected:?}");
    assert!((found[1].value / expected[0].min(expected[1]) - 1.0).abs() < 1e-6);
    let (plain, found) = search("scenario=bowl&kappa=25&rotation=30", &[0.2, 5.0], 0.5);
    let [x, y] = [plain[0].vector[0], plain[0].vector[1]];
    let (a, d, off) = ((1.5 + 24.0 * x * x) / 0.2, (1.5 + 24.0 * y * y) / 5.0, 24.0 * x * y);
    let root = (0.25 * (a - d) * (a - d) + off * off / (0.2 * 5.0)).sqrt();
    for (pair, expected) in found.iter().zip([0.5 * (a + d) + root, 0.5 * (a + d) - root]) {
        assert!((pair.value / expected - 1.0).abs() < 1e-6, "{} {expected}", pair.value);
    }
}
