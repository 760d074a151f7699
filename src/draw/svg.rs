//! A drawing as an SVG document: small, with its title and description, in one theme or in two.
//!
//! Shapes that look alike and follow each other become one path. Of a drawing in two themes, the shapes are the same and
//! only their colours differ: those of the dark one stand in a style sheet that applies where the reader prefers dark.

mod path;
mod pixels;

use std::collections::BTreeMap;
use std::fmt::Write;

use super::drawing::{Anchor, Colour, Drawing, FINE, Font, Point, Shape, Stroke};
use super::figure::Figure;
use super::recorder::drawing;
use super::theme::Theme;
use path::{area, boxed, lines};

/// `figure` as an SVG document of a size in CSS pixels, with its title, on the background of the theme.
pub fn svg(figure: &Figure, width: u32, height: u32, theme: &Theme) -> String {
    document(&drawing(figure, width, height, theme), None, Words::of(figure))
}

/// What a picture says to those who do not see it.
#[derive(Clone, Copy, Debug)]
pub struct Words<'a> {
    /// A few words.
    pub title: &'a str,
    /// A sentence or two.
    pub description: &'a str,
}

impl<'a> Words<'a> {
    /// Those of a figure.
    pub fn of(figure: &'a Figure) -> Self {
        Self { title: &figure.title, description: &figure.summary }
    }
}

/// The SVG document of a drawing. `dark` is the same drawing in the dark theme, for readers who prefer it.
pub fn document(light: &Drawing, dark: Option<&Drawing>, words: Words) -> String {
    let (width, height) = (light.width, light.height);
    let mut writer = Writer::default();
    writer.shapes(&light.shapes, dark.map(|dark| dark.shapes.as_slice()));
    let ground = writer.fill(&Colours::of(Colour::opaque(light.ground), dark.map(|dark| Colour::opaque(dark.ground))));
    let mut text = format!(
        "<svg width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {} {}\" xmlns=\"http://www.w3.org/2000/svg\" \
         role=\"img\" font-family=\"system-ui, sans-serif\">\n",
        f64::from(width) * FINE,
        f64::from(height) * FINE,
    );
    for (tag, words) in [("title", words.title), ("desc", words.description)] {
        if !words.is_empty() {
            writeln!(text, "<{tag}>{}</{tag}>", escaped(words)).expect("a text grows");
        }
    }
    if !writer.rules.is_empty() {
        let rules: String = writer.rules.iter().map(|(class, rule)| format!(".{class}{{{rule}}}")).collect();
        writeln!(text, "<style>@media (prefers-color-scheme:dark){{{rules}}}</style>").expect("a text grows");
    }
    writeln!(text, "<rect width=\"100%\" height=\"100%\"{ground}/>").expect("a text grows");
    text.push_str(&writer.text);
    text.push_str("</svg>\n");
    text
}

/// Shapes as SVG elements, without the document around them.
pub(super) fn elements(shapes: &[Shape]) -> String {
    let mut writer = Writer::default();
    writer.shapes(shapes, None);
    writer.text
}

/// A colour in the light and in the dark theme.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Colours {
    light: Colour,
    dark: Colour,
}

impl Colours {
    fn of(light: Colour, dark: Option<Colour>) -> Self {
        Self { light, dark: dark.unwrap_or(light) }
    }

    fn is_opaque(&self) -> bool {
        self.light.alpha >= 1.0 && self.dark.alpha >= 1.0
    }
}

/// What shapes have in common that become one element.
#[derive(Clone, Debug, PartialEq)]
enum Look {
    Stroke(Stroke),
    Area,
    Box,
    Circle(Option<u32>),
    Text(Font),
}

#[derive(Default)]
struct Writer {
    text: String,
    /// The style sheet of the dark theme. Classes are named after their colours, so that two documents in one page agree.
    rules: BTreeMap<String, String>,
}

impl Writer {
    fn shapes(&mut self, light: &[Shape], dark: Option<&[Shape]>) {
        let mut at = 0;
        while at < light.len() {
            let Some(first) = look(&light[at], dark.and_then(|dark| dark.get(at))) else {
                self.picture(&light[at], dark.and_then(|dark| dark.get(at)));
                at += 1;
                continue;
            };
            let alike = |k: &usize| look(&light[*k], dark.and_then(|dark| dark.get(*k))).as_ref() == Some(&first);
            // Two translucent shapes are darker where they overlap, so each stays an element of its own.
            let is_single = !first.1.is_opaque() && !matches!(first.0, Look::Text(_));
            let end = if is_single { at + 1 } else { at + (at..light.len()).take_while(alike).count() };
            self.alike(&first.0, &first.1, &light[at..end]);
            at = end;
        }
    }

