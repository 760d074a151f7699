//! `Calibration` for JavaScript: the runs of a calibration, computed one by one in slices, and what they say.

use crate::calibrate::picture::{figure, norms};
use crate::calibrate::{
    Candidate, Chosen, Draft, Last, Measuring, Norms, Plan, RULE, Row, Running, choose, confidence, scores, torch, wish,
};
use crate::json;
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// What was chosen, for the page.
#[derive(Serialize)]
struct Told {
    clip: String,
    threshold: Option<f64>,
    sentence: String,
    torch: String,
    test_loss: Option<f64>,
    tested: bool,
}

/// A calibration. Its pieces are, in order: the measurement of gradient norms, the runs, and the runs of the choice on the
/// test part, one for each seed. In a worker it computes pieces; in the page it has their results and draws them.
#[wasm_bindgen]
pub struct Calibration {
    settings: String,
    wish: String,
    file: Option<Box<[u8]>>,
    draft: Draft,
    plan: Option<Plan>,
    rows: Vec<Row>,
    /// The clip that is tested.
    chosen: Option<Candidate>,
    tests: Vec<Option<f64>>,
    piece: Piece,
}

/// The piece that is being computed.
enum Piece {
    None,
    Norms(Box<Measuring>),
    Run(usize, Box<Running>),
    Test(Option<Box<Running>>),
}

#[wasm_bindgen]
impl Calibration {
    /// The calibration of a settings string that a link asks for by `wish`. Throws what is wrong with settings, data or wish,
    /// or why these settings cannot be calibrated.
    #[wasm_bindgen(constructor)]
    pub fn new(settings: &str, wish_text: &str, data: Option<Box<[u8]>>) -> Result<Calibration, JsError> {
        let draft = wish(wish_text).and_then(|asked| Draft::new(settings, &asked, data.as_deref()));
        Ok(Self {
            settings: settings.into(),
            wish: wish_text.into(),
            file: data,
            draft: draft.map_err(|message| JsError::new(&message))?,
            plan: None,
            rows: Vec::new(),
            chosen: None,
            tests: Vec::new(),
            piece: Piece::None,
        })
    }

    /// Number of pieces: 1 before the norms are known.
    #[wasm_bindgen(getter)]
    pub fn runs(&self) -> usize {
        self.plan.as_ref().map_or(1, |plan| 1 + plan.runs() + plan.seeds.len())
    }

    /// Number of pieces before the test part.
    #[wasm_bindgen(getter)]
    pub fn untested(&self) -> usize {
        self.plan.as_ref().map_or(1, |plan| 1 + plan.runs())
    }

    /// Number of pieces whose results are known.
    #[wasm_bindgen(getter)]
    pub fn known(&self) -> usize {
        usize::from(self.plan.is_some()) + self.rows.len() + self.tests.len()
    }

    /// A name that only the same calibration has.
    #[wasm_bindgen(getter)]
    pub fn name(&self) -> String {
        [&self.settings[..], &self.wish].join("\n")
    }

    /// Begins the k-th piece. Throws what is wrong with the data.
    pub fn begin(&mut self, k: usize) -> Result<(), JsError> {
        self.piece = self.begun(k).map_err(|message| JsError::new(&message))?;
        Ok(())
    }

    fn begun(&self, k: usize) -> Result<Piece, String> {
        let file = self.file.as_deref();
        let Some(plan) = &self.plan else { return Ok(Piece::Norms(Box::new(self.draft.measuring(file)?))) };
        if k <= plan.runs() {
            return Ok(Piece::Run(k - 1, Box::new(Running::new(plan, k - 1, file)?)));
        }
        let Some(chosen) = &self.chosen else { return Ok(Piece::Test(None)) };
        let seed = plan.seeds[(k - 1 - plan.runs()) % plan.seeds.len()];
        Ok(Piece::Test(Running::on_test(plan, chosen, seed, file)?.map(Box::new)))
    }

    /// Makes at most `steps` more steps of that piece; true when it has ended. Throws what is wrong with the data.
    pub fn advance(&mut self, steps: f64) -> Result<bool, JsError> {
        let steps = steps as u64;
        match &mut self.piece {
            Piece::Norms(measuring) => {
                measuring.advance(steps, self.file.as_deref()).map_err(|message| JsError::new(&message))
            }
            Piece::Run(_, running) | Piece::Test(Some(running)) => Ok(running.advance(steps)),
            Piece::Test(None) | Piece::None => Ok(true),
        }
    }

