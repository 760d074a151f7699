//! What a surface's axes are, in the words and units that people read.

use crate::math::Real;
use crate::objectives::Objective;
use serde_json::{Value, json};

/// Axes, heights, known minima and a note, as [`crate::draw::relief::Info`] and the page read them.
pub fn describe<R: Real>(objective: &dyn Objective<R>) -> Value {
    let Some(domain) = objective.domain() else {
        let rows = objective.rows();
        return json!({
            "kind": "plane",
            "x": { "label": "direction 1", "range": [-1, 1] },
            "y": { "label": "direction 2", "range": [-1, 1] },
            "z": { "label": "loss", "unit": "" },
            "note": format!(
                "The loss of this very network over two random, filter-normalised directions through its start, on all {rows} rows."
            ),
            "minima": [],
        });
    };
    let unit = |value: f64, range: [f64; 2]| 2.0 * (value - range[0]) / (range[1] - range[0]) - 1.0;
    let minima: Vec<[f64; 2]> = domain.minima.iter().map(|m| [unit(m[0], domain.x), unit(m[1], domain.y)]).collect();
    json!({
        "kind": "function",
        "x": { "label": "x", "range": domain.x },
        "y": { "label": "y", "range": domain.y },
        "z": { "label": "f(x, y)", "unit": "" },
        "note": "The function itself.",
        "minima": minima,
    })
}
