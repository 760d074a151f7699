//! `Run` for JavaScript.

use super::check::Check;
use super::phases;
use crate::charts::{self, Beside, motion};
use crate::diagnosis::{self, Diagnosis};
use crate::export::pytorch;
use crate::json;
use crate::landscape::planes::Framing;
use crate::probes::edges::EDGES;
use crate::proof::diagnosed;
use crate::race::{Axis, RACE_AXIS, Race, Standing, standings};
use crate::readout::Readout;
use crate::registry::Settings;
use crate::run::studies::StudyKind;
use crate::run::{AnyRun, Names, Status};
use crate::scenarios;
use crate::texts;
use crate::theory::phase::PHASE_AXIS;
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// A training run.
#[wasm_bindgen]
pub struct Run {
    settings: Settings,
    run: AnyRun,
    race: Option<Race>,
    /// The newest verdict and its step.
    verdict: Option<(&'static str, u64)>,
}

/// For [`Run::standings`].
#[derive(Serialize)]
struct Standings {
    at: f64,
    racers: Vec<Standing>,
}

/// For [`Run::diagnosis`].
#[derive(Serialize)]
struct Told {
    #[serde(flatten)]
    diagnosis: Diagnosis,
    /// The scenario whose description comes first, as long as there is nothing else to say.
    about: Option<&'static str>,
    readouts: Vec<ToldReadout>,
}

#[derive(Serialize)]
struct ToldReadout {
    label: &'static str,
    value: String,
    unit: &'static str,
}

#[wasm_bindgen]
impl Run {
    /// The run that a settings string describes; invalid values fall back to their defaults. Throws only if the data
    /// file of the scenario is missing or broken.
    #[wasm_bindgen(constructor)]
    pub fn new(settings: &str, data: Option<Box<[u8]>>) -> Result<Run, JsError> {
        let (settings, _) = Settings::parse(settings);
        let run = AnyRun::new(&settings, data.as_deref()).map_err(|message| JsError::new(&message))?;
        let race = Race::of(&settings, data.as_deref()).map_err(|message| JsError::new(&message))?;
        Ok(Self { settings, run, race, verdict: None })
    }

    /// Makes steps without recording them; returns the step reached.
    pub fn advance(&mut self, steps: f64) -> f64 {
        self.run.advance(steps as u64) as f64
    }

    /// Computes the loss over the whole training set at the current parameters `times` times; returns the last result.
    pub fn evaluate(&mut self, times: f64) -> f64 {
        self.run.evaluate(times as u64)
    }

    /// Makes and records steps, fewer if the run diverges; returns the step reached. A race goes on until all its runs
    /// have diverged; the result is then the largest step of any of them.
    pub fn step(&mut self, count: f64) -> f64 {
        let count = count as u64;
        let step = match &mut self.race {
            Some(race) => race.step(self.run.control(), count),
            None => self.run.step(count),
        };
        step as f64
    }

    /// Goes to a step exactly, backward or forward; returns the step reached.
    pub fn seek(&mut self, step: f64) -> f64 {
        let step = step as u64;
        let step = match &mut self.race {
            Some(race) => race.seek(self.run.control(), step),
            None => self.run.seek(step),
        };
        step as f64
    }

    /// Applies the settings that only concern the view.
    pub fn look(&mut self, settings: &str) {
        let (settings, _) = Settings::parse(settings);
        self.run.set_view(&settings);
        for key in [&RACE_AXIS, &PHASE_AXIS, &EDGES] {
            self.settings = self.settings.with(&[(key.id(), &settings.text(key))]);
        }
        if let Some(race) = &mut self.race {
            race.axis = Axis::of(&self.settings);
        }
    }

    /// The ranking of the race as JSON: `{at, racers: [{style, name, loss, step, evaluations, lost}]}`, best first;
    /// empty without a race.
    pub fn standings(&self) -> String {
        let Some(race) = &self.race else { return String::new() };
        let (at, racers) = standings(race, self.run.view());
        json::text(&Standings { at, racers })
    }

    /// The path of the k-th rival in a plane, as [`Self::path`]; empty if there is none.
    #[wasm_bindgen(js_name = rivalPath)]
    pub fn rival_path(&mut self, k: u32, points: f64, section: u32) -> Vec<f32> {
        self.race.as_mut().map_or_else(Vec::new, |race| race.path(k as usize, section, points as usize))
    }

    /// Changes a setting from the next update on. Returns what was wrong with the value, or an empty string. A value
    /// out of range is clamped and still takes effect.
    pub fn change(&mut self, key: &str, value: &str) -> String {
        let notice = self.settings.change(self.run.frame().step, key, value).err();
        self.run.change(&self.settings);
        notice.map_or_else(String::new, |notice| notice.message)
    }

