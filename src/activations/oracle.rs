//! Compares every activation with its known values.

use super::*;
use crate::oracles::{chosen, close, named, required, written};

/// Known values of an activation.
#[derive(Debug)]
pub struct Example {
    /// The activation's own settings, as in a link.
    pub settings: &'static str,
    /// The PyTorch code with these settings.
    pub torch: &'static str,
    /// The square of its gain, which is usually a simple number.
    pub gain_squared: f64,
    /// x, f(x), f′(x)
    pub points: &'static [[f64; 3]],
}

fn examples<A: Activation>(_: &A) -> &'static [Example] {
    A::EXAMPLES
}

#[test]
fn every_activation_meets_its_examples() {
    for item in AnyActivation::ITEMS {
        let default = AnyActivation::named(item.id, &chosen("activation", item.id, ""));
        for example in required(item, each_activation!(&default, f => examples(f))) {
            let settings = chosen("activation", item.id, example.settings);
            let f = AnyActivation::build(&settings);
            let what = named(item, example.settings);
            close(&format!("{what}: the square of the gain"), f.gain() * f.gain(), example.gain_squared);
            let x: Vec<f64> = example.points.iter().map(|point| point[0]).collect();
            let (mut y, mut slope) = (x.clone(), vec![1.0; x.len()]);
            f.forward(&x, &mut y);
            f.backward(&x, &y, &mut slope);
            assert!(x.len() >= 3, "{what}: at least three points");
            for (k, point) in example.points.iter().enumerate() {
                close(&format!("{what}: f({})", x[k]), y[k], point[1]);
                close(&format!("{what}: f′({})", x[k]), slope[k], point[2]);
            }
            written(item, &settings, example.torch);
        }
    }
}
