//! A picture of pixels within an SVG document: a PNG in a data address.

use crate::draw::backend::{Picture, Rectangle};
use crate::draw::drawing::Shape;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use png::{BitDepth, ColorType, Compression, Encoder, Filter};
use std::collections::BTreeMap;

/// The element of a picture; empty for any other shape, and for a picture of no size.
pub fn element(shape: &Shape) -> String {
    let Shape::Picture { picture, place, window, smooth } = shape else { return String::new() };
    let (width, height) = (place.right - place.left, place.bottom - place.top);
    if width <= 0 || height <= 0 || picture.width == 0 || picture.height == 0 {
        return String::new();
    }
    let cells = if *smooth { "" } else { " style=\"image-rendering:pixelated\"" };
    let image = format!(
        "<image x=\"{}\" y=\"{}\" width=\"{width}\" height=\"{height}\" preserveAspectRatio=\"none\"{cells} \
         href=\"data:image/png;base64,{}\"/>",
        place.left,
        place.top,
        STANDARD.encode(png(picture)),
    );
    let inside = place.left >= window.left
        && place.top >= window.top
        && place.right <= window.right
        && place.bottom <= window.bottom;
    if inside { image } else { cut(&image, window) }
}

/// An inner document shows only what lies within it.
fn cut(image: &str, window: &Rectangle) -> String {
    let (x, y) = (window.left, window.top);
    let (width, height) = ((window.right - x).max(0), (window.bottom - y).max(0));
    format!(
        "<svg x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" viewBox=\"{x} {y} {width} {height}\">{image}</svg>"
    )
}

/// The smallest of the PNG files that hold the picture.
fn png(picture: &Picture) -> Vec<u8> {
    let encode = |colour: ColorType, palette: Option<(Vec<u8>, Vec<u8>)>, data: &[u8], filter: Filter| {
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(&mut bytes, picture.width as u32, picture.height as u32);
        encoder.set_color(colour);
        encoder.set_depth(BitDepth::Eight);
        encoder.set_compression(Compression::High);
        encoder.set_filter(filter);
        if let Some((colours, opacities)) = palette {
            encoder.set_palette(colours);
            if opacities.iter().any(|opacity| *opacity < 255) {
                encoder.set_trns(opacities);
            }
        }
        let mut writer = encoder.write_header().expect("writing to memory does not fail");
        writer.write_image_data(data).expect("writing to memory does not fail");
        writer.finish().expect("writing to memory does not fail");
        bytes
    };
    let (pixels, _) = picture.rgba.as_chunks::<4>();
    let smallest = |files: [Vec<u8>; 2]| files.into_iter().min_by_key(Vec::len).unwrap_or_default();
    // Neighbours in brightness are neighbours in the palette: the numbers of a smooth picture are smooth, too.
    let mut palette: BTreeMap<[u8; 4], u8> =
        pixels.iter().map(|&[red, green, blue, opacity]| ([green, red, blue, opacity], 0)).collect();
    if palette.len() <= 256 {
        for (k, number) in palette.values_mut().enumerate() {
            *number = k as u8;
        }
        let numbers: Vec<u8> =
            pixels.iter().map(|&[red, green, blue, opacity]| palette[&[green, red, blue, opacity]]).collect();
        let colours: Vec<u8> = palette.keys().flat_map(|&[green, red, blue, _]| [red, green, blue]).collect();
        let opacities: Vec<u8> = palette.keys().map(|colour| colour[3]).collect();
        return smallest(
            [Filter::NoFilter, Filter::Adaptive]
                .map(|filter| encode(ColorType::Indexed, Some((colours.clone(), opacities.clone())), &numbers, filter)),
        );
    }
    if pixels.iter().all(|pixel| pixel[3] == 255) {
        let opaque: Vec<u8> = pixels.iter().flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
        return smallest(
            [Filter::NoFilter, Filter::Adaptive].map(|filter| encode(ColorType::Rgb, None, &opaque, filter)),
        );
    }
    smallest([Filter::NoFilter, Filter::Adaptive].map(|filter| encode(ColorType::Rgba, None, &picture.rgba, filter)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use resvg::tiny_skia::Pixmap;

    fn picture(width: usize, height: usize, colour: impl Fn(usize) -> [u8; 4]) -> Picture {
        Picture { width, height, rgba: (0..width * height).flat_map(colour).collect() }
    }

    #[test]
    fn every_pixel_survives_with_few_colours_and_with_many() {
        let few = picture(20, 10, |k| [(k % 7) as u8 * 30, 9, (k / 20) as u8, if k % 3 == 0 { 0 } else { 255 }]);
        let many = picture(40, 40, |k| [(k % 40) as u8 * 6, (k / 40) as u8 * 6, 77, 255]);
        for picture in [few, many] {
            let read = Pixmap::decode_png(&png(&picture)).expect("a PNG");
            for (k, (read, written)) in read.pixels().iter().zip(picture.rgba.chunks(4)).enumerate() {
                let read = read.demultiply();
                assert_eq!(read.alpha(), written[3], "{k}");
                if written[3] > 0 {
                    assert_eq!([read.red(), read.green(), read.blue()], written[..3], "{k}");
                }
            }
        }
    }

    #[test]
    fn a_picture_larger_than_its_window_is_cut() {
        let place = Rectangle { left: 0, top: 0, right: 100, bottom: 100 };
        let shape = |window| Shape::Picture { picture: picture(1, 1, |_| [9; 4]), place, window, smooth: true };
        assert!(element(&shape(place)).starts_with("<image"));
        let cut = element(&shape(Rectangle { left: 5, ..place }));
        assert!(cut.starts_with("<svg x=\"5\"") && cut.contains("viewBox=\"5 0 95 100\""), "{cut}");
    }
}
