//! The same settings give the same bits, in whatever order a run is stepped and seeks.

use gradscape::clips::AnyClip;
use gradscape::optimizers::AnyOptimizer;
use gradscape::registry::Settings;
use gradscape::run::{AnyRun, Frame, Names, Status};
use gradscape::scenarios;
use gradscape::schedules::AnySchedule;

fn run(text: &str) -> AnyRun {
    let (settings, notices) = Settings::parse(text);
    assert_eq!(notices, [], "{text}");
    AnyRun::new(&settings, scenarios::data_file(&settings).map(|file| file.bytes)).expect("the data are good")
}

fn row(run: &AnyRun) -> String {
    run.frame().to_json(Names::Snake, run.is_single(), run.layer_names(), false).to_string()
}

fn seek(run: &mut AnyRun, step: u64) {
    run.seek(step);
}

const STORIES: [&str; 15] = [
    "scenario=option-price&points=80&slope_weight=1&batch=20&width=8",
    "scenario=deep-hedge&points=20&dates=5&cost=0.01&risk=cvar&clip=norm&threshold=0.5",
    "scenario=mean-reversion-agent&points=20&baseline=mean",
    "scenario=svi-smile&coordinates=raw&optimizer=adam&lr=0.1&batch=5",
    "hidden_layers=4&activation=tanh&norm=batch&residual=scaled&residual_learned=1&dropout=0.2&optimizer=adam&batch=24",
    "activation=relu&init=he-normal&changes=lr~0.01@5,optimizer~adam@40,lr~0.003@41,clip~norm@100,threshold~0.2@250",
    "",
    "activation=relu&init=he-normal&optimizer=adam&batch=10",
    "scenario=dax-vol-surface&precision=f64&optimizer=nesterov&clip=value&batch=33",
    "scenario=recall&clip=norm&threshold=0.01&batch=7",
    "scenario=recall&cell=lstm&hidden_layers=2&batch=7",
    "scenario=rosenbrock&optimizer=momentum",
    "scenario=cliff&clip=norm",
    "scenario=iris&test_share=0.6&batch=8",
    "activation=tanh&optimizer=adam&clip=autoclip&batch=20&precision=f16&loss_scaling=dynamic&loss_scale=16777216&growth_interval=30",
];

#[test]
fn two_runs_of_the_same_settings_agree_in_every_field() {
    for text in STORIES {
        let (mut one, mut other) = (run(text), run(text));
        for _ in 0..100 {
            assert_eq!(row(&one), row(&other), "{text}");
            one.step(1);
            other.step(1);
        }
    }
}

#[test]
fn seeking_back_and_forth_gives_the_frames_of_the_straight_way() {
    for text in STORIES {
        let mut straight = run(text);
        let rows: Vec<String> = (0..600).map(|_| (row(&straight), straight.step(1)).0).collect();
        let mut wandering = run(text);
        wandering.step(599);
        for step in [0, 599, 250, 251, 17, 598, 1, 300] {
            seek(&mut wandering, step);
            assert_eq!(row(&wandering), rows[step as usize], "{text} at {step}");
        }
        // Continuing from an earlier step writes the same history again.
        wandering.step(5);
        assert_eq!(row(&wandering), rows[305], "{text}");
        seek(&mut wandering, 599);
        assert_eq!(row(&wandering), rows[599], "{text}");
    }
}

#[test]
fn every_optimizer_goes_back_and_on_again_with_the_same_bits() {
    for item in AnyOptimizer::ITEMS {
        let text = format!(
            "points=24&hidden_layers=2&width=3&batch=10&optimizer={}&changes=lr~0.003@11,clip~norm@20,optimizer~adam@30",
            item.id
        );
        let mut straight = run(&text);
        let rows: Vec<String> = (0..40).map(|_| (row(&straight), straight.step(1)).0).collect();
        let (mut wandering, mut bare) = (run(&text), run(&text));
        wandering.step(39);
        for step in [25, 3, 39, 30, 0, 12, 1, 29] {
            seek(&mut wandering, step);
            assert_eq!(row(&wandering), rows[step as usize], "{text} at {step}");
        }
        wandering.step(5);
        assert_eq!(row(&wandering), rows[34], "{text}");
        bare.advance(29);
        assert_eq!(row(&bare), rows[29], "{text}");
    }
}

#[test]
fn gradients_are_counted_the_same_however_a_step_was_reached() {
    let evaluations = |run: &AnyRun| run.evaluations();
    let mut one = run("scenario=rosenbrock&optimizer=lbfgs&max_iter=3&changes=optimizer~adam@6");
    let counts: Vec<u64> = (0..12).map(|_| (evaluations(&one), one.step(1)).0).collect();
    assert_eq!(counts[0], 1);
    assert!(counts[1] > 2, "a line search asks for more than one gradient: {counts:?}");
    assert_eq!(counts[11], counts[6] + 5, "Adam asks for one in a step: {counts:?}");
    for step in [3, 11, 5, 0] {
        seek(&mut one, step);
        assert_eq!(evaluations(&one), counts[step as usize]);
    }
}

