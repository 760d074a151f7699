//! A race gives the same bits as its runs alone, and ranks them by the chosen axis.

use super::*;
use crate::charts::Beside;
use crate::draw::figure::{Ink, Mark};

fn race(text: &str) -> (Settings, AnyRun, Race) {
    let (settings, notices) = Settings::parse(text);
    assert_eq!(notices, [], "{text}");
    let run = AnyRun::new(&settings, None).expect("no data file");
    let race = Race::of(&settings, None).expect("no data file").expect("others");
    (settings, run, race)
}

const BATCHES: &str = "scenario=moons&points=40&test_share=0&hidden_layers=1&width=4&activation=tanh&lr=0.3&batch=full";

/// Everything that a run has recorded, and the bits of its parameters.
fn told(run: &AnyRun) -> (Vec<String>, Vec<u64>) {
    let rows = run.history().rows(u64::MAX - 1).map(|row| format!("{:?} {}", row.frame(), row.evaluations())).collect();
    (rows, run.parameters().iter().map(|x| x.to_bits()).collect())
}

/// The key `threshold` holds AutoClip's percentile and ZClip's z. What they have chosen is the norm in force.
#[test]
fn an_adaptive_clip_shows_its_percentile_and_the_threshold_that_it_chose() {
    let text = "hidden_layers=2&width=4&race=clip:autoclip,threshold:30;clip:zclip,threshold:2;clip:norm,threshold:0.1";
    let (_, mut run, mut race) = race(text);
    race.step(run.control(), 20);
    let (_, mut racers) = standings(&race, run.view());
    racers.sort_by_key(|racer| racer.style);
    let names: Vec<&str> = racers.iter().map(|racer| racer.name.as_str()).collect();
    assert_eq!(names, ["no clipping", "clip autoclip, percentile 30", "clip zclip, z 2", "clip norm, threshold 0.1"]);
    assert_eq!(racers.iter().map(|racer| racer.adaptive).collect::<Vec<_>>(), [false, true, true, false]);
    let chosen = race.rivals()[0].frame().threshold;
    assert!(chosen.is_some_and(|norm| norm != 30.0) && racers[1].threshold == chosen, "{racers:?}");
}

#[test]
fn a_race_is_its_runs_alone_bit_for_bit_whatever_the_way_to_a_step() {
    for text in [
        format!("{BATCHES}&race=batch:8;optimizer:adam,batch:8;optimizer:lbfgs;clip:norm,threshold:0.01"),
        "scenario=himmelblau&race=optimizer:momentum,lr:0.001;optimizer:adam,lr:0.1".into(),
    ] {
        let (settings, mut own, mut race) = race(&text);
        for to in [3, 17, 5, 40] {
            let step = own.seek(to);
            race.follow(step);
        }
        for (rival, settings) in race.rivals().iter().zip(settings.racers()[1..].iter().map(|racer| &racer.settings)) {
            let mut alone = AnyRun::new(settings, None).expect("no data file");
            alone.step(40);
            assert_eq!(told(rival), told(&alone), "{}", settings.canonical());
        }
        let mut alone = AnyRun::new(&settings, None).expect("no data file");
        alone.step(40);
        assert_eq!(told(&own), told(&alone));
    }
}

#[test]
fn racers_are_called_by_what_tells_them_apart() {
    let (settings, own, race) = race("scenario=cliff&lr=0.01&race=clip:norm;optimizer:adam,lr:0.1;lr:0.01");
    assert_eq!(settings.racers().len(), 4);
    let names: Vec<&str> = race.racers(own.view()).map(|racer| racer.name).collect();
    assert_eq!(
        names,
        [
            "SGD, no clipping, lr 0.01",
            "SGD, clip norm, lr 0.01",
            "Adam, no clipping, lr 0.1",
            "SGD, no clipping, lr 0.01 (same settings)"
        ]
    );
}

