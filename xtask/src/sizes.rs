//! Download sizes of the page: raw, gzip and brotli.

use crate::shell::Result;
use flate2::{Compression, write::GzEncoder};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Bytes: raw, gzip and brotli, the latter two at their highest levels.
pub type Size = [usize; 3];
/// Sizes by file path in `dist`.
pub type Sizes = BTreeMap<String, Size>;

/// Sizes of these files of `dist`.
pub fn measure(dist: &Path, files: &[PathBuf]) -> Result<Sizes> {
    let mut sizes = Sizes::new();
    for file in files {
        let path = dist.join(file);
        let bytes = std::fs::read(&path).map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
        let size = compress(&bytes).map_err(|error| format!("{} cannot be compressed: {error}", path.display()))?;
        sizes.insert(file.to_string_lossy().replace('\\', "/"), size);
    }
    Ok(sizes)
}

/// Prints a line for each file, and their total.
pub fn print(sizes: &Sizes) {
    println!("{:<28}{:>12}{:>12}{:>12}", "", "raw", "gzip", "brotli");
    for (name, size) in sizes {
        line(name, *size);
    }
    line("total", total(sizes.values()));
}

/// The sum of sizes.
pub fn total<'a>(sizes: impl Iterator<Item = &'a Size>) -> Size {
    sizes.fold([0; 3], |sum, size| [sum[0] + size[0], sum[1] + size[1], sum[2] + size[2]])
}

fn compress(bytes: &[u8]) -> std::io::Result<Size> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(bytes)?;
    let mut small = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut small, &brotli::enc::BrotliEncoderParams::default())?;
    Ok([bytes.len(), gzip.finish()?.len(), small.len()])
}

fn line(name: &str, size: Size) {
    let [raw, gzip, brotli] = size.map(|size| format!("{:.1} KB", size as f64 / 1000.0));
    println!("{name:<28}{raw:>12}{gzip:>12}{brotli:>12}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repetition_compresses_and_raw_counts_every_byte() {
        let [raw, gzip, brotli] = compress(&[7; 10_000]).unwrap();
        assert_eq!(raw, 10_000);
        assert!(gzip < 100 && brotli < 100);
    }

    #[test]
    fn the_total_adds_each_kind_of_size_apart() {
        assert_eq!(total([[1, 2, 3], [10, 20, 30]].iter()), [11, 22, 33]);
    }
}
