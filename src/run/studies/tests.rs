//! Checks studies against their run.

use super::*;
use crate::landscape::Sample;
use crate::math::{dot, norm, power};
use crate::run::{RunView, Status};

fn run(text: &str, steps: u64) -> (AnyRun, Settings) {
    let (settings, notices) = Settings::parse(text);
    assert_eq!(notices, [], "{text}");
    let mut run = AnyRun::new(&settings, None).expect("no data file");
    run.step(steps);
    (run, settings)
}

fn findings(run: &AnyRun) -> &Findings {
    run.findings()
}

/// A run with one study done.
fn studied(text: &str, steps: u64, study_kind: StudyKind) -> AnyRun {
    let (mut run, settings) = run(text, steps);
    run.study(study_kind, &settings, None).expect("it can be studied");
    run
}

const NETWORK: &str = "scenario=spiral&points=60&hidden_layers=2&width=6&activation=tanh&loss=mse&lr=0.1&batch=full";

#[test]
fn looking_changes_nothing_of_a_run() {
    let (mut plain, _) = run(NETWORK, 40);
    let mut looked = studied(NETWORK, 40, StudyKind::Sharpness);
    for cut in CUTS {
        looked.study(StudyKind::Cut, &Settings::parse(&format!("{NETWORK}&cut={}", cut.id)).0, None).expect("a cut");
    }
    plain.step(20);
    looked.step(20);
    assert_eq!(plain.frame(), looked.frame());
    assert_eq!(plain.weights(), looked.weights());
}

#[test]
fn the_sharpness_of_a_bowl_is_its_condition_number_at_every_step() {
    let bowl = studied("scenario=bowl&kappa=40", 25, StudyKind::Sharpness);
    let measured = &findings(&bowl).measured;
    assert_eq!(measured.len(), 26);
    for at in measured {
        assert!((at.values[0] - 40.0).abs() < 1e-6 && (at.values[1] - 1.0).abs() < 1e-6, "{at:?}");
    }
}

/// Checks the stability limit of all three rules that have one.
#[test]
fn five_per_cent_under_the_limit_a_bowl_is_descended_and_five_per_cent_over_it_diverges() {
    let kappa = 25.0;
    let rules = [("sgd", 0.0, 2.0), ("momentum", 0.9, 3.8), ("nesterov", 0.9, 3.8 / 2.8)];
    for (optimizer, momentum, product) in rules {
        for (share, converges) in [(0.95, true), (1.05, false)] {
            let lr = share * product / kappa;
            let text = format!(
                "scenario=bowl&kappa={kappa}&rotation=20&optimizer={optimizer}&momentum={momentum}&lr={lr}&precision=f64"
            );
            let (mut run, _) = run(&text, 0);
            let limit = run.stability_at(0).expect("a limit");
            assert!((limit.largest(lr) * share / kappa - 1.0).abs() < 1e-12, "{limit:?}");
            let first = run.frame().loss;
            run.step(2000);
            let fell = run.frame().loss < 1e-6 * first;
            let rose = run.frame().status != Status::Running || run.frame().loss > 1e6 * first;
            assert_eq!((fell, rose), (converges, !converges), "{text}: {}", run.frame().loss);
        }
    }
}