#[test]
fn who_is_like_the_run_itself_says_so() {
    let called = |text: &str| {
        let (_, own, race) = race(text);
        race.racers(own.view()).map(|racer| racer.name.to_string()).collect::<Vec<_>>()
    };
    let same = ["lr 0.01", "lr 0.01 (same settings)", "lr 0.01 (same settings)"];
    assert_eq!(called("scenario=cliff&lr=0.01&race=lr:0.01;lr:0.01"), same);
    let among = ["lr 0.01", "lr 0.02", "lr 0.01 (same settings)"];
    assert_eq!(called("scenario=cliff&lr=0.01&race=lr:0.02;lr:0.01"), among);
}

#[test]
fn work_is_counted_example_by_example_line_searches_included() {
    let (_, mut own, mut race) =
        race(&format!("{BATCHES}&race=batch:8;batch:16;optimizer:lbfgs&race_axis=evaluations"));
    own.step(10);
    race.follow(10);
    let tracks: Vec<Track> = race.racers(own.view()).map(|racer| Track::of(racer.run, Axis::Evaluations)).collect();
    assert_eq!(tracks[0].x, (1..=11).map(|k| 40.0 * f64::from(k)).collect::<Vec<_>>());
    assert_eq!(tracks[1].x[..6], [8.0, 16.0, 24.0, 32.0, 40.0, 48.0]);
    // 40 = 16 + 16 + 8.
    assert_eq!(tracks[2].x[..5], [16.0, 32.0, 40.0, 56.0, 72.0]);
    let evaluations = race.rivals()[2].frame().evaluations;
    assert!(evaluations > 20, "a line search evaluates several: {evaluations}");
    assert_eq!(tracks[3].end(), 40.0 * evaluations as f64);
    let epochs = Track::of(race.rivals()[0].view(), Axis::Epochs);
    assert_eq!(epochs.end(), 2.0);
    // The comparison is at the end of the shortest track: 88 gradients.
    let (at, all) = standings(&race, own.view());
    assert_eq!(at, 88.0);
    let own_standing = all.iter().find(|standing| standing.style == 0).expect("everybody is in it");
    assert_eq!(own_standing.loss, own.history().at(1).map(|row| row.loss()));
    assert!(all.is_sorted_by_key(|standing| standing.loss.unwrap_or(f64::INFINITY)));
}

#[test]
fn the_loss_of_small_batches_is_the_mean_over_an_epoch() {
    let (_, mut own, mut race) = race(&format!("{BATCHES}&race=batch:8"));
    own.step(23);
    race.follow(23);
    let track = Track::of(race.rivals()[0].view(), Axis::Steps);
    let losses: Vec<f64> = race.rivals()[0].history().rows(23).map(|row| row.loss()).collect();
    for (k, loss) in track.loss.iter().enumerate() {
        let last = &losses[(k + 1_usize).saturating_sub(5)..=k];
        assert!((loss - last.iter().sum::<f64>() / last.len() as f64).abs() < 1e-12, "step {k}");
    }
    assert!(track.averaged && !Track::of(own.view(), Axis::Steps).averaged);
}

#[test]
fn who_diverges_stays_where_it_did_and_comes_last() {
    let (_, mut own, mut race) = race("scenario=rosenbrock&lr=0.001&precision=f64&race=lr:1;lr:0.1;lr:0.0005");
    own.step(400);
    race.follow(400);
    let (at, all) = standings(&race, own.view());
    assert_eq!(at, 400.0, "the lost do not hold the others back");
    let order: Vec<u8> = all.iter().map(|standing| standing.style).collect();
    assert_eq!(order, [0, 3, 2, 1], "{all:?}");
    assert!(all[2].lost.is_some() && all[3].lost < all[2].lost && all[3].loss.is_none());
    race.follow(2);
    assert_eq!(race.rivals()[0].frame().step, 2);
}

