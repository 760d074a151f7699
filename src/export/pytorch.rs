//! A short PyTorch script of the same experiment: same initial weights, batches and rules.
//!
//! The script prints a JSON line for every step with our names, so that the two can be compared. Initial weights, data
//! and batch order are in a safetensors file beside it.

use super::changes::{KEPT, Stretch, by_stretch, indented, stretches};
use super::script::{definitions, fill, filled};
use crate::clips::CLIP;
use crate::math::Real;
use crate::objectives::{Blueprint, L1, L2};
use crate::optimizers::OPTIMIZER;
use crate::precisions::Storage;
use crate::registry::{Item, Settings};
use crate::run::{Rule, Run, RunControl, RunView, Typed};
use crate::schedules::SCHEDULE;
use crate::tensors::Writer;

/// A script and its data file.
#[derive(Clone, Debug)]
pub struct Export {
    /// Python.
    pub script: String,
    /// A safetensors file: initial weights, data, batches.
    pub tensors: Vec<u8>,
}

/// Exports `steps` steps of the experiment `settings`. The script reads the file `name`. `run` is a run of these
/// settings; its step is the same afterwards.
///
/// # Errors
///
/// Says why this experiment cannot be exported.
pub fn export(run: &mut dyn RunControl, settings: &Settings, steps: u64, name: &str) -> Result<Export, String> {
    let blueprint = run.problem().blueprint();
    if let Blueprint::Unwritten { why } = blueprint {
        return Err(why.into());
    }
    let stood = run.frame().step;
    run.seek(0);
    let tensors = match run.typed() {
        Typed::F32(run) => tensors(run, steps),
        Typed::F64(run) => tensors(run, steps),
    };
    let stretches = stretches(settings, steps);
    let script = Script { settings, stretches, blueprint, steps, name, run }.text();
    run.seek(stood);
    Ok(Export { script, tensors })
}

/// Initial weights, data, and the order of the rows in every epoch.
fn tensors<R: Real>(run: &Run<R>, steps: u64) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.params(run.params(), run.objective().layout());
    if let Some(examples) = run.objective().examples() {
        writer.numbers::<R>("input", &examples.input_shape, &examples.input);
        if !examples.slopes.is_empty() {
            writer.numbers::<R>("slope", &examples.input_shape, &examples.slopes);
        }
        match examples.classes {
            true => writer.whole("target", &examples.target_shape, &examples.target),
            false => writer.numbers::<R>("target", &examples.target_shape, &examples.target),
        }
    }
    let (rows, per_epoch) = (run.objective().rows(), run.steps_per_epoch());
    if per_epoch > 1 {
        let epochs = steps / per_epoch + 1;
        let order: Vec<f64> = run.rows_of(0..epochs * per_epoch).into_iter().map(f64::from).collect();
        writer.whole("order", &[epochs as usize, rows], &order);
    }
    writer.finish()
}

/// The penalty on weights, which are all matrices.
const PENALTY: &str = "

def penalty():  # of the weights; biases are free
    weights = [p for _, tensors in layers for p in tensors if p.dim() > 1]
    return sum({l1} * w.abs().sum() + {l2} / 2 * w.square().sum() for w in weights)
";

/// The loss of slope errors.
const SLOPES: &str = "

def slopes(rows):  # differential machine learning (Huge, Savine 2020)
    at = x[rows].detach().requires_grad_()
    got, = torch.autograd.grad(model(at).sum(), at, create_graph=True)
    want = file[\"slope\"]
    return WEIGHT * ((got - want[rows]).square() / want.square().mean(0)).mean()
";

/// Gradient noise.
const NOISE: &str = "for p in parameters:\n    p.grad += torch.randn_like(p.grad) * ({grad_noise} / (1 + step) ** {grad_noise_decay}) ** 0.5\n";

struct Script<'a> {
    settings: &'a Settings,
    /// The parts of the run between its live changes.
    stretches: Vec<Stretch>,
    blueprint: Blueprint,
    steps: u64,
    name: &'a str,
    run: &'a dyn RunView,
}

