//! How large the page is as it travels: raw, gzip and brotli.

use crate::shell::Result;
use flate2::{Compression, write::GzEncoder};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Prints a line for each of these files of `dist`, and their total.
pub fn print(dist: &Path, files: &[PathBuf]) -> Result {
    println!("{:<28}{:>12}{:>12}{:>12}", "", "raw", "gzip", "brotli");
    let mut total = [0; 3];
    for file in files {
        let path = dist.join(file);
        let bytes = std::fs::read(&path).map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
        let sizes = measure(&bytes).map_err(|error| format!("{} cannot be compressed: {error}", path.display()))?;
        line(&file.to_string_lossy(), sizes);
        for (sum, size) in total.iter_mut().zip(sizes) {
            *sum += size;
        }
    }
    line("total", total);
    Ok(())
}

/// Sizes in bytes: raw, gzip at its highest level, brotli at its highest.
fn measure(bytes: &[u8]) -> std::io::Result<[usize; 3]> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(bytes)?;
    let mut small = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut small, &brotli::enc::BrotliEncoderParams::default())?;
    Ok([bytes.len(), gzip.finish()?.len(), small.len()])
}

fn line(name: &str, sizes: [usize; 3]) {
    let [raw, gzip, brotli] = sizes.map(|size| format!("{:.1} KB", size as f64 / 1000.0));
    println!("{name:<28}{raw:>12}{gzip:>12}{brotli:>12}");
}

#[cfg(test)]
mod tests {
    #[test]
    fn repetition_compresses_and_raw_counts_every_byte() {
        let [raw, gzip, brotli] = super::measure(&[7; 10_000]).unwrap();
        assert_eq!(raw, 10_000);
        assert!(gzip < 100 && brotli < 100);
    }
}
