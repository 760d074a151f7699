//! The same chart of several runs, side by side: all have the axes of all, and every chart but the first has the first
//! run in it, as a ghost.
//!
//! It knows figures alone, so that it holds for every chart: the page's, and those of the command line.

mod axes;
mod difference;
mod ghost;

use crate::draw::figure::{Figure, Mark};

/// What a chart shows of the first run.
#[derive(Clone, Copy, Debug)]
pub struct First<'a> {
    /// Its name.
    pub name: &'a str,
    /// Whether a heat map shows the difference from its own, rather than the run's values.
    pub difference: bool,
}

/// The figure `own` as it stands beside the others. If the first of them is that of the first run, `first` says how the others
/// show it.
///
/// Figures of different charts, and those with nothing to draw, are not changed and change nothing.
pub fn beside(own: usize, figures: &[Figure], first: Option<First>) -> Option<Figure> {
    let figure = figures.get(own)?;
    let mut out = figure.clone();
    if figure.empty.is_some() {
        return Some(out);
    }
    let same = |other: &&Figure| other.id == figure.id && other.empty.is_none();
    for other in figures.iter().filter(same) {
        axes::share(&mut out, other);
    }
    let reference = figures.first().filter(|_| own > 0).filter(same);
    if let (Some(reference), Some(First { name, difference })) = (reference, first) {
        ghost::draw(&mut out, reference, name);
        if difference && difference::can_be(figure, reference) {
            difference::draw(&mut out, reference, name);
        }
    }
    Some(out)
}

/// Whether the figure `own` can show the difference from the first.
pub fn differs(own: usize, figures: &[Figure]) -> bool {
    let (Some(first), Some(figure)) = (figures.first(), figures.get(own)) else { return false };
    own > 0 && first.id == figure.id && first.empty.is_none() && difference::can_be(figure, first)
}

/// The ranges of a figure's axes and colour keys, as a text to be compared.
pub fn axes_of(figure: &Figure) -> String {
    let keys = figure.series.iter().filter_map(|series| match &series.mark {
        Mark::Raster { range, .. } => Some(range.map(f64::from)),
        _ => None,
    });
    let right = figure.right.as_ref().map(|axis| axis.range);
    let all: Vec<[f64; 2]> = [figure.x.range, figure.y.range].into_iter().chain(right).chain(keys).collect();
    format!("{all:?}")
}

#[cfg(test)]
mod tests;
