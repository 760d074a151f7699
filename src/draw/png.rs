//! A figure as a PNG picture: its SVG document, rendered with the fonts in `assets/fonts/` and not with those of the
//! machine.

use super::figure::Figure;
use super::svg::svg;
use super::theme::Theme;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

const FONTS: [&[u8]; 2] =
    [include_bytes!("../../assets/fonts/Inter-Regular.otf"), include_bytes!("../../assets/fonts/Inter-Bold.otf")];

/// Longest side of a picture in pixels.
const MAX_SIDE: u32 = 16_384;

/// `figure` as a picture of a size in CSS pixels, each of which becomes `scale` by `scale` pixels.
///
/// # Errors
///
/// A sentence if the picture would have no pixels, or a side of more than 16,384.
pub fn png(figure: &Figure, width: u32, height: u32, scale: u32, theme: &Theme) -> Result<Vec<u8>, String> {
    let side = |length: u32| length.checked_mul(scale).filter(|pixels| (1..=MAX_SIDE).contains(pixels));
    let mut picture = side(width)
        .zip(side(height))
        .and_then(|(width, height)| Pixmap::new(width, height))
        .ok_or_else(|| format!("{width} x {height} at scale {scale} is no size for a picture"))?;
    let mut options = Options::default();
    let fonts = options.fontdb_mut();
    for font in FONTS {
        fonts.load_font_data(font.to_vec());
    }
    fonts.set_sans_serif_family("Inter");
    let document = Tree::from_str(&svg(figure, width, height, theme), &options).map_err(|error| error.to_string())?;
    resvg::render(&document, Transform::from_scale(scale as f32, scale as f32), &mut picture.as_mut());
    picture.encode_png().map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_has_the_asked_pixels_and_text_in_them() {
        let figure = Figure::nothing("time", "Gradient through time", "∂L/∂h is 10⁻⁹.");
        let picture = Pixmap::decode_png(&png(&figure, 160, 90, 2, &Theme::LIGHT).unwrap()).unwrap();
        assert_eq!((picture.width(), picture.height()), (320, 180));
        let dark = picture.pixels().iter().filter(|pixel| pixel.red() < 128).count();
        assert!(dark > 100, "{dark}");
    }

    #[test]
    fn a_size_without_pixels_is_refused() {
        let figure = Figure::nothing("", "", "");
        for (width, height, scale) in [(0, 90, 1), (160, 90, 0), (20_000, 90, 1), (u32::MAX, 2, 2)] {
            assert!(png(&figure, width, height, scale, &Theme::DARK).is_err());
        }
    }
}