impl Script<'_> {
    fn text(&self) -> String {
        let link = self.settings.canonical();
        let dtype = if self.run.is_single() { "float32" } else { "float64" };
        let parts = [
            format!(
                "# Gradscape: {}\n# Needs torch and safetensors; reads {}.",
                or(&link, "the opening story"),
                self.name
            ),
            self.notes(),
            "import json\n\nimport torch\nfrom safetensors.torch import load_file\nfrom torch import nn\n".into(),
            format!("torch.set_default_dtype(torch.{dtype})"),
            format!("file = load_file(\"{}\")", self.name),
            definitions(self.items().into_iter()),
            self.model(),
            self.optimizer(),
            self.batches(),
            self.training(),
        ];
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        parts.join("\n") + "\n"
    }

    /// Comments on what the script leaves out.
    fn notes(&self) -> String {
        let dropped = "# PyTorch drops other units than Gradscape does, so that the numbers agree only on average.";
        let narrow = Storage::of(self.settings).format.is_some();
        let stored = "# Left out: the precision. PyTorch computes in f32 here, without rounding and loss scaling.";
        let noise =
            "# PyTorch draws other gradient noise than Gradscape does, so that the numbers agree only on average.";
        let noisy = self.stretches.iter().any(|stretch| Rule::of(&stretch.settings).noise.is_on());
        let notes = [(narrow, stored), (noisy, noise), (self.blueprint.is_noisy(), dropped)];
        notes.iter().filter(|(holds, _)| *holds).map(|(_, note)| *note).collect::<Vec<_>>().join("\n")
    }

    fn items(&self) -> Vec<&'static Item> {
        let rules = |stretch: &Stretch| [OPTIMIZER, SCHEDULE, CLIP].map(|key| stretch.settings.get(&key));
        let mut items: Vec<&'static Item> = self.stretches.iter().flat_map(rules).collect();
        items.extend(self.blueprint.items());
        items
    }

    fn model(&self) -> String {
        // Running statistics start like PyTorch's and need not be in the file.
        let (start, strict) = match self.run.problem().layout().buffers.is_empty() {
            true => ("model.state_dict()", ""),
            false => ("dict(model.named_parameters())", ", strict=False"),
        };
        let load = format!(
            "model.load_state_dict({{name: file[name] for name in {start}}}{strict})\nparameters = list(model.parameters())"
        );
        // Every module with parameters is a layer, named as in the page.
        let names: Vec<String> = self.run.layer_names().iter().map(|name| format!("\"{name}\"")).collect();
        let layers = format!(
            "names = {}\nlayers = list(zip(names, [list(m.parameters(recurse=False)) for m in model.modules() if [*m.parameters(recurse=False)]]))",
            listed(&names)
        );
        match &self.blueprint {
            Blueprint::Recurrent { .. } => self.recurrent(&load, &layers),
            Blueprint::Network { modules, .. } => {
                let modules: Vec<String> = modules.iter().map(|module| fill(module, self.settings)).collect();
                format!(
                    "model = nn.Sequential(\n{})\n{load}\n{layers}\nx, y = file[\"input\"], file[\"target\"]\n",
                    folded(&modules)
                )
            }
            Blueprint::Formula { define, target_factor, .. } => format!(
                "names = {}\nparameters = [nn.Parameter(file[name]) for name in names]\n\
                 layers = [(name, [p]) for name, p in zip(names, parameters)]\n\
                 x, y = file[\"input\"], {target_factor:?} * file[\"target\"]\n\n\n{define}",
                listed(&names)
            ),
            Blueprint::Unwritten { .. } => String::new(),
            Blueprint::Function { surface, written } => format!(
                "point = nn.Parameter(file[\"point\"])\nparameters = [point]\nlayers = [(\"point\", parameters)]\n\n\n\
                 def f(x, y):\n    return {}\n\n",
                written.clone().unwrap_or_else(|| filled(surface, self.settings))
            ),
        }
    }

    /// A recurrent network as a module. If truncated, it runs from one cut to the next.
    fn recurrent(&self, load: &str, grouped: &str) -> String {
        let Blueprint::Recurrent { cell, inputs, hidden, layers, outputs, reads, truncate, .. } = &self.blueprint
        else {
            return String::new();
        };
        let stacked = if *layers > 1 { format!(", num_layers={layers}") } else { String::new() };
        let call = filled(cell.item(), self.settings)
            .replace("INPUTS", &inputs.to_string())
            .replace("HIDDEN", &format!("{hidden}{stacked}"));
        let passed = match truncate {
            0 => "        states, _ = self.rnn(x)\n".into(),
            every => format!(
                "        states, carried = [], None\n        for piece in x.split({every}):  # no gradient goes further back\n            \
                 piece, carried = self.rnn(piece, carried)\n            \
                 carried = tuple(c.detach() for c in carried) if isinstance(carried, tuple) else carried.detach()\n            \
                 states.append(piece)\n        states = torch.cat(states)\n"
            ),
        };
        // If several steps are read, their rows are concatenated.
        let (read, of_rows) = match reads {
            1 => ("self.head(states[-1])".into(), ""),
            reads => (format!("self.head(states[-{reads}:]).flatten(0, 1)"), "  # [steps, rows]"),
        };
        let grouped = match layers {
            1 => grouped.into(),
            layers => format!(
                "layers = [(f\"rnn.l{{k}}\", [p for name, p in model.rnn.named_parameters() if name.endswith(f\"_l{{k}}\")]) for k in range({layers})]\n\
                 layers.append((\"head\", list(model.head.parameters())))"
            ),
        };
        format!(
            "\n\nclass Recurrent(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.rnn = {call}\n        \
             self.head = nn.Linear({hidden}, {outputs})\n\n    def forward(self, x):  # [length, rows, features]\n{passed}        \
             return {read}\n\n\nmodel = Recurrent()\n{load}\n{grouped}\n\
             x, y = file[\"input\"], file[\"target\"]{of_rows}\n"
        )
    }

    fn optimizer(&self) -> String {
        let Stretch { optimizer, schedule, .. } = &self.stretches[0];
        let schedule = if schedule.is_empty() { String::new() } else { format!("\nschedule = {schedule}") };
        let kept = if self.changes().contains("kept(") { KEPT } else { "" };
        format!("{kept}optimizer = {optimizer}{schedule}")
    }

    fn batches(&self) -> String {
        let one = ["y[rows]", "y"];
        let (loss, reads, asked) = match &self.blueprint {
            Blueprint::Function { .. } => {
                return "\n\ndef loss_at(step):\n    return f(point[0, 0], point[0, 1])\n".into();
            }
            Blueprint::Formula { .. } => ("nn.MSELoss()".into(), "x[rows]", one),
            Blueprint::Network { loss, .. } => (filled(loss, self.settings), "x[rows]", one),
            Blueprint::Recurrent { loss, reads: 1, .. } => (filled(loss, self.settings), "x[:, rows]", one),
            Blueprint::Recurrent { loss, .. } => {
                (filled(loss, self.settings), "x[:, rows]", ["y[:, rows].flatten(0, 1)", "y.flatten(0, 1)"])
            }
            Blueprint::Unwritten { .. } => return String::new(),
        };
        let penalised = [&L1, &L2].iter().any(|key| self.settings.get(key) != 0.0);
        let penalty = if penalised { " + penalty()" } else { "" };
        let mut define = if penalised { fill(PENALTY, self.settings) } else { String::new() };
        let mut sloped = [String::new(), String::new()];
        if let Blueprint::Network { slope_weight, .. } = self.blueprint
            && slope_weight > 0.0
        {
            define += &SLOPES.replace("WEIGHT", &slope_weight.to_string());
            sloped = [" + slopes(rows)", " + slopes(slice(None))"].map(String::from);
        }
        let [sloped, all_sloped] = sloped;
        match (self.run.steps_per_epoch(), self.settings.batch()) {
            (2.., Some(size)) => format!(
                "loss_of = {loss}\n{define}\n\ndef loss_at(step):  # every epoch has its own order of the rows\n    \
                 epoch, k = divmod(step, {})\n    rows = file[\"order\"][epoch].split({size})[k]\n    \
                 return loss_of(model({reads}), {}){penalty}{sloped}\n",
                self.run.steps_per_epoch(),
                asked[0]
            ),
            _ => format!(
                "loss_of = {loss}\n{define}\n\ndef loss_at(step):\n    return loss_of(model(x), {}){penalty}{all_sloped}\n",
                asked[1]
            ),
        }
    }

    /// What was changed while the run went on, at the beginning of its steps.
    fn changes(&self) -> String {
        let mut code = String::new();
        for pair in self.stretches.windows(2) {
            let begin = pair[1].begin(&pair[0]);
            if !begin.is_empty() {
                code += &format!("    if step == {}:\n{}", pair[1].from, indented(&begin, 2));
            }
        }
        code
    }

    fn training(&self) -> String {
        let clip = indented(&by_stretch(&self.stretches, |stretch| stretch.clip.clone()), 1);
        let (steps, changes) = (self.steps, self.changes());
        let after = match &self.blueprint {
            Blueprint::Formula { after, .. } if !after.is_empty() => {
                format!("        {}\n", after.replace('\n', "\n        "))
            }
            _ => String::new(),
        };
        // After clipping and printing, as in the page. PyTorch's random draws differ.
        let noise = |Stretch { settings, .. }: &Stretch| match Rule::of(settings).noise.is_on() {
            true => fill(NOISE, settings),
            false => String::new(),
        };
        let noise = indented(&by_stretch(&self.stretches, noise), 2);
        let schedule = indented(&by_stretch(&self.stretches, |stretch| stretch.after_step().into()), 2);
        format!(
            "\ndef norms():  # of every layer, accumulated in double precision\n    \
             return [sum(p.grad.double().square().sum() for p in tensors).sqrt().item() for _, tensors in layers]\n\n\n\
             for step in range({steps} + 1):\n{changes}    optimizer.zero_grad()\n    loss = loss_at(step)\n    loss.backward()\n    \
             raw = norms()\n{clip}    clipped = norms()\n    print(json.dumps({{\n        \"step\": step,\n        \
             \"loss\": loss.item(),\n        \"lr\": optimizer.param_groups[0][\"lr\"],\n        \
             \"grad_norm\": sum(n * n for n in raw) ** 0.5,\n        \
             \"clipped_grad_norm\": sum(n * n for n in clipped) ** 0.5,\n        \
             \"layers\": [\n            {{\"name\": name, \"grad_norm\": g, \"clipped_grad_norm\": c}}\n            \
             for (name, _), g, c in zip(layers, raw, clipped)\n        ],\n    }}))\n    \
             if step < {steps}:\n{noise}        optimizer.step()\n{after}{schedule}"
        ).trim_end().to_string()
    }
}

