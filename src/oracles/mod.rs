//! Tests that compare every item with known values.
//!
//! Every item states `EXAMPLES` beside its code. The values come from PyTorch, from a closed form, or from a calculation by
//! hand, never from the code itself. A family's `oracle.rs` defines what an example is. Its test fails for an item that has
//! none, and for an item that does not meet them. An example also contains the item's PyTorch expression; PyTorch must
//! have every name and argument in it ([`torch_names`]).

mod code;
mod definitions;
mod torch_names;

use crate::export;
use crate::math::random::Stream;
use crate::registry::Item;
use crate::registry::Settings;

/// Settings with one item chosen. Panics if any key is not understood.
pub fn chosen(key: &str, id: &str, others: &str) -> Settings {
    let text = format!("{key}={id}&{others}");
    let (settings, notices) = Settings::parse(text.trim_end_matches('&'));
    assert_eq!(notices, [], "{text}");
    settings
}

/// The learning rate that the settings name, or the chosen optimizer's default.
pub fn learning_rate(settings: &Settings) -> f64 {
    settings.get(&crate::optimizers::LR)
}

/// What a message calls an example.
pub fn named(item: &Item, settings: &str) -> String {
    if settings.is_empty() { item.id.into() } else { format!("{} with {settings}", item.id) }
}

/// An item has to have examples.
pub fn required<'a, T>(item: &Item, examples: &'a [T]) -> &'a [T] {
    assert!(
        !examples.is_empty(),
        "{} has no reference: state `const EXAMPLES` in its file, with values from PyTorch, a closed form or by hand",
        item.id
    );
    examples
}

/// Checks that |got − want| ≤ 10⁻¹⁰ max(1, |want|), the precision of the examples.
#[track_caller]
pub fn close(what: &str, got: f64, want: f64) {
    let allowed = 1e-10 * want.abs().max(1.0);
    // Written so that NaN fails.
    assert!((got - want).abs() <= allowed, "{what} is {got:?}, and should be {want:?}");
}

/// [`close`], element by element.
#[track_caller]
pub fn all_close(what: &str, got: &[f64], want: &[f64]) {
    assert_eq!(got.len(), want.len(), "{what}: the number of values");
    for (k, (got, want)) in got.iter().zip(want).enumerate() {
        close(&format!("{what}, value {k}"), *got, *want);
    }
}

/// Checks an item's PyTorch code against the example, and that PyTorch has its names.
#[track_caller]
pub fn written(item: &Item, settings: &Settings, torch: &str) {
    let call = export::filled(item, settings);
    assert_eq!(call, torch, "how {} is written in PyTorch", item.id);
    let define = (item.torch)().define;
    if let Err(error) = torch_names::check(&call, define) {
        panic!("{} in PyTorch: {error}", item.id);
    }
    if let Err(error) = definitions::check(define) {
        panic!("{} in PyTorch: {error}", item.id);
    }
}

/// The distribution of a matrix's weights.
#[derive(Clone, Copy, Debug)]
pub enum Law {
    /// All are this number.
    Constant(f64),
    /// Uniform between −bound and bound; this is the square of the bound.
    Uniform(f64),
    /// Normal with mean 0 and this variance.
    Normal(f64),
    /// Rows or columns, whichever are fewer, are orthogonal; this is the square of their length.
    Orthogonal(f64),
    /// This number on the diagonal, 0 elsewhere.
    Diagonal(f64),
}

impl Law {
    /// Draws many matrices and checks their distribution. Deviations of four standard errors are allowed.
    #[track_caller]
    pub fn check(self, what: &str, [rows, columns]: [usize; 2], mut fill: impl FnMut(&mut Stream, &mut [f64])) {
        let mut random = Stream::new(11, crate::math::random::Purpose::Initialization, 0);
        let matrices: Vec<Vec<f64>> = (0..100)
            .map(|_| {
                let mut matrix = vec![f64::NAN; rows * columns];
                fill(&mut random, &mut matrix);
                matrix
            })
            .collect();
        let all = matrices.concat();
        let n = all.len() as f64;
        let moment = |power: i32| all.iter().map(|w| libm::pow(*w, f64::from(power))).sum::<f64>() / n;
        let about = |name: &str, got: f64, want: f64, error: f64| {
            assert!((got - want).abs() <= 4.0 * error, "{what}: {name} is {got}, and should be {want}");
        };
        match self {
            Law::Constant(value) => assert!(all.iter().all(|w| *w == value), "{what}: all weights should be {value}"),
            Law::Uniform(square) => {
                let largest = all.iter().fold(0.0_f64, |largest, w| largest.max(w.abs()));
                assert!(largest * largest <= square * (1.0 + 1e-12), "{what}: {largest} is beyond the bound");
                about("the mean", moment(1), 0.0, (square / 3.0 / n).sqrt());
                about("the variance", moment(2), square / 3.0, square * (4.0 / 45.0 / n).sqrt());
            }
            Law::Normal(variance) => {
                about("the mean", moment(1), 0.0, (variance / n).sqrt());
                about("the variance", moment(2), variance, variance * (2.0 / n).sqrt());
                let square = variance * variance;
                about("the fourth moment", moment(4), 3.0 * square, square * (96.0 / n).sqrt());
            }
            Law::Orthogonal(square) => {
                for matrix in &matrices {
                    let vector = |k: usize| -> Vec<f64> {
                        match rows <= columns {
                            true => matrix[k * columns..][..columns].to_vec(),
                            false => matrix.iter().skip(k).step_by(columns).copied().collect(),
                        }
                    };
                    for (a, b) in (0..rows.min(columns)).flat_map(|a| (0..=a).map(move |b| (a, b))) {
                        let product: f64 = vector(a).iter().zip(vector(b)).map(|(x, y)| x * y).sum();
                        close(
                            &format!("{what}: the product of {a} and {b}"),
                            product,
                            if a == b { square } else { 0.0 },
                        );
                    }
                }
                about("the mean", moment(1), 0.0, (square / rows.max(columns) as f64 / n).sqrt());
            }
            Law::Diagonal(value) => {
                let want = |k: usize| if k / columns == k % columns { value } else { 0.0 };
                assert!(matrices.iter().all(|m| m.iter().enumerate().all(|(k, w)| *w == want(k))), "{what}");
            }
        }
    }
}
