//! Live changes in a script: code that does at the step of a change what the run does there.
//!
//! Between two changes the settings are the same: a stretch. What a change replaces begins anew; what only gets other
//! numbers keeps its state (`Memory::reset_changed`).

use super::script::filled;
use crate::clips::CLIP;
use crate::optimizers::{LR, OPTIMIZER};
use crate::registry::{Item, Settings};
use crate::schedules::SCHEDULE;

/// A part of the run without live changes.
pub struct Stretch {
    /// Its first step.
    pub from: u64,
    /// The settings in force.
    pub settings: Settings,
    /// The optimizer in PyTorch.
    pub optimizer: String,
    /// The schedule in PyTorch; empty for none.
    pub schedule: String,
    /// The clip in PyTorch; empty for none.
    pub clip: String,
    /// The first step of its kind of schedule.
    schedule_since: u64,
}

/// The stretches of the first `steps` steps, at least one.
pub fn stretches(settings: &Settings, steps: u64) -> Vec<Stretch> {
    let mut begins = settings.change_steps();
    begins.retain(|step| (1..=steps).contains(step));
    begins.insert(0, 0);
    let mut stretches: Vec<Stretch> = Vec::new();
    for from in begins {
        let settings = settings.at(from);
        let same = stretches.last().filter(|last| last.schedule().id == settings.get(&SCHEDULE).id);
        let schedule_since = same.map_or(from, |last| last.schedule_since);
        let [optimizer, schedule, clip] = [OPTIMIZER, SCHEDULE, CLIP].map(|key| filled(settings.get(&key), &settings));
        stretches.push(Stretch { from, settings, optimizer, schedule, clip, schedule_since });
    }
    let kind = |stretch: &Stretch| stretch.settings.get(&OPTIMIZER).id;
    let with_momentum = stretches.iter().filter(|stretch| !stretch.optimizer.contains(NO_MOMENTUM));
    let with_momentum: Vec<&str> = with_momentum.map(kind).collect();
    for stretch in &mut stretches {
        if stretch.optimizer.contains("nesterov=True") || with_momentum.contains(&kind(stretch)) {
            stretch.optimizer = has_buffer(&stretch.optimizer);
        }
    }
    stretches
}

/// The optimizer with a momentum so small that it does nothing, in place of none. Without momentum, PyTorch keeps no
/// momentum buffer, which is missing when momentum is switched on, and refuses Nesterov's.
fn has_buffer(optimizer: &str) -> String {
    optimizer.replace(NO_MOMENTUM, " momentum=1e-300,")
}

const NO_MOMENTUM: &str = " momentum=0,";

/// What the code at a change calls.
pub const KEPT: &str = "
def kept(before, after):  # the new optimizer goes on with the state of the old one
    after.state = before.state
    for old, new in zip(getattr(before, \"companions\", []), getattr(after, \"companions\", [])):
        new.state = old.state
    for group in after.param_groups:
        for p in group[\"params\"] if group.get(\"centered\") else []:
            after.state[p].setdefault(\"grad_avg\", torch.zeros_like(p))
    return after


";

impl Stretch {
    fn schedule(&self) -> &'static Item {
        self.settings.get(&SCHEDULE)
    }

    fn is_plateau(&self) -> bool {
        self.schedule.contains("ReduceLROnPlateau")
    }

    /// The code at the end of a step for its schedule.
    pub fn after_step(&self) -> &'static str {
        match self.schedule.as_str() {
            "" => "",
            _ if self.is_plateau() => "schedule.step(loss.item())\n",
            _ => "schedule.step()\n",
        }
    }

    /// The code at its first step, after the stretch `before`.
    pub fn begin(&self, before: &Stretch) -> String {
        let mut code = String::new();
        if self.optimizer != before.optimizer || self.schedule != before.schedule {
            code += &self.begin_rates(before);
        }
        let (clip, last) = (self.settings.get(&CLIP), before.settings.get(&CLIP));
        if clip.id != last.id {
            // Its memory: the variables beside its function.
            let is_variable = |line: &&str| line.split_once(" = ").is_some_and(|(name, _)| !name.contains(' '));
            let define = (clip.torch)().define;
            define.lines().filter(is_variable).for_each(|line| code += &format!("{line}\n"));
        }
        code
    }

    /// Optimizer and schedule.
    fn begin_rates(&self, before: &Stretch) -> String {
        let (optimizer, last) = (self.settings.get(&OPTIMIZER), before.settings.get(&OPTIMIZER));
        let same_optimizer = optimizer.id == last.id;
        let lr = self.settings.text(&LR);
        if same_optimizer && self.schedule.is_empty() && before.schedule.is_empty() {
            // One learning rate for all, and nothing else has changed.
            let only_rate = filled(optimizer, &before.settings.with(&[(LR.id(), &lr)]));
            let has_one_rate = !(optimizer.torch)().call.contains("aux_lr");
            if has_one_rate && has_buffer(&only_rate) == has_buffer(&self.optimizer) {
                return format!("for group in optimizer.param_groups:\n    group[\"lr\"] = {lr}\n");
            }
        }
        let same_schedule = self.schedule().id == before.schedule().id;
        let keeps_rates = same_schedule && self.is_plateau() && lr == before.settings.text(&LR);
        let mut code = String::new();
        if keeps_rates {
            code += "rates = [group[\"lr\"] for group in optimizer.param_groups]\n";
        }
        code += &match same_optimizer {
            true => format!("optimizer = kept(optimizer, {})\n", self.optimizer),
            false => format!("optimizer = {}\n", self.optimizer),
        };
        if keeps_rates {
            code += "for group, rate in zip(optimizer.param_groups, rates):\n    group[\"lr\"] = rate\n";
        }
        code + &self.begin_schedule(same_schedule)
    }

    fn begin_schedule(&self, same: bool) -> String {
        let new = &self.schedule;
        match self.from - self.schedule_since {
            _ if new.is_empty() => String::new(),
            _ if same && self.is_plateau() => format!(
                "last, schedule = schedule, {new}\nschedule.best, schedule.num_bad_epochs = last.best, last.num_bad_epochs\n\
                 schedule.cooldown_counter = last.cooldown_counter\n"
            ),
            0 => format!("schedule = {new}\n"),
            done => {
                format!("schedule = {new}\nfor _ in range({done}):  # it goes on from there\n    schedule.step()\n")
            }
        }
    }
}

/// What to do at every step, where the code depends on the stretch.
pub fn by_stretch(stretches: &[Stretch], code: impl Fn(&Stretch) -> String) -> String {
    let mut parts: Vec<(u64, String)> = Vec::new();
    for stretch in stretches {
        let code = code(stretch);
        if parts.last().is_none_or(|(_, last)| *last != code) {
            parts.push((stretch.from, code));
        }
    }
    if let [(_, only)] = &parts[..] {
        return only.clone();
    }
    let mut out = String::new();
    for (k, (from, code)) in parts.iter().enumerate().filter(|(_, (_, code))| !code.is_empty()) {
        let word = if out.is_empty() { "if" } else { "elif" };
        let when = match (k, parts.get(k + 1)) {
            (0, Some((end, _))) => format!("step < {end}"),
            (_, Some((end, _))) => format!("{from} <= step < {end}"),
            _ => format!("step >= {from}"),
        };
        out += &format!("{word} {when}:\n{}", indented(code, 1));
    }
    out
}

/// Lines with so many levels of indentation.
pub fn indented(code: &str, levels: usize) -> String {
    code.lines().map(|line| format!("{}{line}\n", "    ".repeat(levels))).collect()
}
