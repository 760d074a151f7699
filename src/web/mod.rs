//! The page: the only place that names the browser.

mod canvas;
