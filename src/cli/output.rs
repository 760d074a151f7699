//! Lines on standard output. A reader that closes the pipe early, such as `head`, is not an error.

use super::Failure;
use std::io::{BufWriter, ErrorKind, StdoutLock, Write};

/// Standard output, buffered.
pub struct Output(BufWriter<StdoutLock<'static>>);

impl Output {
    /// Locks standard output.
    pub fn new() -> Self {
        Self(BufWriter::new(std::io::stdout().lock()))
    }

    /// Writes a line; false if the reader has closed the pipe.
    pub fn line(&mut self, line: impl std::fmt::Display) -> Result<bool, Failure> {
        readable(writeln!(self.0, "{line}"))
    }

    /// Flushes the buffer.
    pub fn finish(mut self) -> Result<(), Failure> {
        readable(self.0.flush()).map(drop)
    }
}

/// Writes a line on standard error. If nobody reads it, it is lost, and that is no reason to panic.
pub fn remark(line: impl std::fmt::Display) {
    writeln!(std::io::stderr(), "{line}").ok();
}

/// Writes a text and a newline.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut output = Output::new();
    output.line(text)?;
    output.finish()
}

fn readable(written: std::io::Result<()>) -> Result<bool, Failure> {
    match written {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(Failure::Other(error.to_string())),
    }
}