    /// Writes shapes of one look.
    fn alike(&mut self, look: &Look, colours: &Colours, shapes: &[Shape]) {
        let start = self.text.len();
        match look {
            Look::Stroke(stroke) => {
                let runs: Vec<&[Point]> = shapes.iter().flat_map(Shape::runs).collect();
                let line = lines(&runs, stroke.dash.is_empty());
                if line.is_empty() {
                    return;
                }
                let paint = self.paint("stroke", colours);
                let dash: Vec<String> = stroke.dash.iter().map(|length| rounded(*length)).collect();
                let dash =
                    if dash.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{}\"", dash.join(" ")) };
                let round = if stroke.round { " stroke-linecap=\"round\" stroke-linejoin=\"round\"" } else { "" };
                let width = stroke.width;
                self.push(&format!("<path fill=\"none\"{paint} stroke-width=\"{width}\"{dash}{round} d=\"{line}\"/>"));
            }
            Look::Area | Look::Box => {
                let outlines: String = shapes
                    .iter()
                    .map(|shape| match shape {
                        Shape::Area { corners, .. } => area(corners),
                        Shape::Box { place, .. } => boxed(place),
                        _ => String::new(),
                    })
                    .collect();
                if outlines.is_empty() {
                    return;
                }
                let fill = self.fill(colours);
                // Otherwise the background would show through the antialiased edges of adjacent boxes.
                let crisp = if *look == Look::Box { " shape-rendering=\"crispEdges\"" } else { "" };
                self.push(&format!("<path{fill}{crisp} d=\"{outlines}\"/>"));
            }
            Look::Circle(outline) => {
                let paint = match outline {
                    Some(width) => format!(" fill=\"none\"{} stroke-width=\"{width}\"", self.paint("stroke", colours)),
                    None => self.fill(colours),
                };
                let circles: String = shapes
                    .iter()
                    .filter_map(|shape| match shape {
                        Shape::Circle { centre: (x, y), radius, .. } => {
                            Some(format!("<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"/>"))
                        }
                        _ => None,
                    })
                    .collect();
                self.push(&format!("<g{paint}>{circles}</g>"));
            }
            Look::Text(font) => {
                let fill = self.fill(colours);
                let bold = if font.bold { " font-weight=\"bold\"" } else { "" };
                let anchor = match font.anchor {
                    Anchor::Start => "",
                    Anchor::Middle => " text-anchor=\"middle\"",
                    Anchor::End => " text-anchor=\"end\"",
                };
                let texts: String = shapes.iter().map(text).collect();
                self.push(&format!("<g font-size=\"{}\"{bold}{anchor}{fill}>{texts}</g>", rounded(font.size)));
            }
        }
        debug_assert!(self.text.len() > start, "a shape leaves something behind");
    }

    fn picture(&mut self, light: &Shape, dark: Option<&Shape>) {
        let (one, other) = (pixels::element(light), dark.map(pixels::element));
        match other {
            Some(other) if other != one => {
                self.rules.insert("gradscape-light".into(), "display:none".into());
                self.rules.insert("gradscape-dark".into(), "display:inline".into());
                self.push(&format!("<g class=\"gradscape-light\">{one}</g>"));
                self.push(&format!("<g class=\"gradscape-dark\" display=\"none\">{other}</g>"));
            }
            _ => self.push(&one),
        }
    }

    fn fill(&mut self, colours: &Colours) -> String {
        self.paint("fill", colours)
    }

    /// The attributes that give `property` (`fill` or `stroke`) its colour.
    fn paint(&mut self, property: &str, Colours { light, dark }: &Colours) -> String {
        let mut attributes = format!(" {property}=\"{}\"", hex(light));
        if light.alpha < 1.0 {
            write!(attributes, " {property}-opacity=\"{}\"", rounded(light.alpha)).expect("a text grows");
        }
        if light != dark {
            let name = |colour: &Colour| hex(colour)[1..].to_string() + &opacity(colour);
            let class = format!("{}{}-{}", &property[..1], name(light), name(dark));
            let mut rule = format!("{property}:{}", hex(dark));
            if light.alpha != dark.alpha {
                write!(rule, ";{property}-opacity:{}", rounded(dark.alpha)).expect("a text grows");
            }
            write!(attributes, " class=\"{class}\"").expect("a text grows");
            self.rules.insert(class, rule);
        }
        attributes
    }

    fn push(&mut self, element: &str) {
        self.text.push_str(element);
        self.text.push('\n');
    }
}

