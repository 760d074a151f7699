//! Many markers. The examples of a data set stay the same from step to step, and drawing hundreds of them anew would
//! take most of the time of a frame. So such a series gets a fingerprint, under which a backend may cache its picture.

use super::pen::{Pen, Px};
use super::plot::Plot;
use crate::draw::backend::Canvas;
use crate::draw::figure::{Mark, Scale, Series, Side};

/// A series with more markers than this is a crowd.
const CROWD: usize = 40;

/// Whether putting down a cached picture is faster than drawing the series.
pub fn is_crowd(series: &Series) -> bool {
    match &series.mark {
        Mark::Points { x, .. } | Mark::Dots { x, .. } => x.len() > CROWD,
        _ => false,
    }
}

/// A hash of everything that the picture of these series depends on.
pub fn fingerprint<DB: Canvas>(pen: &Pen<DB>, plot: &Plot, size: Px, together: &[Series]) -> u64 {
    let mut hash = Fnv1a(0xcbf2_9ce4_8422_2325);
    let b = plot.bounds;
    hash.add(&[pen.scale, size.0, size.1, b.left, b.top, b.width, b.height, f64::from(u8::from(plot.casing))]);
    for span in [Some(&plot.x), Some(&plot.y), plot.right.as_ref()].into_iter().flatten() {
        hash.add(&[span.low, span.high, f64::from(u8::from(span.scale == Scale::Log10))]);
    }
    for Series { ink, side, mark, .. } in together {
        hash.add(&pen.theme.ink(*ink).map(f64::from));
        hash.add(&pen.theme.text.map(f64::from));
        let (x, y, shape, radius) = match mark {
            Mark::Points { x, y, shape, radius } => (x, y, shape, radius),
            Mark::Dots { x, y, values, range, shape, radius } => {
                values.iter().chain(range).for_each(|&value| hash.add(&[f64::from(value)]));
                (x, y, shape, radius)
            }
            _ => continue,
        };
        hash.add(x);
        hash.add(y);
        hash.add(&[f64::from(u8::from(*side == Side::Right)), f64::from(*shape as u8), f64::from(*radius)]);
    }
    hash.0
}

/// FNV-1a (Fowler, Noll and Vo 1991), number by number.
struct Fnv1a(u64);

impl Fnv1a {
    fn add(&mut self, values: &[f64]) {
        for value in values {
            self.0 = (self.0 ^ value.to_bits()).wrapping_mul(0x0100_0000_01b3).rotate_left(29);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::figure::{Figure, Ink, Shape};
    use crate::draw::svg::svg;
    use crate::draw::theme::Theme;

    fn examples(at: f64) -> Figure {
        let x: Vec<f64> = (0..100).map(|k| f64::from(k) / 100.0).collect();
        let y = x.iter().map(|x| x * at).collect();
        let mark = Mark::Points { x, y, shape: Shape::Disc, radius: 3.0 };
        let series = Series { name: String::new(), ink: Ink::Series(0), side: Side::Left, mark };
        Figure { series: vec![series], empty: None, ..Figure::nothing("", "", "") }
    }

    #[test]
    fn a_crowd_is_drawn_marker_by_marker_without_a_cache() {
        let figure = examples(1.0);
        assert!(is_crowd(&figure.series[0]));
        assert_eq!(svg(&figure, 300, 200, &Theme::LIGHT).matches("<circle").count(), 100);
    }

    #[test]
    fn the_fingerprint_depends_on_positions_and_on_the_sign_of_zero() {
        let name = |values: &[f64]| {
            let mut hash = Fnv1a(1);
            hash.add(values);
            hash.0
        };
        assert_eq!(name(&[0.5, 0.25]), name(&[0.5, 0.25]));
        assert_ne!(name(&[0.5, 0.25]), name(&[0.25, 0.5]));
        assert_ne!(name(&[0.0]), name(&[-0.0]));
    }
}
