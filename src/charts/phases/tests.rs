use super::*;
use crate::registry::Settings;
use crate::run::AnyRun;

fn opened(text: &str, steps: u64) -> Phases {
    let (settings, notices) = Settings::parse(text);
    assert_eq!(notices, []);
    let mut run = AnyRun::new(&settings, None).expect("generated data cannot be broken");
    run.step(steps);
    run.phases()
}

fn arrived(figure: &Figure) -> Vec<usize> {
    let Mark::Bars { y, .. } = &figure.series[0].mark else { panic!("bars come first") };
    (0..y.len()).filter(|k| y[*k].is_finite()).collect()
}

#[test]
fn forward_arrives_from_the_left_and_backward_from_the_right() {
    let step = opened("hidden_layers=4", 3);
    assert_eq!(arrived(&Phase::Forward.figure(&step, 2)), [0, 1]);
    assert_eq!(arrived(&Phase::Backward.figure(&step, 2)), [3, 4]);
    assert_eq!(arrived(&Phase::Backward.figure(&step, 99)), [0, 1, 2, 3, 4]);
    let now = Phase::Backward.figure(&step, 2).summary;
    assert!(now.contains("layer 3") && now.contains(&spoken(step.parts[3].gradient)), "{now}");
}

#[test]
fn without_a_clip_there_is_no_clipping_and_with_one_its_norms_are_told() {
    assert!(!Phase::of(&opened("", 0)).contains(&Phase::Clip));
    let step = opened("clip=norm&threshold=0.01&lr=0.01", 0);
    assert_eq!(Phase::of(&step).len(), 4);
    let said = Phase::Clip.figure(&step, 2).summary;
    assert!(said.contains(&spoken(step.grad_norm)) && said.ends_with("to 0.01."), "{said}");
    let open = opened("clip=norm&threshold=1000&lr=0.01", 0);
    assert!(Phase::Clip.figure(&open, 2).summary.contains("as it is"));
}

#[test]
fn every_phase_of_every_kind_of_objective_says_something_at_every_number() {
    for text in
        ["", "scenario=recall&delay=4", "scenario=rosenbrock", "lr=10&init=normal&init_std=3&activation=relu&loss=mse"]
    {
        let step = opened(text, 60);
        for phase in Phase::of(&step) {
            for shown in 0..=phase.count(&step) + 1 {
                let figure = phase.figure(&step, shown);
                assert!(figure.summary.starts_with(&*phase.label()) || figure.empty.is_some(), "{}", figure.summary);
            }
        }
    }
}
