//! Progress of a long command on standard error: how much is done, and the time left.

use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

/// Time between two lines: on a terminal, where a line replaces the one before, and elsewhere.
const APART: [Duration; 2] = [Duration::from_millis(200), Duration::from_secs(10)];

/// Progress of a command.
pub struct Progress {
    name: &'static str,
    all: usize,
    /// What was done before this command began.
    before: usize,
    started: Instant,
    said: Option<Instant>,
    is_terminal: bool,
}

impl Progress {
    /// Of `all` runs, `before` of which are done.
    pub fn new(name: &'static str, all: usize, before: usize) -> Self {
        let is_terminal = std::io::stderr().is_terminal();
        Self { name, all, before, started: Instant::now(), said: None, is_terminal }
    }

    /// Says how far it is: at first, now and then, and in the end.
    pub fn say(&mut self, done: usize) {
        let apart = APART[usize::from(!self.is_terminal)];
        let is_end = done == self.all;
        if !is_end && self.said.is_some_and(|said| said.elapsed() < apart) {
            return;
        }
        self.said = Some(Instant::now());
        let (passed, made) = (self.started.elapsed().as_secs_f64(), done - self.before);
        let rest = match made {
            _ if is_end => format!("done in {}", spoken(passed)),
            0 => "time left not known yet".into(),
            _ => format!("{} left", spoken(passed / made as f64 * (self.all - done) as f64)),
        };
        let line = format!("gradscape: {}: {done} of {} runs, {rest}", self.name, self.all);
        let mut out = std::io::stderr();
        match (self.is_terminal, is_end) {
            (true, false) => write!(out, "\r{line}\u{1b}[K").ok(),
            (true, true) => writeln!(out, "\r{line}\u{1b}[K").ok(),
            (false, _) => writeln!(out, "{line}").ok(),
        };
    }
}

/// A time in words: `40 s`, `3 min 20 s`, `2 h 5 min`.
fn spoken(seconds: f64) -> String {
    let whole = seconds.round() as u64;
    match whole {
        0..60 => format!("{whole} s"),
        60..3600 => format!("{} min {} s", whole / 60, whole % 60),
        _ => format!("{} h {} min", whole / 3600, whole % 3600 / 60),
    }
}
