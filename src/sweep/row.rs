//! What a run of a sweep came to, as a row of a CSV file.

use super::Plan;
use crate::json;

/// The columns after the swept settings.
pub(super) const COLUMNS: [&str; 10] = [
    "seed",
    "step",
    "loss",
    "test_loss",
    "grad_norm",
    "first_grad_norm",
    "last_grad_norm",
    "clipped_share",
    "status",
    "verdict",
];

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// It made all steps.
    Finished,
    /// A number was no longer finite.
    Diverged,
}

/// The numbers of one run at its last step, as `gradscape run` prints them. Those that are not finite are `None`.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The values of the swept settings.
    pub values: Vec<String>,
    /// The seed.
    pub seed: u64,
    /// The step reached.
    pub step: u64,
    /// Loss of that step, over its batch.
    pub loss: Option<f64>,
    /// Loss over the test set.
    pub test_loss: Option<f64>,
    /// Norm of the whole gradient before clipping.
    pub grad_norm: Option<f64>,
    /// The same of the first layer.
    pub first_grad_norm: Option<f64>,
    /// The same of the last layer.
    pub last_grad_norm: Option<f64>,
    /// Share of the steps whose gradient was clipped.
    pub clipped_share: f64,
    /// How it ended.
    pub status: Ended,
    /// Id of the verdict.
    pub verdict: String,
    /// The first step whose loss was at most [`Plan::until`].
    pub reached: Option<u64>,
}

impl Row {
    /// The row as a line of CSV, without a newline.
    pub fn line(&self, plan: &Plan) -> String {
        let number = |value: Option<f64>| value.map(|value| json::text(&value)).unwrap_or_default();
        let mut cells: Vec<String> = self.values.clone();
        cells.extend([self.seed, self.step].map(|whole| whole.to_string()));
        let numbers = [self.loss, self.test_loss, self.grad_norm, self.first_grad_norm, self.last_grad_norm];
        cells.extend(numbers.map(number));
        cells.push(number(Some(self.clipped_share)));
        cells.push(if self.status == Ended::Finished { "finished" } else { "diverged" }.into());
        cells.push(self.verdict.clone());
        if plan.until.is_some() {
            cells.push(self.reached.map(|step| step.to_string()).unwrap_or_default());
        }
        cells.join(",")
    }

    /// The row of the k-th run from its line; `None` if the line is not one of that run.
    pub fn read(plan: &Plan, k: usize, line: &str) -> Option<Self> {
        let mut cells = line.split(',');
        let values = plan.values_of(k / plan.seeds as usize);
        if !values.iter().all(|value| cells.next() == Some(value.as_str())) {
            return None;
        }
        let mut number = || -> Option<Option<f64>> {
            match cells.next()? {
                "" => Some(None),
                text => text.parse().ok().map(Some),
            }
        };
        let [seed, step] = [number()??, number()??];
        let [loss, test_loss, grad_norm, first_grad_norm, last_grad_norm] =
            [number()?, number()?, number()?, number()?, number()?];
        let clipped_share = number()??;
        let status = match cells.next()? {
            "finished" => Ended::Finished,
            "diverged" => Ended::Diverged,
            _ => return None,
        };
        let verdict = cells.next().filter(|verdict| !verdict.is_empty())?.to_string();
        let reached = match plan.until {
            Some(_) => match cells.next()? {
                "" => None,
                text => Some(text.parse().ok()?),
            },
            None => None,
        };
        if cells.next().is_some() || seed != plan.seed_of(k) as f64 {
            return None;
        }
        let (seed, step) = (seed as u64, step as u64);
        #[rustfmt::skip]
        let row = Self {
            values, seed, step, loss, test_loss, grad_norm, first_grad_norm, last_grad_norm, clipped_share, status,
            verdict, reached,
        };
        Some(row)
    }
}
