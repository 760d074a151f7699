//! What holds of every activation.

use super::AnyActivation;
use crate::math::Real;
use crate::settings::Settings;

fn every_activation() -> impl Iterator<Item = (&'static str, AnyActivation)> {
    AnyActivation::ITEMS.iter().map(|item| (item.id, AnyActivation::named(item.id, &Settings::default())))
}

/// Values and slopes at `x`.
fn evaluated<R: Real>(f: &AnyActivation, x: &[R]) -> (Vec<R>, Vec<R>) {
    let (mut y, mut d) = (x.to_vec(), vec![R::ONE; x.len()]);
    f.forward(x, &mut y);
    f.backward(x, &y, &mut d);
    (y, d)
}

/// From −8 to 8, never within 10⁻³ of a whole number, where kinks are.
fn away_from_kinks() -> Vec<f64> {
    (-800..800).map(|k| f64::from(k) * 0.01 + 0.0043).collect()
}

#[test]
fn a_slope_is_the_central_difference_away_from_kinks() {
    let h = 1e-5;
    for (id, f) in every_activation() {
        let x = away_from_kinks();
        let moved = |by: f64| evaluated(&f, &x.iter().map(|x| x + by).collect::<Vec<_>>()).0;
        let (ahead, behind, (_, slope)) = (moved(h), moved(-h), evaluated(&f, &x));
        for k in 0..x.len() {
            let difference = (ahead[k] - behind[k]) / (2.0 * h);
            assert!((slope[k] - difference).abs() < 1e-9, "{id} at {}: {} {difference}", x[k], slope[k]);
        }
    }
}

#[test]
fn single_precision_follows_double() {
    for (id, f) in every_activation() {
        let x: Vec<f32> = away_from_kinks().iter().map(|x| *x as f32).collect();
        let exact: Vec<f64> = x.iter().map(|x| f64::from(*x)).collect();
        let ((y, d), (value, slope)) = (evaluated(&f, &x), evaluated(&f, &exact));
        for k in 0..x.len() {
            assert!((f64::from(y[k]) - value[k]).abs() <= 5e-7 * value[k].abs().max(1.0), "{id}({})", x[k]);
            assert!((f64::from(d[k]) - slope[k]).abs() <= 5e-7 * slope[k].abs().max(1.0), "{id}'({})", x[k]);
        }
    }
}

#[test]
fn nan_passes_through() {
    for (id, f) in every_activation() {
        assert!(evaluated(&f, &[f64::NAN]).0[0].is_nan(), "{id} in f64");
        assert!(evaluated(&f, &[f32::NAN]).0[0].is_nan(), "{id} in f32");
    }
}

#[test]
fn values_and_slopes_stay_finite_far_out() {
    for (id, f) in every_activation() {
        let (y, d) = evaluated(&f, &[-1e30_f32, -1e4, -104.0, 104.0, 1e4, 1e30]);
        assert!(y.iter().chain(&d).all(|v| v.is_finite()), "{id}: {y:?} {d:?}");
    }
}
