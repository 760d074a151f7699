use super::*;
use crate::run::AnyRun;
use crate::scenarios;

fn of(text: &str, steps: u64) -> Autopsy {
    let (settings, notices) = Settings::parse(text);
    assert_eq!(notices, [], "{text}");
    let file = scenarios::data_file(&settings).map(|file| file.bytes);
    examine(&settings, file, steps).expect("the data file is whole")
}

/// The cause, and the settings of the counterfactual that proves it.
fn cause(autopsy: &Autopsy) -> Option<(Cause, &str)> {
    autopsy.proven().map(|tried| (tried.cause, tried.settings.as_str()))
}

#[test]
fn on_a_bowl_the_learning_rate_is_the_cause_and_the_growth_is_that_of_the_closed_form() {
    let autopsy = of("scenario=bowl&lr=0.25", 300);
    let event = autopsy.event.as_ref().expect("it diverges");
    assert_eq!((event.kind, autopsy.last), (EventKind::Diverged, event.step));
    let growth = autopsy.growth.as_ref().expect("the gradient grows");
    // Along the curvature 25 each step multiplies the distance by |1 − 0.25 · 25| = 5.25.
    assert!(growth.from == 0 && (growth.factor - 5.25).abs() < 0.01, "{growth:?}");
    let limit = autopsy.limit.as_ref().expect("plain descent has a limit");
    assert!((limit.curvature - 25.0).abs() < 1e-6 && (limit.stable - 8.0).abs() < 1e-12, "{limit:?}");
    // Half the rate is above the limit 2/25, too.
    assert_eq!(cause(&autopsy), Some((Cause::LearningRate, "scenario=bowl&lr=0.0625")));
}

#[test]
fn the_cliff_throws_a_run_whose_loss_stays_finite() {
    let autopsy = of("scenario=cliff", 40);
    let event = autopsy.event.as_ref().expect("it is thrown");
    assert_eq!((event.kind, event.step), (EventKind::Thrown, 12));
    let growth = autopsy.growth.as_ref().expect("the gradient jumps");
    assert!(growth.is_jump() && growth.to == 12 && growth.factor > 100.0, "{growth:?}");
    assert_eq!(cause(&autopsy).map(|(cause, _)| cause), Some(Cause::LearningRate));
}

#[test]
fn a_counterfactual_stays_near_when_it_is_run_by_itself() {
    for (text, steps) in [("scenario=bowl&lr=0.25", 300), ("scenario=cliff", 40), ("activation=relu&init=normal", 20)] {
        let autopsy = of(text, steps);
        let tried = autopsy.proven().expect("a cause");
        let (settings, notices) = Settings::parse(&tried.settings);
        assert_eq!(notices, []);
        let mut run = AnyRun::new(&settings, None).expect("no data file");
        assert_eq!(run.step(tried.step), tried.step, "{text}");
        assert!(run.frame().loss.is_finite());
        // The chart's second half is that run.
        let last = autopsy.beside.last().expect("readings");
        run.seek(last.step);
        assert_eq!(run.frame().loss, last.loss, "{text}");
    }
}

#[test]
fn a_run_that_is_well_has_nothing_to_examine() {
    for (text, steps) in [("scenario=sphere", 50), ("activation=relu&init=he-normal", 200), ("scenario=moons", 200)] {
        let autopsy = of(text, steps);
        assert_eq!((autopsy.event, autopsy.tried.len()), (None, 0), "{text}");
    }
}

#[test]
fn a_function_without_a_value_at_its_start_has_no_growth_and_no_cause() {
    let autopsy = of("scenario=expression&expression=sqrt(-1-x^2-y^2)", 5);
    assert_eq!(autopsy.event.as_ref().map(|event| event.step), Some(0));
    assert_eq!((autopsy.growth.clone(), cause(&autopsy)), (None, None), "{autopsy:?}");
}

#[test]
fn a_function_that_falls_without_end_is_the_cause_itself() {
    for (text, steps) in [("scenario=saddle&lr=1", 300), ("scenario=expression&expression=-x^2-y^2", 500)] {
        let autopsy = of(text, steps);
        assert!(autopsy.event.is_some() && autopsy.is_endless && autopsy.tried.is_empty(), "{text}: {autopsy:?}");
    }
    assert!(!of("scenario=bowl&lr=0.25", 300).is_endless);
}

#[test]
fn a_step_out_of_the_domain_is_named_as_such() {
    for text in [
        "scenario=expression&expression=x-log(x)&start_x=3&start_y=0&lr=5",
        "scenario=expression&expression=-sqrt(4-x^2-y^2)%2Bx&start_x=0.5&start_y=1.8&lr=2",
    ] {
        let autopsy = of(text, 50);
        assert_eq!(cause(&autopsy).map(|(cause, _)| cause), Some(Cause::Domain), "{text}: {autopsy:?}");
    }
}

#[test]
fn a_harmful_change_during_the_run_is_the_cause() {
    let autopsy = of("scenario=bowl&lr=0.02&changes=lr~0.25@30", 300);
    assert_eq!(cause(&autopsy), Some((Cause::LiveChange, "scenario=bowl&lr=0.02")));
    let autopsy = of("scenario=cliff&clip=norm&threshold=0.1&changes=clip~none@3", 60);
    let named = cause(&autopsy).map(|(cause, _)| cause);
    assert!(autopsy.event.is_none() || named == Some(Cause::LiveChange), "{autopsy:?}");
}

#[test]
fn slices_of_any_size_find_the_same() {
    let (settings, _) = Settings::parse("activation=relu&init=normal");
    let whole = examine(&settings, None, 20).expect("generated data");
    let mut examination = Examination::new(&settings, None, 20).expect("generated data");
    let mut shares = vec![examination.done()];
    while !examination.advance(3).expect("generated data") {
        shares.push(examination.done());
    }
    assert!(shares.is_sorted() && shares.len() > 20, "{shares:?}");
    // NaN does not equal itself.
    assert_eq!(format!("{:?}", examination.autopsy()), format!("{whole:?}"));
}