/// Adam on the bowl, written out: its divisor after some updates, and the bowl's Hessian divided by it.
#[test]
fn under_adam_the_curvature_is_that_of_the_hessian_divided_by_its_second_moments() {
    let (kappa, lr, steps) = (25.0, 0.01, 12);
    let text = format!("scenario=bowl&kappa={kappa}&rotation=20&optimizer=adam&lr={lr}&weight_decay=0.3&precision=f64");
    let run = studied(&text, steps, StudyKind::Sharpness);
    let [c, s] = [libm::cos(20.0_f64.to_radians()), libm::sin(20.0_f64.to_radians())];
    let AnyRun::F64(inner) = &run else { panic!("double precision") };
    // The Hessian from the run's eigenpairs, λ₁ v₁v₁ᵀ + λ₂ v₂v₂ᵀ, and by hand.
    let one = |a: f64, b: f64| [a * c * c + b * s * s, (a - b) * c * s, a * s * s + b * c * c];
    let pairs = inner.findings().bend.as_ref().expect("measured").pairs.clone();
    let tilted = pairs[0].vector[0] * pairs[0].vector[1] * (kappa - 1.0);
    let [xx, xy, yy] = [one(1.0, kappa), one(kappa, 1.0)]
        .into_iter()
        .flat_map(|[xx, xy, yy]| [[xx, xy, yy], [xx, -xy, yy]])
        .find(|[xx, xy, _]| {
            (xy - tilted).abs() < 1e-6
                && (xx - 1.0 - pairs[0].vector[0] * pairs[0].vector[0] * (kappa - 1.0)).abs() < 1e-6
        })
        .expect("a rotated bowl");
    let measured = &findings(&run).measured;
    assert_eq!(measured.len() as u64, steps + 1);
    let start = wide(inner.snapshots().next().expect("the start").1);
    let (mut x, mut m, mut v) = ([start[0], start[1]], [0.0; 2], [0.0; 2]);
    for (k, at) in measured.iter().enumerate() {
        let t = (k + 1) as u64;
        let g = [xx * x[0] + xy * x[1] + 0.3 * x[0], xy * x[0] + yy * x[1] + 0.3 * x[1]];
        let p: [f64; 2] = std::array::from_fn(|k| {
            m[k] = 0.9 * m[k] + 0.1 * g[k];
            v[k] = 0.999 * v[k] + 0.001 * g[k] * g[k];
            (1.0 - power(0.9, t)) * ((v[k] / (1.0 - power(0.999, t))).sqrt() + 1e-8)
        });
        // Trace and determinant of P⁻¹(H + 0.3).
        let (a, d) = ((xx + 0.3) / p[0], (yy + 0.3) / p[1]);
        let largest = 0.5 * (a + d) + (0.25 * (a - d) * (a - d) + xy * xy / (p[0] * p[1])).sqrt();
        assert!((at.divided[0] / largest - 1.0).abs() < 1e-6, "step {k}: {:?} and {largest}", at.divided);
        x = std::array::from_fn(|k| x[k] - lr * m[k] / p[k]);
    }
    let limit = run.stability_at(0).expect("a limit");
    assert!((limit.largest(lr) - 38.0 / lr).abs() < 1e-9 && limit.divided == Some(0.3));
}

#[test]
fn measuring_what_the_optimizer_divides_by_leaves_the_run_where_it_stands() {
    for text in [format!("{NETWORK}&optimizer=adam&lr=0.01"), "scenario=bowl&optimizer=rmsprop&lr=0.01".into()] {
        let mut looked = studied(&text, 30, StudyKind::Sharpness);
        let (mut plain, _) = run(&text, 30);
        assert_eq!(plain.frame(), looked.frame());
        assert!(findings(&looked).measured.iter().all(|at| at.divided[0] > 0.0));
        plain.step(20);
        looked.step(20);
        assert_eq!(plain.weights(), looked.weights());
    }
}

#[test]
fn an_optimizer_whose_step_is_no_matrix_times_the_gradient_has_no_such_limit() {
    for optimizer in ["lion", "muon", "lbfgs"] {
        let (run, _) = run(&format!("{NETWORK}&optimizer={optimizer}"), 0);
        assert_eq!(run.stability_at(0), None, "{optimizer}");
    }
    let (decayed, _) = run(&format!("{NETWORK}&weight_decay=0.5"), 0);
    assert_eq!(decayed.stability_at(0).map(|s| s.largest(0.1)), Some(19.5));
}

#[test]
fn the_line_from_the_start_begins_and_ends_at_the_runs_own_losses() {
    for text in [NETWORK, "scenario=rosenbrock&precision=f64"] {
        let run = studied(text, 30, StudyKind::Cut);
        let Some(Ok(cut)) = &findings(&run).cut else { panic!("a cut") };
        let at = |t: f64| {
            let k = cut.t.iter().position(|x| (x - t).abs() < 1e-12).expect("a point of the line");
            cut.loss[k]
        };
        let (start, here) = (run.history().at(0).expect("the start").loss(), run.frame().loss);
        assert!((at(0.0) / start - 1.0).abs() < 1e-5 && (at(1.0) / here - 1.0).abs() < 1e-5, "{text}");
    }
}

