//! Basins, against known properties of the functions.

use super::*;

fn basins(text: &str, side: usize) -> Basins {
    let (settings, notices) = Settings::parse(text);
    assert_eq!(notices, [], "{text}");
    let mut basins = Basins::new(&settings, side).expect("a function");
    assert!(basins.advance(usize::MAX));
    basins
}

#[test]
fn every_start_in_a_convex_bowl_reaches_its_only_minimum() {
    for text in
        ["scenario=sphere&lr=0.1", "scenario=booth&lr=0.05", "scenario=expression&expression=abs(x)%2By^2&lr=0.01"]
    {
        let basins = basins(text, 9);
        assert!(basins.ends.iter().all(|end| *end == Some(End::Well(0))), "{text}: {:?}", basins.ends);
        assert_eq!(basins.wells().len(), 1);
    }
}

#[test]
fn a_rate_beyond_the_limit_diverges_from_everywhere_but_the_minimum() {
    let basins = basins("scenario=sphere&lr=1.2", 9);
    for (start, end) in basins.ends.iter().enumerate() {
        let at_rest = basins.place(start) == [0.0, 0.0];
        assert_eq!(*end, Some(if at_rest { End::Well(0) } else { End::Diverged }), "{start}");
    }
}

#[test]
fn each_of_himmelblaus_minima_has_a_basin_and_starts_beside_one_reach_it() {
    let basins = basins("scenario=himmelblau&lr=0.005", 21);
    assert_eq!(basins.wells().len(), 4, "none is found beside the known ones");
    for well in 0..4 {
        assert!(basins.ends.iter().filter(|end| **end == Some(End::Well(well))).count() > 20);
        let home = basins.wells()[usize::from(well)];
        for start in (0..basins.ends.len()).filter(|start| distance(basins.place(*start), home) < 0.8) {
            assert_eq!(basins.ends[start], Some(End::Well(well)), "{:?}", basins.place(start));
        }
    }
}

#[test]
fn minima_that_nobody_has_stated_are_found() {
    // cos has its minima at odd multiples of π.
    let basins = basins("scenario=expression&expression=cos(x)%2By^2&x_min=-6&x_max=6&y_min=-1&y_max=1&lr=0.1", 13);
    let mut found: Vec<f64> = basins.wells().iter().map(|well| well[0] / std::f64::consts::PI).collect();
    found.sort_by(f64::total_cmp);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!((found[0] + 1.0).abs() < 1e-3 && (found[1] - 1.0).abs() < 1e-3, "{found:?}");
    // At x = 0 the slope is exactly 0: those starts stay on the ridge.
    let ridge = (0..13 * 13).filter(|start| basins.place(*start)[0] == 0.0);
    assert!(ridge.into_iter().all(|start| basins.ends[start] == Some(End::Underway)));
}

#[test]
fn on_a_saddle_everything_leaves_and_on_a_plain_nothing_moves() {
    let saddle = basins("scenario=saddle&lr=0.1", 8);
    assert!(saddle.ends.iter().all(|end| *end == Some(End::Diverged)), "{:?}", saddle.ends);
    let plain = basins("scenario=expression&expression=3", 5);
    assert!(plain.ends.iter().all(|end| *end == Some(End::Underway)));
}

#[test]
fn slices_change_nothing_and_a_run_alone_goes_the_same_way() {
    let text = "scenario=himmelblau&optimizer=momentum&lr=0.01";
    let whole = basins(text, 11);
    let mut sliced = Basins::new(&Settings::parse(text).0, 11).expect("a function");
    while !sliced.advance(7) {}
    assert_eq!((&whole.ends, &whole.losses), (&sliced.ends, &sliced.losses));
    assert_eq!(whole.wells(), sliced.wells());
    let [x, y] = whole.place(17);
    let mut alone = AnyRun::new(&Settings::parse(&format!("{text}&start_x={x}&start_y={y}")).0, None).expect("no file");
    alone.step(STEPS);
    let end = present(&alone);
    let Some(End::Well(well)) = whole.ends[17] else { panic!("it arrives") };
    assert!(distance(end, whole.wells()[usize::from(well)]) < 0.01);
}

#[test]
fn a_network_has_no_basins_and_what_is_changed_live_is_in_force() {
    assert!(Basins::new(&Settings::default(), 5).is_none());
    let changed = basins("scenario=sphere&lr=0.1&changes=lr~1.2@5", 4);
    assert!(changed.ends.iter().all(|end| *end == Some(End::Diverged)));
}
