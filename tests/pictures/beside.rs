//! Pictures of the page that no command draws: the activation's curve, and the phases of a step.

use super::{Drawn, fresh};
use gradscape::charts::{self, phases::Phase};
use gradscape::draw::{figure::Figure, svg::svg, theme::Theme};
use gradscape::registry::Settings;
use gradscape::run::AnyRun;

/// The section of these pictures in the gallery.
pub const SECTION: &str = "beside";
/// A small network whose gradient is clipped.
const STEP: &str = "hidden_layers=4&activation=tanh&clip=norm&threshold=0.01";

/// All of them.
pub fn drawn() -> Vec<Drawn> {
    let curve = charts::of_setting("activation", &settings("activation=gelu")).expect("an activation has a curve");
    let shows = "GELU and its derivative.";
    let mut all = vec![picture("activation", "activation=gelu", shows, &curve)];
    let run = AnyRun::new(&settings(STEP), None).expect("generated data cannot be broken");
    let AnyRun::F32(run) = run else { panic!("numbers are f32 unless the settings say otherwise") };
    let step = run.phases();
    for phase in Phase::of(&step) {
        // Halfway through the values; a clip has only two, the norms before and after.
        let count = phase.count(&step);
        let shown = if phase == Phase::Clip { count } else { count.div_ceil(2) };
        let (name, shows) = match phase {
            Phase::Forward => ("step-forward", "Forward: the signal has come half of its way, from the left."),
            Phase::Backward => ("step-backward", "Backward: the gradient has come half of its way, from the right."),
            Phase::Clip => ("step-clip", "Clip: every layer is shortened by the same factor."),
            Phase::Update => ("step-update", "Update: the first half of the layers has moved."),
        };
        all.push(picture(name, STEP, shows, &phase.figure(&step, shown)));
    }
    all
}

fn settings(text: &str) -> Settings {
    let (settings, notices) = Settings::parse(text);
    assert_eq!(notices, [], "{text}");
    settings
}

fn picture(name: &'static str, settings: &'static str, shows: &'static str, figure: &Figure) -> Drawn {
    let svg = svg(figure, 400, 260, &Theme::LIGHT);
    std::fs::write(fresh(name), &svg).expect("the picture can be written");
    let source = format!("`#{settings}`");
    Drawn { name, section: SECTION, shows, source, empty: false, svg, summary: figure.summary.clone() }
}