#[test]
fn the_line_down_the_gradient_meets_the_next_steps_loss_at_the_learning_rate() {
    let text = format!("{NETWORK}&precision=f64&cut=gradient");
    let mut run = studied(&text, 10, StudyKind::Cut);
    let Some(Ok(cut)) = findings(&run).cut.clone() else { panic!("a cut") };
    assert_eq!(cut.marks.iter().map(|(at, _)| *at).collect::<Vec<_>>(), [0.0, 0.1]);
    run.step(1);
    // The learning rate lies between two points of the line, which is smooth.
    let k = cut.t.iter().position(|t| *t >= 0.1).expect("beyond the learning rate");
    let (low, high) = (cut.loss[k].min(cut.loss[k - 1]), cut.loss[k].max(cut.loss[k - 1]));
    let margin = high - low;
    assert!((low - margin..=high + margin).contains(&run.frame().loss), "{low} {} {high}", run.frame().loss);
    // With momentum the step goes further along the gradient than the learning rate says.
    let rolling = studied(&format!("{text}&optimizer=momentum"), 10, StudyKind::Cut);
    let Some(Ok(cut)) = &findings(&rolling).cut else { panic!("a cut") };
    assert!(
        cut.marks.len() == 3 && cut.marks[2].0 > 0.1 && cut.t.iter().any(|t| *t > cut.marks[2].0),
        "{:?}",
        cut.marks
    );
}

#[test]
fn along_the_leading_eigenvector_slope_and_curvature_alone_are_right_near_by() {
    let run = studied(&format!("{NETWORK}&cut=eigenvector"), 20, StudyKind::Cut);
    let Some(Ok(cut)) = &findings(&run).cut else { panic!("a cut") };
    let [loss, slope, curvature] = cut.model.expect("a model");
    for (t, exact) in cut.t.iter().zip(&cut.loss) {
        let model = loss + slope * t + 0.5 * curvature * t * t;
        assert!((model - exact).abs() < 3.0 * curvature.max(1.0) * (t * t * t).abs() + 1e-7, "{t}: {model} {exact}");
    }
    let bend = findings(&run).bend.as_ref().expect("it was needed");
    assert_eq!((bend.step, bend.rows, bend.all), (20, 60, true));
}

#[test]
fn other_solutions_are_where_other_starts_come_to_on_the_same_data() {
    let mut run = studied(&format!("{NETWORK}&plane=solutions"), 25, StudyKind::Plane);
    let found = findings(&run).solutions.clone().expect("they were needed");
    assert_eq!((found.step, found.seeds), (25, [1, 2, 3]));
    let [Some(second), Some(third)] = &found.others else { panic!("two solutions") };
    assert!(norm(second) > 0.0 && second != third && *second != found.own);
    // All three lie in the plane.
    let AnyRun::F32(run) = &mut run else { panic!("single precision") };
    let (_, section) = run.newest_section();
    for point in [&found.own, second, third] {
        let at = section.plane.project(&point.iter().map(|x| *x as f32).collect::<Vec<_>>());
        assert!(at.off < 1e-4 * norm(point) && at.a.abs().max(at.b.abs()) < 1.0, "{at:?}");
    }
    assert!((section.marks.len(), section.marks[0].len()) == (3, 2));
    // The same start on the same data is this run.
    let (settings, _) = Settings::parse(NETWORK);
    let parts = crate::run::Parts::<f32>::of(&settings, None).expect("no file").starting_from(&settings, 1);
    let mut again = Run::new(parts);
    again.step(25);
    assert_eq!(wide(again.params()), found.own);
}