    /// What that piece has come to, for [`Self::take`].
    pub fn result(&mut self) -> Vec<u8> {
        let bytes = match std::mem::replace(&mut self.piece, Piece::None) {
            Piece::Norms(measuring) => postcard::to_stdvec(&measuring.norms()),
            Piece::Run(k, mut running) => match &self.plan {
                Some(plan) => postcard::to_stdvec(&running.row(plan, k)),
                None => return Vec::new(),
            },
            Piece::Test(running) => postcard::to_stdvec(&running.and_then(|running| running.held_out_loss())),
            Piece::None => return Vec::new(),
        };
        bytes.unwrap_or_default()
    }

    /// Takes the result of the next piece in order. Throws if no calibration can be made with the norms.
    pub fn take(&mut self, result: &[u8]) -> Result<(), JsError> {
        let Some(plan) = &self.plan else {
            let norms: Norms = postcard::from_bytes(result).map_err(|_| JsError::new("these are no norms"))?;
            let plan = self.draft.clone().plan(norms).map_err(|message| JsError::new(&message))?;
            self.plan = Some(plan);
            return Ok(());
        };
        if self.rows.len() < plan.runs() {
            self.rows.extend(postcard::from_bytes::<Row>(result));
        } else {
            self.tests.extend(postcard::from_bytes::<Option<f64>>(result));
        }
        Ok(())
    }

    /// Which candidate is to be tested: one of those of the plan.
    pub fn test(&mut self, candidate: usize) {
        self.chosen = self.plan.as_ref().and_then(|plan| plan.candidates.get(candidate).copied());
    }

    /// The index of the chosen candidate once all runs are known; undefined before, and if all diverged.
    #[wasm_bindgen(getter)]
    pub fn choice(&self) -> Option<usize> {
        let plan = self.plan.as_ref().filter(|plan| self.rows.len() == plan.runs())?;
        choose(plan, &self.rows).map(|choice| choice.chosen)
    }

    /// What is chosen from the rows so far, as JSON; empty if nothing is.
    pub fn told(&self) -> String {
        let Some((plan, last)) = self.last() else { return String::new() };
        let Some(choice) = choose(plan, &self.rows) else { return String::new() };
        json::text(&Told {
            clip: last.chosen.clip.clone(),
            threshold: last.chosen.threshold,
            sentence: last.sentence.clone(),
            torch: torch(plan, &choice, &last),
            test_loss: last.test_loss,
            tested: self.tests.len() == plan.seeds.len(),
        })
    }

    /// The clips that have thresholds, as JSON.
    pub fn clips(&self) -> String {
        let candidates = self.plan.iter().flat_map(|plan| &plan.candidates);
        let mut ids: Vec<&str> = candidates.filter(|one| one.threshold.is_some()).map(|one| one.clip.id).collect();
        ids.dedup();
        json::text(&ids)
    }

    /// The losses over the thresholds of a clip, or of the best one for an empty id, as the bytes of a figure.
    pub fn figure(&self, clip: &str) -> Vec<u8> {
        let clip = Some(clip).filter(|clip| !clip.is_empty());
        self.plan.as_ref().map_or_else(Vec::new, |plan| figure(plan, &self.rows, clip).to_bytes())
    }

    /// The gradient norms before clipping, with the thresholds of a clip, as the bytes of a figure.
    pub fn norms(&self, clip: &str) -> Vec<u8> {
        let clip = Some(clip).filter(|clip| !clip.is_empty());
        self.plan.as_ref().map_or_else(Vec::new, |plan| norms(plan, clip).to_bytes())
    }

    /// The rows so far, and the choice once all is known, as JSON lines.
    pub fn lines(&self) -> String {
        let rows = self.rows.iter().map(Row::line);
        let is_complete = self.plan.as_ref().is_some_and(|plan| self.tests.len() == plan.seeds.len());
        let last = self.last().filter(|_| is_complete).map(|(_, last)| last.line());
        rows.chain(last).map(|line| line + "\n").collect()
    }

    fn last(&self) -> Option<(&Plan, Last)> {
        let plan = self.plan.as_ref()?;
        let choice = choose(plan, &self.rows)?;
        let candidate = plan.candidates[choice.chosen];
        let score = scores(plan, &self.rows).0.swap_remove(choice.chosen);
        let losses: Option<Vec<f64>> = self.tests.iter().copied().collect();
        let last = Last {
            chosen: Chosen { clip: candidate.clip.id.into(), threshold: candidate.threshold },
            rule: RULE.into(),
            as_good: choice.as_good,
            validation_loss: score.validation,
            standard_error: score.error,
            test_loss: losses
                .filter(|losses| losses.len() == plan.seeds.len())
                .map(|losses| losses.iter().sum::<f64>() / losses.len() as f64),
            sentence: confidence(plan, &self.rows, &choice),
        };
        Some((plan, last))
    }
}