#[test]
fn the_others_go_on_where_the_first_run_has_diverged() {
    let (settings, mut own, mut race) = race("scenario=rosenbrock&lr=1&precision=f64&race=lr:0.001;lr:0.1");
    let reached: Vec<u64> = [60, 40, 300].map(|count| race.step(own.control(), count)).to_vec();
    assert_eq!(reached, [60, 100, 400], "the race counts the steps of who still runs");
    assert!(own.frame().step < 60 && own.frame().status != Status::Running && race.goes_on());
    assert_eq!((race.rivals()[0].frame().step, race.recorded(own.view())), (400, 400));
    let mut alone = AnyRun::new(&settings.racers()[1].settings, None).expect("no data file");
    alone.step(400);
    assert_eq!(told(&race.rivals()[0]), told(&alone), "bit for bit as by itself");
    // Back to a step at which all were running, and on from there.
    assert_eq!(race.seek(own.control(), 2), 2);
    assert_eq!((own.frame().step, own.frame().status == Status::Running), (2, true));
    assert_eq!(race.step(own.control(), 98), 100);
    assert_eq!(race.rivals()[0].frame().step, 100);
    let (_, mut own, mut lost) = self::race("scenario=rosenbrock&lr=1&precision=f64&race=lr:0.5");
    let end = lost.step(own.control(), 1000);
    assert!(end < 1000 && !lost.goes_on(), "a race ends with the last of its runs");
    assert_eq!(lost.step(own.control(), 10), end);
}

#[test]
fn a_lost_racer_does_not_press_the_others_into_one_line() {
    let (_, mut own, mut race) = race("scenario=rosenbrock&lr=1&precision=f64&race=lr:0.001;lr:0.0005");
    race.step(own.control(), 100);
    let beside = Beside { race: Some(&race), settings: None };
    let figure = crate::charts::figure_in("race", own.view(), beside, 600).expect("a chart");
    let [low, high] = figure.y.range;
    let losses = || race.rivals().iter().flat_map(|rival| rival.history().rows(100)).map(|row| row.loss());
    assert!(losses().all(|loss| (low..=high).contains(&loss)), "{low} to {high}");
    assert!(high <= 1e3 * losses().fold(0.0, f64::max), "{high}");
    let cursors = figure.series.iter().filter(|series| matches!(series.mark, Mark::Cursor { .. }));
    assert_eq!(cursors.filter(|series| series.ink == Ink::Alarm).count(), 1, "where it was lost is told all the same");
}

#[test]
fn every_ready_race_reads_and_runs() {
    for ready in READY {
        let (settings, mut own, mut race) = race(ready.settings);
        let written = |settings: &Settings| -> Vec<String> {
            settings.racers().iter().skip(1).map(|racer| racer.settings.canonical()).collect()
        };
        assert_eq!(written(&Settings::parse(&settings.canonical()).0), written(&settings), "{}", ready.label);
        own.step(3);
        race.follow(3);
        assert!(race.rivals().iter().all(|rival| rival.frame().step == 3), "{}", ready.label);
        let figure = crate::charts::figure_in("race", own.view(), Beside { race: Some(&race), settings: None }, 600)
            .expect("a chart");
        assert!(figure.empty.is_none() && figure.summary.starts_with("1. "), "{}", figure.summary);
    }
}

#[test]
fn the_others_paths_are_known_in_the_planes_of_the_page() {
    let (_, mut own, mut race) = race(&format!("{BATCHES}&race=batch:8;optimizer:adam"));
    own.step(60);
    race.follow(60);
    let bytes = own.lay_plane(4, "pca", crate::landscape::planes::Framing::Anew).expect("a plane");
    race.adopt(4, &bytes);
    for section in [0, 4] {
        let start: Vec<f32> = own.path(section, 100)[..2].to_vec();
        for k in 0..2 {
            let path = race.path(k, section, 100);
            let apart = (path[0] - start[0]).abs().max((path[1] - start[1]).abs());
            assert!(path.len() > 30 && apart < 1e-5, "all start from one place");
        }
    }
    assert!(race.path(2, 0, 100).is_empty());
}
