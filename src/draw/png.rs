//! A drawing as a PNG picture, with the fonts in `assets/fonts/` and not with those of the machine.

use super::backend::{Picture, Rectangle};
use super::drawing::{Drawing, FINE, Shape};
use super::svg::elements;
use resvg::tiny_skia::{Color, Pixmap, PremultipliedColorU8, Transform};
use resvg::usvg::{Options, Tree};

const FONTS: [&[u8]; 2] =
    [include_bytes!("../../assets/fonts/Inter-Regular.otf"), include_bytes!("../../assets/fonts/Inter-Bold.otf")];

/// Longest side of a picture in pixels.
const MAX_SIDE: u32 = 16_384;

/// The drawing as a picture: each CSS pixel becomes `scale` by `scale` pixels.
///
/// # Errors
///
/// A sentence if the picture would have no pixels, or a side of more than 16,384.
pub fn png(drawing: &Drawing, scale: u32) -> Result<Vec<u8>, String> {
    let (width, height) = (drawing.width, drawing.height);
    let side = |length: u32| length.checked_mul(scale).filter(|pixels| (1..=MAX_SIDE).contains(pixels));
    let mut pixels = side(width)
        .zip(side(height))
        .and_then(|(width, height)| Pixmap::new(width, height))
        .ok_or_else(|| format!("{width} x {height} at scale {scale} is no size for a picture"))?;
    let [red, green, blue] = drawing.ground;
    pixels.fill(Color::from_rgba8(red, green, blue, 255));
    let mut options = Options::default();
    let fonts = options.fontdb_mut();
    for font in FONTS {
        fonts.load_font_data(font.to_vec());
    }
    fonts.set_sans_serif_family("Inter");
    options.font_family = "Inter".into();
    // What lies below a picture, the picture, and what lies above it.
    for part in drawing.shapes.chunk_by(|one, other| is_picture(one) == is_picture(other)) {
        if is_picture(&part[0]) {
            part.iter().for_each(|shape| paste(shape, f64::from(scale) / FINE, &mut pixels));
            continue;
        }
        let units = [width, height].map(|side| f64::from(side) * FINE);
        let document = format!(
            "<svg width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {} {}\" xmlns=\"http://www.w3.org/2000/svg\" \
             font-family=\"system-ui, sans-serif\">{}</svg>",
            units[0],
            units[1],
            elements(part)
        );
        let tree = Tree::from_str(&document, &options).map_err(|error| error.to_string())?;
        resvg::render(&tree, Transform::from_scale(scale as f32, scale as f32), &mut pixels.as_mut());
    }
    pixels.encode_png().map_err(|error| error.to_string())
}

fn is_picture(shape: &Shape) -> bool {
    matches!(shape, Shape::Picture { .. })
}

/// Puts a picture down, `scale` pixels to a unit.
fn paste(shape: &Shape, scale: f64, pixels: &mut Pixmap) {
    let Shape::Picture { picture, place, window, smooth } = shape else { return };
    let (columns, rows) = (pixels.width() as usize, pixels.height() as usize);
    // The pixels whose middle lies between two edges.
    let span = |low: i32, high: i32, most: usize| {
        let first = |edge: i32| ((f64::from(edge) * scale - 0.5).ceil().max(0.0) as usize).min(most);
        first(low)..first(high)
    };
    let seen = Rectangle {
        left: place.left.max(window.left),
        top: place.top.max(window.top),
        right: place.right.min(window.right),
        bottom: place.bottom.min(window.bottom),
    };
    let share = |pixel: usize, low: i32, high: i32| {
        ((pixel as f64 + 0.5) / scale - f64::from(low)) / (f64::from(high) - f64::from(low))
    };
    for row in span(seen.top, seen.bottom, rows) {
        let down = share(row, place.top, place.bottom);
        for column in span(seen.left, seen.right, columns) {
            let across = share(column, place.left, place.right);
            let [red, green, blue, opacity] =
                if *smooth { between(picture, across, down) } else { nearest(picture, across, down) };
            let target = &mut pixels.pixels_mut()[row * columns + column];
            let below = 1.0 - opacity / 255.0;
            let [red, green, blue] =
                [(red, target.red()), (green, target.green()), (blue, target.blue())].map(|(over, under)| {
                    (over * opacity / 255.0 + f64::from(under) * below).round().clamp(0.0, 255.0) as u8
                });
            *target = PremultipliedColorU8::from_rgba(red, green, blue, 255).unwrap_or(*target);
        }
    }
}

