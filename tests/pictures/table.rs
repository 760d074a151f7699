//! The runs that are drawn: one for each chart, and a few more for the theme, a diverged run and a chart without data.
//!
//! A new chart needs one line here. Choose a run that shows what the chart is for, and keep it small: few steps.

/// A chart after some steps of a run.
pub struct Picture {
    /// The name of its file, without the ending.
    pub name: &'static str,
    /// The id of the chart.
    pub chart: &'static str,
    /// The settings string.
    pub settings: &'static str,
    /// The number of steps.
    pub steps: &'static str,
    /// Width and height in CSS pixels.
    pub size: [&'static str; 2],
    /// What is to be seen. Whoever changes a picture compares it with this sentence.
    pub shows: &'static str,
    /// `light` or `dark`.
    pub theme: &'static str,
    /// Whether the chart has nothing to draw, and says why.
    pub empty: bool,
}

/// A chart's own picture, which has its name.
const fn of(chart: &'static str, settings: &'static str, steps: &'static str, shows: &'static str) -> Picture {
    Picture { name: chart, chart, settings, steps, size: ["480", "300"], shows, theme: "light", empty: false }
}

impl Picture {
    const fn sized(self, width: &'static str, height: &'static str) -> Self {
        Self { size: [width, height], ..self }
    }

