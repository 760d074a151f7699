//! Races to choose from a menu.

/// A race worth watching.
#[derive(Clone, Copy, Debug)]
pub struct Ready {
    /// Its label in the menu.
    pub label: &'static str,
    /// What to watch for.
    pub help: &'static str,
    /// The whole race, as a settings string.
    pub settings: &'static str,
}

/// In order of difficulty.
pub const READY: &[Ready] = &[
    Ready {
        label: "SGD, momentum, Adam",
        help: "Rosenbrock's valley is easy to find and hard to follow. Plain gradient descent crawls; momentum runs along it.",
        settings: "scenario=rosenbrock&optimizer=sgd&lr=0.001&race=optimizer:momentum,lr:0.001;optimizer:adam,lr:0.05",
    },
    Ready {
        label: "Eight optimizers on Himmelblau",
        help: "Four equally deep minima and one start. Each optimizer decides which one it reaches.",
        settings: "scenario=himmelblau&optimizer=sgd&lr=0.01&race=optimizer:momentum,lr:0.005;optimizer:nesterov,lr:0.005;optimizer:adagrad,lr:0.5;optimizer:rmsprop,lr:0.05;optimizer:adam,lr:0.1;optimizer:lion,lr:0.05;optimizer:lbfgs",
    },
    Ready {
        label: "The cliff, with and without clipping",
        help: "One step at the wall throws the unclipped run far off. The clipped run continues.",
        settings: "scenario=cliff&race=clip:norm",
    },
    Ready {
        label: "Full batch against mini-batches",
        help: "Counted in gradients of single examples, mini-batches are far ahead. Counted in steps, this does not show.",
        settings: "scenario=moons&hidden_layers=2&width=8&activation=tanh&optimizer=sgd&lr=0.3&batch=full&race=batch:64;batch:16;batch:4&race_axis=evaluations",
    },
    Ready {
        label: "Caught, or freed by noise",
        help: "One sine unit has to find a frequency. The full batch is caught in the first minimum; the noise of single examples frees it (docs/noise.md).",
        settings: "scenario=sine&points=64&noise=0&hidden_layers=1&width=1&activation=sine&optimizer=sgd&lr=0.3&schedule=cosine&t_max=4000&batch=full&race=batch:8;batch:1&race_axis=epochs",
    },
    Ready {
        label: "L-BFGS, counted fairly",
        help: "One step of L-BFGS evaluates several gradients. Counted in gradients, its lead is smaller.",
        settings: "scenario=beale&optimizer=adam&lr=0.1&race=optimizer:lbfgs;optimizer:nesterov,lr:0.005&race_axis=evaluations",
    },
    Ready {
        label: "Adam and SGD as the regime changes",
        help: "The regime changes every 256 steps. At step 512 the moves are small again, but Adam still divides by the large gradients of the previous regime. With a short memory (beta2 0.9) it does not.",
        settings: "scenario=regime-switch&optimizer=sgd&lr=0.01&race=optimizer:adam,lr:0.01;optimizer:adam,lr:0.03,beta2:0.9",
    },
];