fn pixel(picture: &Picture, column: usize, row: usize) -> [f64; 4] {
    let start = (row * picture.width + column) * 4;
    [0, 1, 2, 3].map(|channel| f64::from(picture.rgba[start + channel]))
}

/// The cell at a share of the width and the height.
fn nearest(picture: &Picture, across: f64, down: f64) -> [f64; 4] {
    let cell = |share: f64, count: usize| ((share * count as f64) as usize).min(count - 1);
    pixel(picture, cell(across, picture.width), cell(down, picture.height))
}

/// Interpolated between the four nearest pixels, each as strong as it is opaque.
fn between(picture: &Picture, across: f64, down: f64) -> [f64; 4] {
    let place = |share: f64, count: usize| {
        let at = (share * count as f64 - 0.5).clamp(0.0, (count - 1) as f64);
        (at as usize, (at as usize + 1).min(count - 1), at.fract())
    };
    let (left, right, x) = place(across, picture.width);
    let (above, below, y) = place(down, picture.height);
    let mut sum = [0.0; 4];
    for (column, row, weight) in [
        (left, above, (1.0 - x) * (1.0 - y)),
        (right, above, x * (1.0 - y)),
        (left, below, (1.0 - x) * y),
        (right, below, x * y),
    ] {
        let [red, green, blue, opacity] = pixel(picture, column, row);
        let strength = weight * opacity;
        for (sum, channel) in sum.iter_mut().zip([red * strength, green * strength, blue * strength, strength]) {
            *sum += channel;
        }
    }
    let [red, green, blue, opacity] = sum;
    if opacity <= 0.0 { [0.0; 4] } else { [red / opacity, green / opacity, blue / opacity, opacity] }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::figure::Figure;
    use crate::draw::recorder::drawing;
    use crate::draw::theme::Theme;

    #[test]
    fn a_picture_has_the_asked_pixels_and_text_in_them() {
        let figure = Figure::nothing("time", "Gradient through time", "∂L/∂h is 10⁻⁹.");
        let picture = Pixmap::decode_png(&png(&drawing(&figure, 160, 90, &Theme::LIGHT), 2).unwrap()).unwrap();
        assert_eq!((picture.width(), picture.height()), (320, 180));
        let dark = picture.pixels().iter().filter(|pixel| pixel.red() < 128).count();
        assert!(dark > 100, "{dark}");
    }

    #[test]
    fn a_size_without_pixels_is_refused() {
        let empty = |width, height| Drawing { width, height, ..Drawing::default() };
        for (width, height, scale) in [(0, 90, 1), (160, 90, 0), (20_000, 90, 1), (u32::MAX, 2, 2)] {
            assert!(png(&empty(width, height), scale).is_err());
        }
    }

    #[test]
    fn a_picture_lies_over_what_is_below_it_and_is_cut_at_its_window() {
        let place = Rectangle { left: 0, top: 0, right: 40, bottom: 40 };
        let window = Rectangle { right: 20, ..place };
        let rgba = [[255, 0, 0, 255], [0, 0, 255, 128]].concat();
        let picture = Picture { width: 1, height: 2, rgba };
        let shapes = vec![Shape::Picture { picture, place, window, smooth: false }];
        let drawing = Drawing { width: 4, height: 4, ground: [255; 3], shapes };
        let pixels = Pixmap::decode_png(&png(&drawing, 1).unwrap()).unwrap();
        let at = |x, y| pixels.pixel(x, y).map(|p| [p.red(), p.green(), p.blue()]).unwrap();
        assert_eq!((at(0, 0), at(1, 3), at(2, 0)), ([255, 0, 0], [127, 127, 255], [255; 3]));
    }
}