fn or<'a>(text: &'a str, other: &'a str) -> &'a str {
    if text.is_empty() { other } else { text }
}

/// A Python list. Many numbered names become a loop.
fn listed(names: &[String]) -> String {
    let counts_up = names.iter().enumerate().all(|(k, name)| *name == format!("\"layers.{k}\""));
    if counts_up && names.len() > 3 {
        format!("[f\"layers.{{k}}\" for k in range({})]", names.len())
    } else {
        format!("[{}]", names.join(", "))
    }
}

/// Modules as arguments, one per line. Repeated groups become a loop.
fn folded(modules: &[String]) -> String {
    let mut out = String::new();
    let mut k = 0;
    while k < modules.len() {
        let (length, times) = repetition(&modules[k..]);
        let group = modules[k..k + length].join(", ");
        if times > 2 && length * times > 3 {
            out += &format!(
                "    *[module for _ in range({times}) for module in ({group}{})],\n",
                if length == 1 { "," } else { "" }
            );
            k += length * times;
        } else {
            out += &format!("    {},\n", modules[k]);
            k += 1;
        }
    }
    out
}

/// Length (up to 8) of the leading group that covers most modules by repetition, and its number of repetitions.
fn repetition(modules: &[String]) -> (usize, usize) {
    let times = |length: usize| {
        let group = &modules[..length];
        modules.chunks_exact(length).take_while(|chunk| *chunk == group).count()
    };
    (1..=8.min(modules.len()))
        .map(|length| (length, times(length)))
        .max_by_key(|(n, t)| if *t > 1 { (n * t, usize::MAX - n) } else { (0, 0) })
        .unwrap_or((1, 1))
}
