//! Random networks, and the gradient norm of each layer at their start.
//!
//! What was drawn stays in target/studies/theory, so that a changed band is compared without drawing again. A file holds
//! one architecture: for each network ln of the norm of every layer over the last one's, as 32-bit floats.

use gradscape::activations::AnyActivation;
use gradscape::initializers::AnyInitializer;
use gradscape::layout::Role;
use gradscape::math::Real;
use gradscape::objectives::{Batch, Objective, Rows, Workspace};
use gradscape::registry::Settings;
use gradscape::{math, scenarios};
use std::fs::{self, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

const FOLDER: &str = "target/studies/theory";
/// Networks between two writes.
const CHUNK: u64 = 20;

/// An architecture on a batch.
#[derive(Clone)]
pub struct Case {
    /// The activation's id.
    pub activation: &'static str,
    /// Units of a hidden layer.
    pub width: usize,
    /// Hidden layers.
    pub depth: usize,
    /// Examples.
    pub batch: usize,
}

impl Case {
    /// The network's settings: the default start.
    pub fn settings(&self) -> Settings {
        let Self { activation, width, depth, .. } = self;
        let text = format!("activation={activation}&width={width}&hidden_layers={depth}");
        let (settings, notices) = Settings::parse(&text);
        assert!(notices.is_empty(), "{text}: {notices:?}");
        settings
    }

    /// The rows of the batch, from all over the data.
    pub fn rows(&self, of: usize) -> Vec<u32> {
        (0..self.batch).map(|k| (k * 37 % of) as u32).collect()
    }

    fn path(&self) -> PathBuf {
        let Self { activation, width, depth, batch } = self;
        PathBuf::from(FOLDER).join(format!("{activation}-{width}x{depth}-{batch}.f32"))
    }

    /// ln of each layer's norm over the last one's, by network.
    pub fn drawn(&self) -> io::Result<Vec<Vec<f32>>> {
        let bytes = match fs::read(self.path()) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            read => read?,
        };
        let values: Vec<f32> = bytes.as_chunks().0.iter().map(|four| f32::from_le_bytes(*four)).collect();
        Ok(values.chunks_exact(self.depth).map(<[f32]>::to_vec).collect())
    }
}

/// A case that is being drawn.
struct Drawing {
    case: Case,
    objective: Objective<f32>,
    /// Factor of each weight over that of the identity's network.
    factors: Vec<f32>,
    rows: Vec<u32>,
    work: Workspace,
    known: u64,
    out: BufWriter<fs::File>,
}

impl Drawing {
    fn new(case: Case) -> io::Result<Self> {
        let settings = case.settings();
        let objective: Objective<f32> = scenarios::objective(&settings, None).expect("no file is needed");
        let init = AnyInitializer::build(&settings);
        let base = AnyInitializer::build(&Case { activation: "identity", ..case.clone() }.settings());
        let mut factors = vec![1.0; objective.layout().len()];
        for tensor in objective.layout().tensors.iter().filter(|tensor| tensor.role == Role::Weight) {
            let variance = |init: &AnyInitializer| init.law(tensor.shape[0], tensor.shape[1]).expect("normal").variance;
            factors[tensor.range.clone()].fill((variance(&init) / variance(&base)).sqrt() as f32);
        }
        let rows = case.rows(objective.rows());
        let work = objective.workspace(rows.len());
        let drawn = case.drawn()?;
        // A write that was cut off leaves part of a network.
        let file = OpenOptions::new().create(true).append(true).open(case.path())?;
        file.set_len((drawn.len() * case.depth * 4) as u64)?;
        Ok(Self { case, objective, factors, rows, work, known: drawn.len() as u64, out: BufWriter::new(file) })
    }

    /// Adds the network with these weights of the identity.
    fn add(&mut self, weights: &[f32], params: &mut [f32], gradient: &mut [f32]) -> io::Result<()> {
        for (param, (weight, factor)) in params.iter_mut().zip(weights.iter().zip(&self.factors)) {
            *param = weight * factor;
        }
        self.objective.gradient(params, Batch::from(Rows::These(&self.rows)), gradient, &mut self.work, &mut ());
        let layers = &self.objective.layout().layers;
        let norm = |k: usize| math::norm(&gradient[layers[k].range.clone()]);
        let last = norm(self.case.depth);
        for k in 0..self.case.depth {
            self.out.write_all(&(Real::ln(norm(k) / last) as f32).to_le_bytes())?;
        }
        self.known += 1;
        Ok(())
    }
}

/// Draws what is missing of this many networks for each activation and batch. All activations share the random numbers,
/// each with its own gain, because in wide networks drawing weights takes as long as a step.
pub fn draw(width: usize, depth: usize, batches: &[usize], networks: u64) -> io::Result<()> {
    fs::create_dir_all(FOLDER)?;
    let mut all = Vec::new();
    for item in AnyActivation::ITEMS {
        for &batch in batches {
            let drawing = Drawing::new(Case { activation: item.id, width, depth, batch })?;
            if drawing.known < networks {
                all.push(drawing);
            }
        }
    }
    let Some(first) = all.iter().map(|drawing| drawing.known).min() else { return Ok(()) };
    let base = Case { activation: "identity", width, depth, batch: 1 };
    let objective: Objective<f32> = scenarios::objective(&base.settings(), None).expect("no file is needed");
    let (mut params, mut gradient) = (objective.init(0), objective.init(0));
    for seed in first..networks {
        let weights = objective.init(seed);
        for drawing in all.iter_mut().filter(|drawing| drawing.known == seed) {
            drawing.add(&weights, &mut params, &mut gradient)?;
        }
        if (seed + 1) % CHUNK == 0 || seed + 1 == networks {
            all.iter_mut().try_for_each(|drawing| drawing.out.flush())?;
            println!("{width} × {depth}: {} of {networks} networks", seed + 1);
        }
    }
    Ok(())
}