/// How a shape looks; `None` for a picture.
fn look(light: &Shape, dark: Option<&Shape>) -> Option<(Look, Colours)> {
    let one = match light {
        Shape::Lines { stroke, .. } => Look::Stroke(stroke.clone()),
        Shape::Area { .. } => Look::Area,
        Shape::Box { .. } => Look::Box,
        Shape::Circle { outline, .. } => Look::Circle(*outline),
        Shape::Text { font, .. } => Look::Text(*font),
        Shape::Picture { .. } => return None,
    };
    Some((one, Colours::of(light.colour()?, dark.and_then(Shape::colour))))
}

impl Shape {
    fn colour(&self) -> Option<Colour> {
        match self {
            Self::Lines { colour, .. }
            | Self::Area { colour, .. }
            | Self::Box { colour, .. }
            | Self::Circle { colour, .. }
            | Self::Text { colour, .. } => Some(*colour),
            Self::Picture { .. } => None,
        }
    }

    fn runs(&self) -> impl Iterator<Item = &[Point]> {
        let runs: &[Vec<Point>] = if let Self::Lines { runs, .. } = self { runs } else { &[] };
        runs.iter().map(Vec::as_slice)
    }
}

fn text(shape: &Shape) -> String {
    let Shape::Text { text, at: (x, y), font, .. } = shape else { return String::new() };
    let turn = if font.turn == 0 { String::new() } else { format!(" transform=\"rotate({}, {x}, {y})\"", font.turn) };
    format!("<text x=\"{x}\" y=\"{y}\"{turn}>{}</text>", escaped(text))
}

fn hex(colour: &Colour) -> String {
    let [red, green, blue] = colour.rgb;
    format!("#{red:02x}{green:02x}{blue:02x}")
}

fn opacity(colour: &Colour) -> String {
    if colour.alpha < 1.0 { format!("{:03}", (colour.alpha * 1000.0).round()) } else { String::new() }
}

/// With at most three decimals.
fn rounded(value: f64) -> String {
    let text = format!("{value:.3}");
    text.trim_end_matches('0').trim_end_matches('.').into()
}

/// A text as XML can hold it.
pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            // XML cannot contain these characters at all.
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::backend::{Picture, Rectangle};

    const INK: Colour = Colour { rgb: [1, 2, 3], alpha: 1.0 };

    fn line(points: &[Point], colour: Colour) -> Shape {
        Shape::Lines { runs: vec![points.to_vec()], stroke: Stroke { width: 10, ..Stroke::default() }, colour }
    }

    #[test]
    fn lines_that_look_alike_become_one_path_unless_they_are_translucent() {
        let two = |colour| elements(&[line(&[(0, 0), (9, 9)], colour), line(&[(50, 0), (50, 9)], colour)]);
        assert_eq!(two(INK).matches("<path").count(), 1);
        assert_eq!(two(Colour { alpha: 0.5, ..INK }).matches("<path").count(), 2);
    }

    #[test]
    fn a_document_in_two_themes_has_the_light_colours_without_a_style_sheet() {
        let drawing = |rgb, ground| Drawing {
            width: 10,
            height: 10,
            ground,
            shapes: vec![line(&[(0, 0), (9, 9)], Colour::opaque(rgb)), line(&[(0, 0), (9, 0)], INK)],
        };
        let (light, dark) = (drawing([255, 0, 0], [255; 3]), drawing([0, 255, 0], [0; 3]));
        let words = Words { title: "a < b", description: "" };
        let both = document(&light, Some(&dark), words);
        let (head, body) = both.split_once("</style>").expect("a style sheet");
        assert!(head.contains("<title>a &lt; b</title>") && !head.contains("<desc>"), "{head}");
        assert!(head.contains("prefers-color-scheme:dark") && head.contains("stroke:#00ff00"), "{head}");
        assert!(body.contains("stroke=\"#ff0000\" class=\"sff0000-00ff00\"") && !body.contains("#00ff00"), "{body}");
        assert!(body.contains("stroke=\"#010203\" stroke-width"), "the same in both: {body}");
        assert!(!document(&light, None, words).contains("<style>"));
    }

    #[test]
    fn a_picture_that_differs_stands_there_for_each_theme() {
        let place = Rectangle { left: 0, top: 0, right: 10, bottom: 10 };
        let picture = |red| Shape::Picture {
            picture: Picture { width: 1, height: 1, rgba: vec![red, 0, 0, 255] },
            place,
            window: place,
            smooth: false,
        };
        let both = |one, other| {
            let drawing = |red| Drawing { width: 1, height: 1, ground: [0; 3], shapes: vec![picture(red)] };
            document(&drawing(one), Some(&drawing(other)), Words { title: "", description: "" })
        };
        assert_eq!(both(1, 1).matches("<image").count(), 1);
        assert_eq!(both(1, 2).matches("<image").count(), 2);
    }
}
