//! The settings of the study, drawn at random.

use super::{Case, Draw};
use gradscape::math::random::{Purpose, Stream};

/// Settings, drawn at random from fixed seeds.
pub fn cases(draw: &Draw) -> Vec<Case> {
    draw.seeds.iter().flat_map(|(seed, count)| drawn(*seed, *count)).collect()
}

fn drawn(seed: u64, count: usize) -> Vec<Case> {
    let mut dice = Dice(Stream::new(seed, Purpose::Initialization, 0));
    let mut cases: Vec<Case> = Vec::new();
    while cases.len() < count {
        let settings = match cases.len() % 24 {
            0..15 => dice.on_data(),
            15..18 => dice.on_sequences(),
            18..22 => dice.on_functions(),
            _ => dice.on_markets(),
        };
        let steps = match cases.len() % 24 {
            15..18 => *dice.one(&[30, 60]),
            _ => *dice.one(&[30, 60, 150]),
        };
        if !cases.iter().any(|case| case.settings == settings) {
            cases.push(Case { settings, steps });
        }
    }
    cases
}

/// Draws settings.
struct Dice(Stream);

impl Dice {
    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[(self.0.uniform() * of.len() as f64) as usize % of.len()]
    }

    fn on_data(&mut self) -> String {
        let scenario =
            self.one(&["spiral", "circles", "moons", "xor", "blobs", "checkerboard", "plane", "sine", "iris", "wine"]);
        let points = if matches!(*scenario, "iris" | "wine") { "" } else { "&points=64" };
        let noise = if points.is_empty() { "" } else { self.one(&["", "&noise=0.2", "&noise=0.6"]) };
        let test = self.one(&["&test_share=0", "&test_share=0", "&test_share=0.25"]);
        let activation =
            self.one(&["sigmoid", "tanh", "relu", "leaky-relu", "elu", "gelu", "softplus", "hardtanh", "sine"]);
        let depth = self.one(&["1", "2", "3", "5", "8", "12"]);
        let width = self.one(&["4", "8", "16"]);
        let init = self.one(&[
            "init=xavier-normal",
            "init=xavier-normal",
            "init=he-normal",
            "init=he-normal",
            "init=normal&init_std=0.05",
            "init=normal&init_std=1",
            "init=normal&init_std=2",
        ]);
        let more = self.one(&[
            "",
            "",
            "",
            "",
            "",
            "&norm=batch",
            "&norm=layer",
            "&residual=scaled",
            "&precision=f16",
            "&precision=e4m3",
        ]);
        format!(
            "scenario={scenario}{points}{noise}{test}&activation={activation}&hidden_layers={depth}&width={width}&{init}{more}{}{}",
            self.rule(),
            self.seed()
        )
    }

    fn on_sequences(&mut self) -> String {
        let scenario = self.one(&[
            "recall&points=64&length=21&delay=20",
            "recall&points=64&length=6&delay=5",
            "adding&points=64&length=20",
            "copy&points=64",
            "jump-futures&points=256",
        ]);
        let cell = self.one(&["rnn-tanh", "rnn-relu", "lstm", "gru"]);
        let init = self.one(&[
            "",
            "",
            "&recurrent_init=orthogonal&recurrent_gain=1",
            "&recurrent_init=orthogonal&recurrent_gain=2",
            "&recurrent_init=orthogonal&recurrent_gain=0.5",
        ]);
        format!("scenario={scenario}&cell={cell}&width=8{init}{}{}", self.rule(), self.seed())
    }

    fn on_functions(&mut self) -> String {
        let scenario = self.one(&[
            "sphere",
            "bowl",
            "rosenbrock",
            "saddle",
            "cliff",
            "plateau",
            "beale",
            "himmelblau",
            "rastrigin",
            "ackley",
            "booth",
            "matyas",
            "styblinski-tang",
            "three-hump-camel",
            "six-hump-camel",
            "mccormick",
            "easom",
            "levi-13",
        ]);
        let (x, y) = (4.0 * self.0.uniform() - 2.0, 4.0 * self.0.uniform() - 2.0);
        let start = if self.0.uniform() < 0.5 { String::new() } else { format!("&start_x={x:.2}&start_y={y:.2}") };
        let lr = self.one(&["", "&lr=0.0001", "&lr=0.001", "&lr=0.01", "&lr=0.05", "&lr=0.1", "&lr=0.3", "&lr=1"]);
        let optimizer = self.one(&["", "", "", "&optimizer=momentum", "&optimizer=adam", "&optimizer=rmsprop"]);
        format!("scenario={scenario}{start}{optimizer}{lr}{}", self.clip())
    }

    fn on_markets(&mut self) -> String {
        let scenario = self.one(&[
            "svi-smile",
            "option-price&points=128&test_share=0",
            "deep-hedge&points=64&width=8",
            "dax-vol-surface&hidden_layers=2&width=8&activation=tanh",
        ]);
        let lr = self.one(&["0.0001", "0.001", "0.01", "0.05", "0.3", "1"]);
        let optimizer = self.one(&["sgd", "momentum", "adam", "adam"]);
        format!("scenario={scenario}&optimizer={optimizer}&lr={lr}{}{}", self.clip(), self.seed())
    }

    fn rule(&mut self) -> String {
        let optimizer = self.one(&[
            "sgd&lr=0.001",
            "sgd&lr=0.01",
            "sgd&lr=0.05",
            "sgd&lr=0.05",
            "sgd&lr=0.3",
            "sgd&lr=1",
            "sgd&lr=3",
            "momentum&lr=0.01",
            "momentum&lr=0.1",
            "adam&lr=0.0003",
            "adam&lr=0.003",
            "adam&lr=0.01",
            "adam&lr=0.1",
            "rmsprop&lr=0.01",
        ]);
        let batch = self.one(&["full", "full", "32", "8", "4"]);
        format!("&optimizer={optimizer}&batch={batch}{}", self.clip())
    }

    fn clip(&mut self) -> String {
        self.one(&[
            "",
            "",
            "",
            "",
            "",
            "&clip=norm&threshold=10",
            "&clip=norm&threshold=1",
            "&clip=norm&threshold=0.1",
            "&clip=norm&threshold=0.001",
            "&clip=value&threshold=0.5",
            "&clip=agc",
            "&clip=autoclip",
        ])
        .to_string()
    }

    fn seed(&mut self) -> String {
        format!("&seed={}", 1 + (self.0.uniform() * 1e6) as u64)
    }
}
