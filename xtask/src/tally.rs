//! Counts of passed and failed tests, read from the closing lines of the test runners.

use std::ops::AddAssign;

/// Counts of tests.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    pub passed: usize,
    pub failed: usize,
    pub skipped: usize,
}

impl Tally {
    /// A single check, passed or failed.
    pub fn of_one(passed: bool) -> Self {
        Self { passed: passed.into(), failed: (!passed).into(), skipped: 0 }
    }

    /// The sum of cargo's lines `test result: ok. 3 passed; 0 failed; 1 ignored; …`, one for each program and doc test.
    pub fn of_cargo(text: &str) -> Self {
        let mut sum = Self::default();
        for counts in text.lines().filter_map(|line| line.trim().strip_prefix("test result: ")) {
            // In `ok. 3 passed; 0 failed`, the number comes before its word.
            let words: Vec<&str> = counts.split([' ', ';', '.']).filter(|word| !word.is_empty()).collect();
            let before = |name| {
                let pair = words.windows(2).find(|pair| pair[1] == name);
                pair.and_then(|pair| pair[0].parse().ok()).unwrap_or(0)
            };
            sum += Self { passed: before("passed"), failed: before("failed"), skipped: before("ignored") };
        }
        sum
    }

    /// Node's closing lines `ℹ pass 3`, `ℹ fail 0`, …
    pub fn of_node(text: &str) -> Self {
        let count = |name| {
            let mut numbers =
                text.lines().filter_map(|line| line.strip_prefix("ℹ ")?.strip_prefix(name)?.trim().parse().ok());
            numbers.next_back().unwrap_or(0)
        };
        Self {
            passed: count("pass "),
            failed: count("fail ") + count("cancelled "),
            skipped: count("skipped ") + count("todo "),
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_lines_add_up() {
        let text = "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.10s\n\
                    some test result in the middle\n\
                    test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n";
        assert_eq!(Tally::of_cargo(text), Tally { passed: 15, failed: 2, skipped: 1 });
    }

    #[test]
    fn node_counts_a_cancelled_test_as_failed() {
        let text = "✔ a sentence\nℹ tests 7\nℹ suites 0\nℹ pass 4\nℹ fail 1\nℹ cancelled 1\nℹ skipped 1\nℹ todo 0\n";
        assert_eq!(Tally::of_node(text), Tally { passed: 4, failed: 2, skipped: 1 });
    }

    #[test]
    fn a_runner_that_says_nothing_counts_nothing() {
        assert_eq!(Tally::of_cargo("error: could not compile"), Tally::default());
        assert_eq!(Tally::of_node("SyntaxError"), Tally::default());
    }
}
