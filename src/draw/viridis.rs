//! Viridis: the palette for heights and magnitudes.
//!
//! Perceptually uniform, readable with every common colour blindness and in greyscale print. By Stéfan van der Walt and
//! Nathaniel Smith for matplotlib, in the public domain (CC0).

/// The colour at `t`, 0 (dark violet) to 1 (yellow). Values outside, and NaN, get the colour of the nearer end.
pub fn viridis(t: f32) -> [u8; 3] {
    let at = if t > 0.0 { t.min(1.0) * (EVERY_FIFTH.len() - 1) as f32 } else { 0.0 };
    let k = (at as usize).min(EVERY_FIFTH.len() - 2);
    let weight = at - k as f32;
    let (low, high) = (channels(EVERY_FIFTH[k]), channels(EVERY_FIFTH[k + 1]));
    std::array::from_fn(|c| (low[c] * (1.0 - weight) + high[c] * weight + 0.5) as u8)
}

fn channels(rgb: u32) -> [f32; 3] {
    [16, 8, 0].map(|shift| (rgb >> shift & 0xff) as f32)
}

/// Every fifth of the 256 published colours; linear interpolation misses the others by at most 1 in 255.
#[rustfmt::skip]
const EVERY_FIFTH: [u32; 52] = [
    0x440154, 0x46085c, 0x471063, 0x481769, 0x481d6f, 0x482475, 0x472a7a, 0x46307e, 0x453781, 0x433d84,
    0x414287, 0x3f4889, 0x3d4e8a, 0x3a538b, 0x38598c, 0x355e8d, 0x33638d, 0x31688e, 0x2e6d8e, 0x2c718e,
    0x2a768e, 0x297b8e, 0x27808e, 0x25848e, 0x23898e, 0x218e8d, 0x20928c, 0x1f978b, 0x1e9c89, 0x1fa188,
    0x21a585, 0x24aa83, 0x28ae80, 0x2eb37c, 0x35b779, 0x3dbc74, 0x46c06f, 0x50c46a, 0x5ac864, 0x65cb5e,
    0x70cf57, 0x7cd250, 0x89d548, 0x95d840, 0xa2da37, 0xb0dd2f, 0xbddf26, 0xcae11f, 0xd8e219, 0xe5e419,
    0xf1e51d, 0xfde725,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_are_the_published_ones() {
        assert_eq!(viridis(0.0), [0x44, 0x01, 0x54]);
        assert_eq!(viridis(1.0), [0xfd, 0xe7, 0x25]);
    }

    #[test]
    fn no_number_is_out_of_range() {
        assert_eq!(viridis(f32::NAN), viridis(0.0));
        assert_eq!(viridis(f32::NEG_INFINITY), viridis(0.0));
        assert_eq!(viridis(f32::INFINITY), viridis(1.0));
    }
}
