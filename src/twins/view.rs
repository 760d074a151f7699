//! A view of a run that can be drawn: a chart, or the surface in three dimensions.

use crate::charts::{self, Beside, SURFACE};
use crate::draw::drawing::{Anchor, Colour, Drawing, Font, Shape, units};
use crate::draw::figure::Figure;
use crate::draw::overlay::Overlay;
use crate::draw::recorder::{MARGIN, drawing};
use crate::draw::relief::Relief;
use crate::draw::surface::picture;
use crate::draw::surface::scene::Scene;
use crate::draw::theme::Theme;
use crate::registry::Settings;
use crate::run::AnyRun;
use crate::texts::translated;

/// A view, ready to be drawn at any size.
pub enum View {
    /// A chart.
    Chart(Box<Figure>),
    /// The surface.
    Surface {
        /// The losses and how they are drawn.
        relief: Box<Relief>,
        /// The path of the run, `[a, b, loss] * k`.
        path: Vec<f32>,
        /// The surface in words.
        summary: String,
    },
}

/// The chart of the surface from above.
const MAP: &str = "contour";
/// Size of the title and height of its row, in CSS pixels, as in charts.
const TITLE: f64 = 15.0;
const TITLE_ROW: f64 = 27.0;

impl View {
    /// The view `id` of a run whose studies are done; `None` if there is no such view. A chart is made for a width in CSS
    /// pixels.
    pub fn of(id: &str, run: &AnyRun, beside: Beside, width: u32) -> Option<Self> {
        if id != SURFACE {
            return charts::figure_in(id, run.view(), beside, width as usize)
                .map(|figure| Self::Chart(Box::new(figure)));
        }
        let (relief, path) = (charts::relief_of(run.view()), charts::path_of(run.view()));
        let map = relief.figure(&path, &Overlay::default());
        if map.empty.is_some() {
            return Some(Self::Chart(Box::new(Figure { id: SURFACE.into(), title: title(), ..map })));
        }
        Some(Self::Surface { relief: Box::new(relief), path, summary: map.summary })
    }

    /// Runs the study that the view `id` needs. The surface needs that of its map: the plane that follows the descent.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the data file, or why there is no such view.
    pub fn prepare(id: &str, run: &mut AnyRun, settings: &Settings, file: Option<&[u8]>) -> Result<(), String> {
        charts::prepare(if id == SURFACE { MAP } else { id }, run, settings, file)
    }

    /// Its figure, if it is a chart.
    pub fn figure(&self) -> Option<&Figure> {
        match self {
            Self::Chart(figure) => Some(figure),
            Self::Surface { .. } => None,
        }
    }

    /// A few words.
    pub fn title(&self) -> String {
        match self {
            Self::Chart(figure) => figure.title.clone(),
            Self::Surface { .. } => title(),
        }
    }

    /// The view in a sentence or two.
    pub fn summary(&self) -> &str {
        match self {
            Self::Chart(figure) => &figure.summary,
            Self::Surface { summary, .. } => summary,
        }
    }

    /// The view at a size in CSS pixels; pixels of the surface are `unit` to each of these.
    pub fn drawing(&self, width: u32, height: u32, unit: f32, theme: &Theme) -> Drawing {
        let (relief, path) = match self {
            Self::Chart(figure) => return drawing(figure, width, height, theme),
            Self::Surface { relief, path, .. } => (relief, path),
        };
        let mut scene = Scene::default();
        scene.set_surface(relief.size(), &relief.drawn(), relief.cut().is_some());
        scene.set_axes(relief.axes());
        scene.set_path(path);
        let mut whole = Drawing { width, height, ground: theme.background, shapes: Vec::new() };
        let top = if height > 120 { TITLE_ROW + f64::from(MARGIN) - 6.0 } else { 0.0 };
        let below = (height - top as u32).max(1);
        whole.place(picture::drawing(&mut scene, width, below, unit, theme), 0.0, top);
        if top > 0.0 {
            whole.shapes.push(heading(&title(), [f64::from(MARGIN), f64::from(MARGIN)], TITLE, theme));
        }
        whole
    }
}

/// A bold line of text with its upper left corner at a place.
pub(super) fn heading(text: &str, [x, y]: [f64; 2], size: f64, theme: &Theme) -> Shape {
    let font = Font { size: f64::from(units(size)), bold: true, anchor: Anchor::Start, turn: 0 };
    let at = (units(x), units(y + 0.76 * size));
    Shape::Text { text: text.into(), at, font, colour: Colour::opaque(theme.text) }
}

fn title() -> String {
    translated("views.surface.label", "Loss surface").into()
}