#[test]
fn every_plane_is_laid_and_goes_through_the_present_point_or_says_why_not() {
    for item in planes::ITEMS {
        let run = studied(&format!("{NETWORK}&plane={}", item.id), 30, StudyKind::Plane);
        let AnyRun::F32(run) = &run else { panic!("single precision") };
        let (id, section) = run.newest_section();
        assert_eq!((id, section.kind), (1, item.id));
        let off = section.plane.project(run.params()).off;
        assert!(
            ["descent", "random"].contains(&item.id) || off < 1e-3 * section.plane.half_widths()[0],
            "{}: {off}",
            item.id
        );
        let held = run.held(1).expect("it moved").total;
        assert!((0.0..=1.0).contains(&held));
        let said = section.describe_for(run.objective(), &Sample::whole(run.objective()));
        assert!(said.note.contains("through") && !run.path_in(1, 100).is_empty(), "{said:?}");
    }
    let refused = |text: &str, steps| {
        let (mut run, settings) = run(&format!("{NETWORK}&{text}"), steps);
        run.study(StudyKind::Plane, &settings, None).expect_err(text)
    };
    assert!(refused("plane=pca", 0).contains("too short"));
    let missing = refused("plane=parameters&plane_x=layers.9.weight:0", 5);
    assert!(missing.contains("plane_x") && missing.contains("layers.9.weight") && missing.contains("layers.0.bias"));
    let beyond = refused("plane=parameters&plane_y=layers.0.weight:1,7", 5);
    assert!(beyond.contains("plane_y") && beyond.contains("6 × 2") && beyond.contains("1,7"), "{beyond}");
    assert!(refused("plane=parameters&plane_x=layers.0.weight:1", 5).contains("choose two"));
    assert!(refused("plane=layers&layer_x=layers.7", 5).contains("layers.2"));
    assert!(refused("plane=layers&layer_x=layers.2", 5).contains("choose two"));
}

#[test]
fn the_plane_of_two_parameters_moves_nothing_else_and_its_axes_are_theirs() {
    let text = format!("{NETWORK}&plane=parameters&plane_x=layers.1.weight:2,3&plane_y=layers.2.bias:0");
    let run = studied(&text, 30, StudyKind::Plane);
    let AnyRun::F32(run) = &run else { panic!("single precision") };
    let (_, section) = run.newest_section();
    let layout = run.objective().layout();
    let at = |name: &str, k: usize| layout.tensors.iter().find(|t| t.name == name).expect("a tensor").range.start + k;
    let (x, y) = (at("layers.1.weight", 2 * 6 + 3), at("layers.2.bias", 0));
    for k in 0..run.params().len() {
        assert_eq!((section.plane.u[k] != 0.0, section.plane.v[k] != 0.0), (k == x, k == y), "{k}");
    }
    assert_eq!(section.axes, ["layers.1.weight[2,3]", "layers.2.bias[0]"]);
    assert!((section.centre[0] - f64::from(run.params()[x])).abs() < 1e-6);
}

#[test]
fn the_plane_of_two_layers_gradients_points_down_both() {
    let run = studied(&format!("{NETWORK}&plane=layers&precision=f64"), 12, StudyKind::Plane);
    let AnyRun::F64(run) = &run else { panic!("double precision") };
    let (_, section) = run.newest_section();
    let layers = &run.objective().layout().layers;
    for (side, layer) in [(&section.plane.u, &layers[0]), (&section.plane.v, &layers[2])] {
        let (g, d) = (&run.gradient()[layer.range.clone()], &side[layer.range.clone()]);
        assert!((dot(g, d) / norm(g) / norm(d) + 1.0).abs() < 1e-12);
        assert!((norm(side) - norm(&run.params()[layer.range.clone()])).abs() < 1e-12);
    }
}

#[test]
fn a_change_forgets_what_was_measured_of_steps_that_will_be_others() {
    let (mut run, settings) = run(NETWORK, 30);
    run.study(StudyKind::Sharpness, &settings, None).expect("measured");
    let AnyRun::F32(run) = &mut run else { panic!("single precision") };
    run.seek(10);
    assert_eq!(run.findings().measured.last().map(|at| at.step), Some(30));
    run.change(crate::run::Rules::of(&settings));
    assert_eq!(run.findings().measured.last().map(|at| at.step), Some(10));
    assert!(run.findings().bend.is_none());
}

#[test]
fn a_diverged_run_is_not_studied_where_it_is_not_finite() {
    let text = "scenario=bowl&kappa=100&lr=1000&steps";
    let (settings, _) = Settings::parse(text);
    let mut run = AnyRun::new(&settings, None).expect("no data file");
    run.step(1000);
    for study_kind in [StudyKind::Sharpness, StudyKind::Cut] {
        run.study(study_kind, &settings, None).expect("it says why");
    }
    assert!(findings(&run).measured.iter().all(|at| at.values[0].is_finite() || at.values[0].is_nan()));
}