    const fn named(self, name: &'static str) -> Self {
        Self { name, ..self }
    }
}

/// In the order of the gallery.
pub const PICTURES: &[Picture] = &[
    of(
        "race",
        "scenario=himmelblau&lr=0.01&race=optimizer:momentum,lr:0.005;optimizer:adam,lr:0.1;lr:0.05",
        "40",
        "Four optimizers from one start. Plain gradient descent wins; with five times its learning rate it diverges.",
    ),
    of(
        "layers",
        "hidden_layers=5&activation=relu&init=normal&init_std=0.6&clip=layer-norm&threshold=0.1",
        "5",
        "Large weights: the gradient is largest in the first layer. The clip brings every layer's norm to the threshold.",
    ),
    Picture {
        theme: "dark",
        ..of(
            "layers",
            "",
            "5",
            "Twelve sigmoid layers, dark: the gradient vanishes by seven powers of ten from the last layer to the first.",
        )
        .named("layers-dark")
    },
    of(
        "curves",
        "scenario=cliff&clip=norm",
        "25",
        "The norm before clipping peaks at the cliff; after clipping it stays at the threshold, and the loss goes down.",
    ),
    of(
        "network",
        "hidden_layers=6&width=3",
        "20",
        "Six sigmoid layers: connections fade from right to left, and the factors below multiply to the signal that is left.",
    ),
    of(
        "network",
        "scenario=xor&hidden_layers=2&width=4&activation=relu&init=he-normal&norm=layer&residual=plain&dropout=0.1&edges=weight&lr=0.3",
        "150",
        "Each unit has its own map of the plane. Negative weights are dashed; normalisation, dropout and the residual connection are drawn.",
    )
    .named("network-weights"),
    Picture {
        theme: "dark",
        ..of(
            "network",
            "scenario=digits&hidden_layers=40&width=5&activation=tanh&init=xavier-normal",
            "2",
            "Forty layers fold into a strip between the first and the last ones, and 64 inputs into 16 and one for the rest.",
        )
        .named("network-deep")
    },
    of(
        "network",
        "scenario=recall&delay=12&width=4",
        "5",
        "A recurrent network unrolled over its time steps: the early ones contribute little to the gradient.",
    )
    .named("network-time"),
    of(
        "history",
        "hidden_layers=6&activation=sigmoid",
        "40",
        "A sigmoid network: dark at the bottom, where the first layers get almost no gradient.",
    ),
    of(
        "history",
        "hidden_layers=6&activation=identity&init=normal&init_std=2&lr=0.001",
        "40",
        "A run that diverges after three steps: the map ends at the red line.",
    )
    .named("history-diverged"),
    of(
        "boundary",
        "scenario=xor&hidden_layers=2&width=184&activation=relu&init=he-normal&optimizer=adam&lr=0.03",
        "60",
        "Two inputs: four quadrants in two colours, hollow markers for test examples, a thin line between the classes.",
    )
    .sized("400", "320"),
    of(
        "boundary",
        "scenario=sine&hidden_layers=2&width=8&activation=tanh&optimizer=adam&lr=0.03",
        "200",
        "One input: a curve through the examples.",
    )
    .named("boundary-line"),
    of(
        "forecast",
        "scenario=spx-volatility&width=4&optimizer=adam&lr=0.01",
        "200",
        "Eleven test years: the network and two simple rules below the scatter of what came; three spikes are marked.",
    )
    .sized("360", "260"),
    of(
        "forecast-spike",
        "scenario=spx-volatility&width=4&optimizer=adam&lr=0.01",
        "200",
        "Autumn 2008 day by day: EWMA and GARCH rise with the returns, a network of four units less.",
    ),
    of(
        "regimes",
        "scenario=regime-switch",
        "600",
        "The loss jumps at both turns and comes back to 1 after the first.",
    ),
    of("smile", "scenario=svi-smile", "30", "A fit on its way to the quotes, and its g(k) above 0."),
    of(
        "residuals",
        "scenario=svi-smile",
        "30",
        "The same fit: too low at both ends, too high in the middle.",
    ),
    of(
        "price-error",
        "scenario=option-price",
        "20",
        "The error over moneyness and maturity; dark lines where it changes its sign.",
    )
    .sized("360", "280"),
    of(
        "vol-error",
        "scenario=option-price",
        "20",
        "The same error as a volatility; white where no volatility gives the network's price.",
    )
    .sized("360", "280"),
    of(
        "hedge-pnl",
        "scenario=deep-hedge",
        "40",
        "Two histograms with the mean of their worst 5 %: the network's is still the wider one.",
    ),
    of(
        "hedge-ratio",
        "scenario=deep-hedge",
        "40",
        "An S-curve near the delta; who held nothing buys a little more than who held all keeps.",
    ),
    of(
        "policy",
        "scenario=mean-reversion-agent",
        "60",
        "Two falling curves: whoever is long stays long up to a higher price.",
    ),
    of(
        "noise",
        "scenario=mean-reversion-agent&clip=norm",
        "20",
        "Sixteen draws of the gradient, smallest first; their mean is shorter than most of them.",
    ),
    of(
        "time-map",
        "scenario=recall&hidden_layers=2",
        "20",
        "Two recurrent layers: the gradient fades towards the start in the second layer, not in the first.",
    ),
    of(
        "time",
        "scenario=recall",
        "3",
        "The gradient grows on the way back in time, slower than the largest singular value would allow.",
    ),
    Picture {
        empty: true,
        ..of("time", "hidden_layers=2", "1", "A network without time: one sentence in place of the chart.")
            .named("time-empty")
    },
    of(
        "dependence",
        "scenario=recall",
        "20",
        "The output depends on the last input most, and on the first one ten thousand times less.",
    ),
    of(
        "gates",
        "scenario=recall&cell=lstm&optimizer=adam&lr=0.03",
        "60",
        "The three gates of an LSTM; the forget gate is the most open one.",
    ),
    of(
        "recurrence",
        "scenario=recall",
        "20",
        "The spectral radius grows from 1.1 to 1.4 and stays there.",
    ),
    of(
        "rate",
        "hidden_layers=2&schedule=one-cycle&total_steps=100",
        "100",
        "One cycle: the rate rises and falls, the momentum does the opposite.",
    ),
    of(
        "clip",
        "scenario=moons&hidden_layers=2&width=8&activation=tanh&batch=16&clip=value&threshold=0.1",
        "60",
        "Clipping by value: where it leaves less of the norm it turns the gradient by more.",
    ),
    of(
        "precision",
        "hidden_layers=8&activation=relu&init=he-normal&precision=e4m3",
        "20",
        "Eight-bit numbers: a tenth of the slopes and a quarter of the gradient are rounded to 0.",
    ),
    of(
        "updates",
        "hidden_layers=8&activation=sigmoid&optimizer=sgd",
        "20",
        "A sigmoid network: only the last two layers move by about the guide of 0.001 or more.",
    ),
    of(
        "optimizer",
        "hidden_layers=6&activation=sigmoid&optimizer=adam",
        "20",
        "Adam: equal updates in all layers, although the averages of gradients differ by four powers of ten.",
    ),
    of(
        "activations",
        "hidden_layers=6&activation=relu&init=he-normal",
        "20",
        "ReLU layers: outputs shrink towards the last one, about half of them are 0, a few units are dead.",
    ),
    of(
        "gradients",
        "hidden_layers=3&activation=relu&init=he-normal",
        "20",
        "A histogram of gradient elements for each layer; those that are exactly 0 lie at the bottom.",
    ),
    of(
        "phase-map",
        "hidden_layers=6&activation=tanh&init=normal&init_std=0.4&bias_std=0.3",
        "0",
        "The critical line of tanh rises to the right from σ_w = 1; the run lies beside it.",
    )
    .sized("360", "260"),
    of(
        "factors",
        "hidden_layers=8&activation=sigmoid",
        "20",
        "Sigmoid slopes below 1/4 shrink the signal in every layer; the weights keep it.",
    ),
    of(
        "sharpness",
        "hidden_layers=2&activation=tanh&lr=0.5&batch=full",
        "60",
        "λ_max grows towards the limit 2 / lr.",
    ),
    of(
        "cut",
        "scenario=moons&hidden_layers=2&activation=tanh&lr=0.3",
        "60",
        "The loss falls from the start to where the run is; the test loss ends above it.",
    ),
    of(
        "basins",
        "scenario=himmelblau",
        "0",
        "Four minima with a quarter of the starts each, in four colours and shapes.",
    )
    .sized("240", "320"),
    of(
        "autopsy",
        "scenario=cliff",
        "40",
        "One step at the cliff throws the run far away; dashed, the same run with its gradient clipped.",
    ),
    of(
        "contour",
        "scenario=bowl&kappa=100&optimizer=momentum&lr=0.004",
        "40",
        "A narrow valley: momentum swings across it and rolls along it to the minimum.",
    )
    .sized("360", "320"),
];
