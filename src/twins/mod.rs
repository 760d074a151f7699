//! Still pictures of what the page shows, for print, e-books and readers without scripts: any view, and a whole lab as a
//! poster. [`hosts`] says how a lab gets into documents.

pub mod hosts;
mod poster;
mod side;
mod view;

pub use poster::Poster;
pub use side::Side;
pub use view::View;

use crate::draw::drawing::Drawing;
use crate::draw::svg::{Words, document};
use crate::draw::theme::Theme;
use crate::registry::Item;

/// The picture that is a whole lab.
pub const LAB: &str = "lab";

/// What the command line draws besides the charts.
pub const ITEMS: &[Item] = &[
    Item {
        id: crate::charts::SURFACE,
        label: "Loss surface",
        help: "The loss over a plane through parameter space, and the path of the run on it, as the page opens it.",
        ..Item::BASE
    },
    Item {
        id: LAB,
        label: "Lab",
        help: "A poster of a whole lab: its views, and the sentence that says what the run shows.",
        ..Item::BASE
    },
];

/// The themes of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// For a light page.
    Light,
    /// For a dark page.
    Dark,
    /// For both: an SVG document follows what its reader prefers.
    Auto,
}

impl Look {
    /// Every look by its name, as in the element's attribute `theme`.
    pub const NAMES: [(&str, Look); 3] = [("light", Look::Light), ("dark", Look::Dark), ("auto", Look::Auto)];

    /// An SVG document of what `draw` draws in a theme.
    pub fn svg(self, words: Words, draw: impl Fn(&Theme) -> Drawing) -> String {
        match self {
            Self::Light => document(&draw(&Theme::LIGHT), None, words),
            Self::Dark => document(&draw(&Theme::DARK), None, words),
            Self::Auto => document(&draw(&Theme::LIGHT), Some(&draw(&Theme::DARK)), words),
        }
    }
}