    /// The settings string, including live changes.
    #[wasm_bindgen(getter)]
    pub fn settings(&self) -> String {
        self.settings.canonical()
    }

    /// The current step as an object with the field names of the element; with the newest verdict of [`Self::diagnosis`]
    /// and its step, and `racing` if this run has diverged and others have not.
    pub fn frame(&self) -> JsValue {
        let json = self.run.frame().to_json(Names::Camel, self.run.is_single(), self.run.layer_names(), false);
        let frame = js_sys::JSON::parse(&json).unwrap_or(JsValue::NULL);
        // The object was just made, so setting a property cannot fail.
        let set = |key: &str, value: JsValue| js_sys::Reflect::set(&frame, &key.into(), &value).ok();
        if let Some((verdict, step)) = self.verdict {
            set("verdict", verdict.into());
            set("verdictStep", (step as f64).into());
        }
        if self.run.frame().status != Status::Running && self.race.as_ref().is_some_and(Race::goes_on) {
            set("racing", JsValue::TRUE);
        }
        frame
    }

    /// The diagnosis of the current step, and the values in the problem's own units, as JSON.
    pub fn diagnosis(&mut self) -> String {
        let diagnosis = diagnosis::diagnose(&self.settings, self.run.view());
        self.verdict = Some((diagnosis.verdict, diagnosis.step));
        let told = |r: Readout| ToldReadout {
            label: texts::readout(r.label),
            value: charts::spoken(r.value),
            unit: texts::unit(r.unit),
        };
        let about = (diagnosis.verdict == "starting").then(|| scenarios::of(&self.settings).item().id);
        json::text(&Told { diagnosis, about, readouts: self.run.readouts().into_iter().map(told).collect() })
    }

    /// The remedies of the current verdict with all that is needed to try them, as bytes for `Trial`; undefined if
    /// there are none.
    pub fn trial(&self) -> Option<Vec<u8>> {
        let task = diagnosed::task(&self.settings, self.run.view())?;
        postcard::to_stdvec(&task).ok()
    }

    /// A chart for a width of `width` CSS pixels, as the bytes of a figure; empty for an unknown chart.
    pub fn figure(&self, chart: &str, width: f64) -> Vec<u8> {
        let beside = Beside { race: self.race.as_ref(), settings: Some(&self.settings) };
        charts::figure_in(chart, self.run.view(), beside, width as usize)
            .map_or_else(Vec::new, |figure| figure.to_bytes())
    }

    /// The phases of the current step, with pictures of the network `width` CSS pixels wide, as bytes for `Phases`.
    pub fn phases(&mut self, width: f64) -> Vec<u8> {
        let pictures = motion(self.run.view(), Some(&self.settings), width as usize);
        phases::to_bytes(&self.run.phases(), &pictures)
    }

    /// `{script, tensors}`: the same experiment over `steps` steps in PyTorch, and the bytes of the safetensors file
    /// `name` that the script reads.
    pub fn pytorch(&mut self, steps: f64, name: &str) -> Result<JsValue, JsError> {
        let export = pytorch::export(self.run.control(), &self.settings, steps as u64, name);
        let export = export.map_err(|message| JsError::new(&message))?;
        let both = js_sys::Object::new();
        let set = |key: &str, value: &JsValue| js_sys::Reflect::set(&both, &key.into(), value).map(drop);
        set("script", &export.script.into())
            .and_then(|()| set("tensors", &js_sys::Uint8Array::from(&export.tensors[..]).into()))
            .map_err(|_| JsError::new("the export could not be handed over"))?;
        Ok(both.into())
    }

    /// The gradient check at the current step; `data` as for the constructor.
    #[wasm_bindgen(js_name = gradientCheck)]
    pub fn gradient_check(&mut self, data: Option<Box<[u8]>>) -> Result<Check, JsError> {
        let step = self.run.frame().step;
        let inner = self.run.gradient_check(&self.settings, data.as_deref());
        inner.map(|inner| Check { inner, step }).map_err(|message| JsError::new(&message))
    }

    /// The last step recorded.
    #[wasm_bindgen(getter)]
    pub fn recorded(&self) -> f64 {
        let own = || self.run.history().next().saturating_sub(1);
        self.race.as_ref().map_or_else(own, |race| race.recorded(self.run.view())) as f64
    }

    /// Fits a plane of the registry to the path so far and stores it as `id`. Its bytes are for [`Self::adopt`] and for
    /// `Surface`. `framing` is `fit`, `centre`, `follow`, or empty for a new plane. Undefined if no plane can be fitted
    /// yet, or if the last one still fits.
    pub fn section(&mut self, id: u32, kind: &str, framing: &str) -> Option<Vec<u8>> {
        let framing = Framing::named(framing);
        let section = self.run.lay_plane(id, kind, framing);
        if let (Some(race), Some(section)) = (&mut self.race, &section) {
            race.adopt(id, section);
        }
        section
    }

