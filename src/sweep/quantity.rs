//! What a picture of a sweep can show.

use super::row::{Ended, Row};
use crate::registry::Item;

/// What is drawn of each cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// Loss at the last step.
    Loss,
    /// Test loss at the last step.
    TestLoss,
    /// Share of the runs that diverged.
    Diverged,
    /// Gradient norm of the first layer over the last one's.
    Ratio,
    /// The first step with a given loss.
    Reached,
    /// The most frequent verdict.
    Verdict,
}

/// Their names.
pub const QUANTITIES: &[Item] = &Item::all_for_build([
    Item { id: "loss", label: "Loss", help: "The loss at the last step; of several seeds the median.", ..Item::BASE },
    Item {
        id: "test-loss",
        label: "Test loss",
        help: "The loss over the test set at the last step; of several seeds the median.",
        ..Item::BASE
    },
    Item { id: "diverged", label: "Share diverged", help: "The share of the seeds whose run diverged.", ..Item::BASE },
    Item {
        id: "ratio",
        label: "First over last gradient",
        help: "The gradient norm of the first layer over that of the last one, at the last step.",
        ..Item::BASE
    },
    Item {
        id: "reached",
        label: "Steps to the loss",
        help: "The first step whose loss is at most the one given with --until.",
        ..Item::BASE
    },
    Item {
        id: "verdict",
        label: "Verdict",
        help: "The verdict; of several seeds the most frequent one.",
        ..Item::BASE
    },
]);

impl Quantity {
    /// The quantity called `id`.
    pub fn find(id: &str) -> Option<Self> {
        use Quantity::{Diverged, Loss, Ratio, Reached, TestLoss, Verdict};
        let all = [Loss, TestLoss, Diverged, Ratio, Reached, Verdict];
        QUANTITIES.iter().position(|item| item.id == id).map(|k| all[k])
    }

    /// Its description.
    pub fn item(self) -> &'static Item {
        &QUANTITIES[self as usize]
    }

    /// The number of one run: infinite if it diverged or never got there, `None` if there is none.
    pub fn of(self, row: &Row) -> Option<f64> {
        let lost = row.status == Ended::Diverged;
        match self {
            Self::Loss if lost => Some(f64::INFINITY),
            Self::Loss => row.loss,
            Self::TestLoss if lost => Some(f64::INFINITY),
            Self::TestLoss => row.test_loss,
            Self::Diverged => Some(f64::from(u8::from(lost))),
            Self::Ratio => Some(row.first_grad_norm? / row.last_grad_norm?).filter(|ratio| ratio.is_finite()),
            Self::Reached => Some(row.reached.map_or(f64::INFINITY, |step| step as f64)),
            Self::Verdict => None,
        }
    }

    /// The number of a cell from those of its runs: their mean share, or the quartile `at` (0.25, 0.5 or 0.75).
    pub fn of_cell(self, rows: &[Row], at: f64) -> Option<f64> {
        let mut numbers: Vec<f64> = rows.iter().filter_map(|row| self.of(row)).collect();
        if numbers.is_empty() {
            return None;
        }
        if self == Self::Diverged {
            return Some(numbers.iter().sum::<f64>() / numbers.len() as f64);
        }
        numbers.sort_unstable_by(f64::total_cmp);
        let place = at * (numbers.len() - 1) as f64;
        let (below, above) = (numbers[place.floor() as usize], numbers[place.ceil() as usize]);
        let share = place.fract();
        Some(if share == 0.0 || below == above { below } else { below + share * (above - below) })
    }
}

/// The most frequent verdict of a cell; of equally frequent ones, the first.
pub fn verdict(rows: &[Row]) -> Option<&str> {
    let count = |row: &Row| rows.iter().filter(|other| other.verdict == row.verdict).count();
    let most = rows.iter().map(count).max()?;
    rows.iter().find(|row| count(row) == most).map(|row| row.verdict.as_str())
}