#[test]
fn running_statistics_come_back_with_the_step_they_belong_to() {
    let mut run = match run("hidden_layers=3&activation=tanh&norm=batch&dropout=0.2&optimizer=adam&batch=24") {
        AnyRun::F32(run) => run,
        AnyRun::F64(_) => panic!("single precision is the default"),
    };
    let mut there: Vec<(Vec<f32>, f64)> = Vec::new();
    for step in 0..400 {
        assert_eq!(run.step(0), step);
        there.push((run.buffers().to_vec(), run.evaluate(1)));
        run.step(1);
    }
    assert_ne!(there[10].0, there[11].0, "they move");
    for step in [0, 399, 131, 132, 7] {
        run.seek(step);
        assert_eq!((run.buffers().to_vec(), run.evaluate(1)), there[step as usize], "step {step}");
    }
}

#[test]
fn steps_without_a_record_lead_to_the_same_place() {
    for text in STORIES {
        let (mut recorded, mut bare) = (run(text), run(text));
        recorded.step(200);
        bare.advance(200);
        assert_eq!(row(&recorded), row(&bare), "{text}");
    }
}

#[test]
fn a_run_that_was_changed_live_is_the_run_of_its_link() {
    let changes = [
        (3, "lr", "0.02"),
        (17, "optimizer", "adam"),
        (17, "lr", "0.004"),
        (60, "clip", "norm"),
        (61, "threshold", "0.1"),
    ];
    let mut settings = Settings::parse("activation=relu&init=he-normal").0;
    let mut live = run(&settings.canonical());
    let mut rows = Vec::new();
    for step in 0..120 {
        for (_, key, value) in changes.iter().filter(|(at, ..)| *at == step) {
            settings.change(step, key, value).expect("a live key");
            live.change(&settings);
        }
        rows.push(row(&live));
        live.step(1);
    }
    let mut replayed = run(&settings.canonical());
    for (step, expected) in rows.iter().enumerate() {
        assert_eq!(row(&replayed), *expected, "step {step} of {}", settings.canonical());
        replayed.step(1);
    }
    for step in [59, 0, 61, 16, 118, 17] {
        seek(&mut live, step);
        assert_eq!(row(&live), rows[step as usize], "looking back at {step}");
    }
}

#[test]
fn a_change_made_in_the_past_holds_for_every_step_after_it() {
    let mut settings = Settings::parse("activation=relu&init=he-normal").0;
    let mut live = run(&settings.canonical());
    live.step(700);
    seek(&mut live, 100);
    settings.change(100, "lr", "0.01").expect("a live key");
    live.change(&settings);
    // Snapshots of later steps from before the change must be gone.
    seek(&mut live, 700);
    let mut straight = run(&settings.canonical());
    straight.step(700);
    assert_eq!(row(&live), row(&straight));
    for step in [300, 650] {
        seek(&mut live, step);
        seek(&mut straight, step);
        assert_eq!(row(&live), row(&straight), "at {step}");
    }
}

#[test]
fn a_diverged_run_stops_by_itself_names_the_place_and_keeps_its_history() {
    let mut run = run("activation=identity&init=normal&init_std=2");
    let reached = run.step(1000);
    let Status::Diverged(what) = &run.frame().status else { panic!("it should have diverged") };
    assert!(reached < 1000 && what.step == reached);
    assert!(run.layer_names().contains(&what.layer) && !what.quantity.is_empty());
    assert_eq!(run.step(5), reached, "a diverged run stays where it is");
    assert_eq!(run.history().next(), reached + 1);
    seek(&mut run, 0);
    assert_eq!(run.frame().status, Status::Running);
    assert!(run.frame().loss.is_finite());
}

#[test]
fn going_back_under_every_clip_and_schedule_gives_the_bits_of_the_straight_way() {
    let small = "points=40&hidden_layers=2&width=4&activation=relu&init=he-normal&optimizer=momentum&lr=0.02&batch=8";
    let clips = AnyClip::ITEMS.iter().map(|item| format!("clip={}", item.id));
    let schedules = AnySchedule::ITEMS.iter().map(|item| format!("schedule={}", item.id));
    // Both change and change back, with another history.
    let changes = "changes=clip~autoclip@50,schedule~plateau@60,patience~3@60,threshold~60@90,clip~norm@120,\
                   clip~autoclip@200,schedule~one-cycle@210,total_steps~100@210,clip~zclip@290";
    for rule in clips.chain(schedules).chain([changes.into()]) {
        let text = format!("{small}&{rule}");
        let mut straight = run(&text);
        let frames: Vec<Frame> = (0..400).map(|_| (straight.frame().clone(), straight.step(1)).0).collect();
        let mut wandering = run(&text);
        wandering.step(399);
        for step in [300, 60, 10, 250, 251, 199, 398, 1, 130] {
            seek(&mut wandering, step);
            assert_eq!(*wandering.frame(), frames[step as usize], "{text} at {step}");
        }
        wandering.step(269);
        assert_eq!(*wandering.frame(), frames[399], "{text}");
        assert_eq!(wandering.history().at(399).expect("recorded").frame(), frames[399], "{text}");
    }
}

#[test]
fn another_seed_is_another_run() {
    assert_ne!(row(&run("seed=1")), row(&run("seed=2")));
}
