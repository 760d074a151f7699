//! Languages: the page hands over the table of each language that it needs, and says which one to use.

use crate::texts;
use wasm_bindgen::prelude::wasm_bindgen;

/// Learns a language from its table, lines of `id = text`.
#[wasm_bindgen(js_name = adoptLanguage)]
pub fn adopt_language(id: &str, table: &str) {
    texts::add_language(id, table);
}

/// Uses this language in every text from now on; English where it is not known.
#[wasm_bindgen]
pub fn speak(id: &str) {
    texts::set_language(id);
}