    /// Why [`Self::section`] returned nothing; empty if the last plane still fits.
    #[wasm_bindgen(getter)]
    pub fn hindrance(&self) -> String {
        self.run.no_plane_reason().into()
    }

    /// The next computation needed for the plane of [`Self::look`] (`plane`) or for a chart, as bytes for `Study`;
    /// undefined if nothing is missing.
    pub fn task(&mut self, study_kind: &str) -> Option<Vec<u8>> {
        let study_kind = if study_kind == "plane" { StudyKind::Plane } else { charts::study_kind(study_kind)? };
        self.run.task(study_kind).and_then(|task| postcard::to_stdvec(&task).ok())
    }

    /// Takes the result of a `Study`.
    pub fn learn(&mut self, finding: &[u8]) {
        if let Ok(finding) = postcard::from_bytes(finding) {
            self.run.add_finding(finding);
        }
    }

    /// Stores as `id` a plane that another run of the same settings has fitted.
    pub fn adopt(&mut self, id: u32, section: &[u8]) {
        self.run.adopt(id, section);
        if let Some(race) = &mut self.race {
            race.adopt(id, section);
        }
    }

    /// The path of the run in the plane `section` (0 is the plane of the first picture): a, b and loss of at most about
    /// `points` steps, oldest first. The edge of the square is at 1. Empty for an unknown plane.
    pub fn path(&mut self, points: f64, section: u32) -> Vec<f32> {
        self.run.path(section, points as usize)
    }

    /// The path of the run in a plane of another run, from that plane's bytes; none stand for a function's own plane. Empty if
    /// the other has more or fewer parameters.
    #[wasm_bindgen(js_name = pathBeside)]
    pub fn path_beside(&self, points: f64, section: &[u8]) -> Vec<f32> {
        self.run.path_beside(section, points as usize)
    }

    /// The steps of the points of [`Self::path`].
    #[wasm_bindgen(js_name = pathSteps)]
    pub fn path_steps(&self, points: f64, section: u32) -> Vec<f64> {
        self.run.path_steps(section, points as usize)
    }

    /// Distance of the current parameters from a plane.
    #[wasm_bindgen(js_name = offPlane)]
    pub fn off_plane(&self, section: u32) -> f64 {
        self.run.projection(section).off
    }

    /// The negative gradient in a plane: a and b before and after clipping, and the share of the length of the two
    /// vectors that lies in the plane. Undefined if they are not finite.
    pub fn arrows(&self, section: u32) -> Option<Vec<f64>> {
        let arrows = self.run.arrows(section)?;
        Some([arrows.gradient, arrows.clipped, arrows.share].concat())
    }

    /// The negative gradients of some batches in a plane, and their mean last: a and b of each. Empty without
    /// mini-batches.
    #[wasm_bindgen(js_name = batchArrows)]
    pub fn batch_arrows(&mut self, section: u32) -> Vec<f64> {
        self.run.batch_arrows(section).concat()
    }

    /// Shares of the variance of the path that a plane shows: in total, along its first and along its second direction.
    /// Undefined before the parameters have moved.
    pub fn held(&self, section: u32) -> Option<Vec<f64>> {
        let held = self.run.held(section)?;
        Some(vec![held.total, held.along[0], held.along[1]])
    }

    /// The current parameters in f32, tensor after tensor.
    pub fn parameters(&self) -> Vec<f32> {
        in_f32(&self.run.parameters())
    }

    /// `{inputs, targets}` of every training example in f32, row by row; empty without data.
    pub fn rows(&self) -> Result<JsValue, JsValue> {
        let examples = self.run.problem().examples();
        let (inputs, targets) = examples.map_or_else(Default::default, |e| (in_f32(&e.input), in_f32(&e.target)));
        let rows = js_sys::Object::new();
        js_sys::Reflect::set(&rows, &"inputs".into(), &js_sys::Float32Array::from(&inputs[..]))?;
        js_sys::Reflect::set(&rows, &"targets".into(), &js_sys::Float32Array::from(&targets[..]))?;
        Ok(rows.into())
    }

    /// Rows of the batch of a step; empty for the full batch.
    #[wasm_bindgen(js_name = batchRows)]
    pub fn batch_rows(&mut self, step: f64) -> Vec<u32> {
        self.run.batch_rows(step as u64)
    }
}

fn in_f32(values: &[f64]) -> Vec<f32> {
    values.iter().map(|v| *v as f32).collect()
}
