//! Python definitions of items, as last run with PyTorch.
//!
//! `tests/export/definitions.py` contains every definition, so a changed definition changes that file. `cargo test
//! --test export` runs it where PyTorch is installed. `UPDATE=1 cargo test --lib oracles` rewrites it.

use std::path::Path;

const FILE: &str = "tests/export/definitions.py";

/// Whether a definition is in the file.
pub fn check(define: &str) -> Result<(), String> {
    let known = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE)).unwrap_or_default();
    if define.is_empty() || known.contains(&block(define)) {
        return Ok(());
    }
    Err(format!(
        "its definition is not in {FILE}. Run it (`cargo test --test export` with PyTorch installed), then write that \
         file with `UPDATE=1 cargo test --lib oracles`:\n{define}"
    ))
}

fn block(define: &str) -> String {
    format!("\n\n\n{}\n", define.trim())
}

#[test]
fn the_file_has_the_definitions_of_all_items_and_nothing_else() {
    let mut seen: Vec<&str> = Vec::new();
    for item in crate::schema::families().iter().flat_map(|family| family.items) {
        let define = (item.torch)().define;
        if !define.is_empty() && !seen.contains(&define) {
            seen.push(define);
        }
    }
    let head = "# What exported scripts define where PyTorch does not have it. Written by `UPDATE=1 cargo test --lib oracles`.\n\
                import torch\nfrom torch import nn\n";
    let text = format!("{head}{}", seen.iter().map(|define| block(define)).collect::<String>());
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&file, &text).expect("the file can be written");
    }
    let known = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(known == text, "{FILE} is not what the items define: `UPDATE=1 cargo test --lib oracles` writes it anew");
}
