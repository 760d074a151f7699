//! Runs the real program: rows and keys, exit statuses, registries, pictures.

use gradscape::charts;
use resvg::tiny_skia::Pixmap;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The program's output.
struct Said {
    status: i32,
    out: String,
    err: String,
}

fn gradscape(arguments: &[&str]) -> Said {
    let output = Command::new(env!("CARGO_BIN_EXE_gradscape")).args(arguments).output().expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    Said { status: output.status.code().expect("no signal"), out: text(output.stdout), err: text(output.stderr) }
}

fn rows(settings: &str, steps: &str) -> Vec<Value> {
    let said = gradscape(&["run", settings, "--steps", steps]);
    assert_eq!((said.status, said.err.as_str()), (0, ""), "{settings}");
    said.out.lines().map(|line| serde_json::from_str(line).expect("a JSON object in every line")).collect()
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().expect("an object").keys().map(String::as_str).collect()
}

/// A path for a file, which does not exist yet.
fn place(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("command_line");
    std::fs::create_dir_all(&folder).expect("a folder for files");
    let file = folder.join(name);
    std::fs::remove_file(&file).ok();
    file
}

/// Checks bad usage: exit status 2, no output, and an error message that contains all of `named`.
fn refuses(arguments: &[&str], named: &[&str]) {
    let said = gradscape(arguments);
    assert_eq!((said.status, said.out.as_str()), (2, ""), "{arguments:?}: {}", said.err);
    for name in named {
        assert!(said.err.contains(name), "{arguments:?} should name {name}: {}", said.err);
    }
}

const SMALL: &str = "hidden_layers=2&width=4";

#[test]
fn a_race_is_drawn_and_ranked_and_its_first_racer_is_the_run_that_is_printed() {
    let race = "scenario=himmelblau&lr=0.01&race=optimizer:adam,lr:0.1;lr:0.5";
    let file = place("race.svg");
    let said = gradscape(&["figure", "race", race, "--steps", "40", "-o", file.to_str().expect("text")]);
    assert_eq!((said.status, said.err.as_str()), (0, ""));
    assert!(
        said.out.starts_with("1. SGD, lr 0.01: loss ") && said.out.contains("3. SGD, lr 0.5: diverged at step "),
        "{}",
        said.out
    );
    let svg = std::fs::read_to_string(&file).expect("a file");
    assert!(svg.contains("2. Adam, lr 0.1") && svg.contains("diverged at step"));
    assert_eq!(rows(race, "5"), rows("scenario=himmelblau&lr=0.01", "5"));
    refuses(&["run", "race=optimizer:adam;lr:x", "--steps", "1"], &["race: in racer 2, “lr:x”", "lr"]);
}

#[test]
fn a_function_that_cannot_be_read_is_shown_with_a_caret() {
    let bad = "scenario=expression&expression=x^2%2B*y";
    refuses(&["run", bad, "--steps", "1"], &["expression: at character 5: expected a number", "  x^2+*y\n      ^"]);
    let rows = rows("scenario=expression&expression=x^2+y^2&start_x=3&start_y=4&lr=0.1&precision=f64", "1");
    assert_eq!((rows[0]["loss"].as_f64(), rows[0]["grad_norm"].as_f64()), (Some(25.0), Some(10.0)));
}

#[test]
fn a_run_prints_its_steps_and_one_row_more() {
    let rows = rows("hidden_layers=2&width=4&clip=norm&threshold=0.01", "5");
    let steps: Vec<_> = rows.iter().map(|row| row["step"].as_u64()).collect();
    assert_eq!(steps, (0..=5).map(Some).collect::<Vec<_>>());
    let numbers = ["step", "loss", "lr", "grad_norm", "clipped_grad_norm", "threshold", "status", "layers"];
    for row in &rows {
        assert_eq!(keys(row), numbers);
        let last = row["step"] == 5;
        assert_eq!(row["status"], if last { "finished" } else { "running" });
        let layers = row["layers"].as_array().expect("layers");
        assert_eq!(layers.iter().map(|layer| &layer["name"]).collect::<Vec<_>>(), ["layers.0", "layers.1", "layers.2"]);
        for layer in layers {
            assert_eq!(keys(layer), ["name", "grad_norm", "clipped_grad_norm", "update_ratio"]);
            assert_eq!(layer["update_ratio"].is_null(), last, "row {}", row["step"]);
        }
        assert!((row["clipped_grad_norm"].as_f64().expect("a number") - 0.01).abs() < 1e-6);
    }
}

#[test]
fn the_test_loss_stands_in_the_rows_where_it_was_measured() {
    // 75 test rows, batches of 16: tested at every 32nd step.
    let rows = rows("scenario=iris&test_share=0.5&batch=16", "40");
    let tested: Vec<usize> = (0..=40).filter(|step| rows[*step]["test_loss"].is_number()).collect();
    assert_eq!(tested, [0, 32]);
    assert!(rows[1].get("test_loss").is_none());
}

#[test]
fn a_csv_file_of_ones_own_is_learnt_from() {
    let file = place("own.csv");
    let lines: String = (0..40).map(|k| format!("{k},{},{}\n", k * k % 7, ["yes", "no"][k % 2])).collect();
    std::fs::write(&file, format!("size,weight,answer\n{lines}")).expect("a place for files");
    let file = file.to_str().expect("text");
    let run = |settings: &str| gradscape(&["run", settings, "--csv", file, "--steps", "3"]);
    let said = run("scenario=csv&hidden_layers=1");
    assert_eq!((said.status, said.err.as_str(), said.out.lines().count()), (0, "", 4));
    let said = run("scenario=csv&target=colour");
    assert_eq!((said.status, said.out.as_str()), (1, ""));
    assert!(said.err.contains("“colour”; there are size, weight, answer"), "{}", said.err);
    let said = run("scenario=csv&csv=own.csv~0123456789abcdef");
    assert!(said.status == 1 && said.err.contains("hash"), "{}", said.err);
    refuses(&["run", "scenario=csv", "--steps", "3"], &["--csv FILE"]);
    refuses(&["run", "scenario=spiral", "--csv", file, "--steps", "3"], &["scenario=csv"]);
    std::fs::write(file, "size,answer\n1,2\n2,NaN\n").expect("a place for files");
    let said = run("scenario=csv");
    assert!(said.status == 1 && said.err.contains("Line 3, column “answer”: “NaN”"), "{}", said.err);
}

#[test]
fn no_step_at_all_is_one_evaluation() {
    let rows = rows(SMALL, "0");
    assert_eq!((rows.len(), rows[0]["status"].as_str()), (1, Some("finished")));
}

#[test]
fn a_run_that_diverges_says_where_and_ends_well() {
    let rows = rows("scenario=rosenbrock&lr=1", "50");
    assert_eq!(rows.len(), 3);
    let (last, before) = rows.split_last().expect("rows");
    assert!(before.iter().all(|row| row["status"] == "running" && row.get("diverged").is_none()));
    assert_eq!(last["status"], "diverged");
    assert_eq!(last["diverged"], serde_json::json!({ "step": 2, "layer": "point", "quantity": "loss" }));
    assert!(last["loss"].is_null());
}

#[test]
fn a_run_with_real_data_finds_them_from_anywhere() {
    let program = env!("CARGO_BIN_EXE_gradscape");
    let elsewhere = place("").join("no/data/here");
    std::fs::create_dir_all(&elsewhere).expect("a folder");
    let arguments = ["run", "scenario=dax-vol-surface", "--steps", "1"];
    let output = Command::new(program).args(arguments).current_dir(elsewhere).output().expect("the program runs");
    assert!(output.status.success());
}

#[test]
fn bad_settings_run_nothing_and_are_named_with_what_is_allowed() {
    let figure = place("never.svg");
    let figure = figure.to_str().expect("text");
    for command in [&["run"][..], &["figure", "layers", "-o", figure]] {
        let with = |settings| [command, &[settings, "--steps", "3"]].concat();
        refuses(
            &with("activation=rellu"),
            &["activation: there is no “rellu”; the nearest are relu, ", "gradscape list activations"],
        );
        refuses(&with("activvation=relu"), &["“activvation”; the nearest are activation, ", "gradscape list settings"]);
        refuses(&with("lr=1e9"), &["lr", "1e9", "0 to 1000"]);
        refuses(&with("hidden_layers=65"), &["hidden_layers", "65", "0 to 64"]);
        refuses(
            &with("loss=mae3&width=0"),
            &["loss: there is no “mae3”; there are auto, mse, mae", "width", "1 to 256"],
        );
    }
    assert!(!Path::new(figure).exists());
}

#[test]
fn bad_usage_is_refused() {
    refuses(&["run", "--steps"], &["--steps has no value"]);
    refuses(&[], &["gradscape run", "gradscape figure", "gradscape list"]);
    refuses(&["walk"], &["“walk”; the nearest are ", "--help"]);
    refuses(&["run", SMALL], &["--steps"]);
    refuses(&["run", "--steps"], &["--steps"]);
    refuses(&["run", "--steps", "-1"], &["--steps", "-1"]);
    refuses(&["run", "--steps", "3", "--stps", "4"], &["--stps", "--steps"]);
    refuses(&["run", SMALL, SMALL, "--steps", "3"], &["second settings string"]);
    refuses(&["list", "colours"], &["there is no family “colours”; the nearest are ", "`gradscape list` shows all"]);
    let figure = |more: &[&'static str]| [&["figure", "layers", "--steps", "1", "-o", "x.svg"], more].concat();
    refuses(&["figure"], &["CHART", "gradscape list charts"]);
    refuses(
        &["figure", "pie", "--steps", "1", "-o", "x.svg"],
        &["there is no chart “pie”; the nearest are ", "gradscape list charts"],
    );
    refuses(&["figure", "layers", "-o", "x.svg"], &["--steps"]);
    refuses(&["figure", "layers", "--steps", "1"], &["-o"]);
    refuses(&["figure", "layers", "--steps", "1", "-o", "x.gif"], &["x.gif", ".svg", ".png"]);
    refuses(&figure(&["--theme", "pink"]), &["--theme", "pink", "light", "dark", "auto"]);
    refuses(&["figure", "layers", "--steps", "1", "-o", "x.png", "--theme", "auto"], &["auto", ".svg"]);
    refuses(&figure(&["--views", "surface"]), &["--views", "lab"]);
    refuses(&["figure", "lab", "--steps", "1", "-o", "x.svg", "--views", "surface pie"], &["view", "pie", "layers"]);
    refuses(&["embed"], &["--host", "gradscape list hosts"]);
    refuses(&["embed", "--host", "pencil"], &["host", "pencil", "gradscape list hosts"]);
    refuses(&["embed", "--host", "html", "-o", "x.gif"], &["x.gif", ".svg", ".png"]);
    refuses(&["embed", "depth=x", "--host", "html"], &["depth"]);
    refuses(&figure(&["--lang", "xx"]), &["--lang", "xx", "en", "de"]);
    refuses(&figure(&["--width", "0"]), &["--width", "0", "1 to 4000"]);
    refuses(&figure(&["--height=1e3"]), &["--height", "1e3"]);
    refuses(&figure(&["--scale", "9"]), &["--scale", "1 to 4"]);
}

/// Of a long list, at most five names are shown: three to five near ones, and where the rest is.
#[test]
fn a_slip_is_answered_with_the_nearest_names() {
    let cases: &[(&[&str], &str)] = &[
        (&["run", "learning_rate=0.1", "--steps", "1"], "There is no setting “learning_rate”; the nearest are lr, "),
        (
            &["run", "scenario=rosenbrok", "--steps", "1"],
            "scenario: there is no “rosenbrok”; the nearest are rosenbrock, ",
        ),
        (
            &["run", "race=optimiser:adam", "--steps", "1"],
            "there is no setting “optimiser”; the nearest are optimizer, ",
        ),
        (
            &["run", "changes=treshold~1@5", "--steps", "1"],
            "There is no setting “treshold”; the nearest are threshold, ",
        ),
        (&["figure", "curve", "--steps", "1", "-o", "x.svg"], "there is no chart “curve”; the nearest are curves, "),
        (&["list", "optimizer"], "there is no family “optimizer”; the nearest are optimizers, "),
    ];
    for (arguments, says) in cases {
        refuses(arguments, &[says, "`gradscape list"]);
        let said = gradscape(arguments).err;
        let names = said.split("the nearest are ").nth(1).and_then(|rest| rest.split(';').next()).expect("names");
        assert!((3..=5).contains(&names.split(", ").count()), "{said}");
    }
}

#[test]
fn list_prints_every_family_with_its_items() {
    let said = gradscape(&["list"]);
    assert_eq!(said.status, 0);
    let all: Value = serde_json::from_str(&said.out).expect("JSON");
    let families = keys(&all);
    for family in ["scenarios", "activations", "cells", "initializers", "optimizers", "clips", "charts", "settings"] {
        assert!(families.contains(&family), "{family}");
    }
    for family in &families {
        let items = all[family].as_array().expect("a list");
        assert!(!items.is_empty() && items.iter().all(|item| item["id"].is_string() && item["label"].is_string()));
        let alone: Value = serde_json::from_str(&gradscape(&["list", family]).out).expect("JSON");
        assert_eq!(alone, all[family], "{family}");
    }
    let charts: Vec<_> = all["charts"].as_array().expect("a list").iter().map(|item| &item["id"]).collect();
    for chart in [
        "layers",
        "history",
        "curves",
        "boundary",
        "time",
        "rate",
        "clip",
        "optimizer",
        "updates",
        "activations",
        "gradients",
        "factors",
        "precision",
        "contour",
    ] {
        assert!(charts.iter().any(|id| **id == chart), "{chart}");
    }
}

#[test]
fn every_chart_is_written_as_svg_and_as_png() {
    for (k, chart) in charts::ITEMS.iter().map(|item| item.id).enumerate() {
        let clipped = format!("{SMALL}&clip=norm&threshold=0.001");
        let narrow = format!("{SMALL}&precision=e5m2");
        let settings = match chart {
            "time" | "time-map" | "dependence" | "recurrence" => "scenario=recall&length=8",
            "gates" => "scenario=recall&length=8&cell=lstm",
            "price-error" | "vol-error" => "scenario=option-price&points=64",
            "hedge-pnl" | "hedge-ratio" => "scenario=deep-hedge&points=64",
            "policy" | "noise" => "scenario=mean-reversion-agent",
            "smile" | "residuals" => "scenario=svi-smile",
            "forecast" | "forecast-spike" => "scenario=spx-volatility",
            "regimes" => "scenario=regime-switch",
            "clip" => &clipped,
            "race" => "scenario=himmelblau&race=optimizer:adam",
            "basins" => "scenario=himmelblau&lr=0.01",
            "precision" => &narrow,
            "autopsy" => "activation=relu&init=normal",
            _ => SMALL,
        };
        for theme in ["light", "dark"] {
            let (svg, png) = (place(&format!("{chart}-{theme}.svg")), place(&format!("{chart}-{theme}.PNG")));
            let draw = |file: &Path, size: &[&str]| {
                let file = file.to_str().expect("text");
                let said = gradscape(
                    &[&["figure", chart, settings, "--steps=4", "--theme", theme, "-o", file], size].concat(),
                );
                assert_eq!((said.status, said.err.as_str()), (0, ""), "{chart}");
                assert!(said.out.trim().len() > 10, "{chart}: {}", said.out);
            };
            draw(&svg, &[]);
            let text = std::fs::read_to_string(svg).expect("the file");
            assert!(text.starts_with(r#"<svg width="960" height="540" "#) && text.ends_with("</svg>\n"), "{chart}");
            assert!(text.matches("<text").count() > 3, "{chart} has numbers on its axes");
            draw(&png, &["--width", "320", "--height=200", "--scale", if k % 2 == 0 { "1" } else { "2" }]);
            let picture = Pixmap::decode_png(&std::fs::read(png).expect("the file")).expect("a PNG");
            let scale = k as u32 % 2 + 1;
            assert_eq!((picture.width(), picture.height()), (320 * scale, 200 * scale), "{chart}");
            let corner = picture.pixel(0, 0).expect("a pixel").red();
            assert_eq!(corner > 128, theme == "light", "{chart} has the theme's ground");
            assert!(picture.pixels().iter().any(|pixel| (pixel.red() > 128) != (corner > 128)), "{chart} has text");
        }
    }
}

#[test]
fn a_chart_without_anything_to_show_says_why() {
    let file = place("none.svg");
    let said = gradscape(&["figure", "time", SMALL, "--steps", "1", "-o", file.to_str().expect("text")]);
    assert_eq!(said.status, 0);
    assert!(said.out.contains("not a sequence"), "{}", said.out);
}

#[test]
fn a_run_that_diverged_is_drawn_as_far_as_it_came() {
    for chart in ["curves", "contour", "layers", "history", "boundary"] {
        let file = place(&format!("diverged-{chart}.svg"));
        let file = file.to_str().expect("text");
        let said = gradscape(&["figure", chart, "scenario=rosenbrock&lr=1", "--steps", "50", "-o", file]);
        assert_eq!((said.status, said.err.as_str()), (0, ""), "{chart}");
    }
}

#[test]
fn a_file_that_cannot_be_written_is_another_failure_than_bad_usage() {
    let file = place("no-folder").join("x.svg");
    let said = gradscape(&["figure", "curves", SMALL, "--steps", "1", "-o", file.to_str().expect("text")]);
    assert_eq!((said.status, said.out.as_str()), (1, ""));
    assert!(said.err.contains("x.svg"), "{}", said.err);
}

/// The commands in `docs/pictures/make.sh`, word by word.
fn picture_commands(root: &Path) -> Vec<Vec<String>> {
    let script = std::fs::read_to_string(root.join("docs/pictures/make.sh")).expect("the script");
    let words = |line: &str| line.split(' ').map(|word| word.trim_matches('\'').to_string()).collect();
    script.lines().filter_map(|line| line.strip_prefix("draw ")).map(words).collect()
}

#[test]
fn the_readme_shows_the_pictures_that_the_script_makes_and_no_others() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = std::fs::read_to_string(root.join("README.md")).expect("README.md");
    let mut made = Vec::new();
    for command in picture_commands(root) {
        let [chart, settings, "--steps", steps, "-o", name] =
            command.iter().map(String::as_str).collect::<Vec<_>>()[..]
        else {
            panic!("{command:?} should be: draw CHART 'SETTINGS' --steps N -o NAME.png");
        };
        assert!(steps.parse::<u64>().is_ok(), "{command:?}");
        let said = gradscape(&["figure", chart, settings, "--steps", "1", "-o", place(name).to_str().expect("text")]);
        assert_eq!(said.status, 0, "{command:?}: {}", said.err);
        let picture =
            std::fs::read(root.join("docs/pictures").join(name)).unwrap_or_else(|_| panic!("{name} is there"));
        Pixmap::decode_png(&picture).unwrap_or_else(|_| panic!("{name} is a PNG"));
        assert!(readme.contains(&format!("(docs/pictures/{name})")), "nobody sees {name}");
        made.push(name.to_string());
    }
    assert!(!made.is_empty());
    for (at, folder) in readme.match_indices("docs/pictures/") {
        let name: String =
            readme[at + folder.len()..].chars().take_while(|c| c.is_alphanumeric() || "-_.".contains(*c)).collect();
        assert!(!name.ends_with(".png") || made.contains(&name), "nothing makes {name}");
    }
}

#[test]
fn a_gradient_check_has_a_line_for_every_layer() {
    let said = gradscape(&["check", SMALL, "--steps", "3"]);
    assert_eq!((said.status, said.err.as_str()), (0, ""));
    let lines: Vec<Value> = said.out.lines().map(|line| serde_json::from_str(line).expect("a JSON object")).collect();
    let names: Vec<&str> = lines.iter().filter_map(|line| line["layer"].as_str()).collect();
    assert_eq!(names, ["layers.0", "layers.1", "layers.2"]);
    assert!(lines.iter().all(|line| line["agrees"] == true && line["error"].as_f64() < Some(1e-4)), "{}", said.out);
    refuses(&["check", "width=0"], &["width", "0"]);
    refuses(&["check", SMALL, "--steps", "many"], &["--steps", "many"]);
}

#[test]
fn theory_prints_the_network_and_then_each_layer_beside_the_measured_run() {
    let said =
        gradscape(&["theory", "activation=tanh&init=normal&init_std=0.395&width=16&bias_std=0.2236&hidden_layers=4"]);
    assert_eq!((said.status, said.err.as_str()), (0, ""));
    let lines: Vec<Value> = said.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let names = ["chi", "sigma_w2", "sigma_b2", "q_star", "xi_gradient", "xi_correlation", "critical_sigma_w2"];
    assert_eq!(keys(&lines[0]), names);
    // From the mean-field papers: √χ = 1.065 for σ_w² = 2.5, σ_b² = 0.05, whose critical σ_w² is 1.761.
    assert!((lines[0]["chi"].as_f64().expect("known").sqrt() - 1.065).abs() < 0.002, "{}", lines[0]);
    assert!((lines[0]["critical_sigma_w2"].as_f64().expect("known") - 1.761).abs() < 1e-3, "{}", lines[0]);
    assert_eq!(lines.len(), 6);
    for line in &lines[1..] {
        assert_eq!(keys(line), ["layer", "predicted", "low", "high", "measured"]);
        let [low, predicted, high] = ["low", "predicted", "high"].map(|key| line[key].as_f64().expect("known"));
        assert!(low <= predicted && predicted <= high, "{line}");
    }
    assert_eq!(lines[5]["measured"], 1.0, "the last layer is the unit");
    // Where there is no theory: null, and why.
    let said = gradscape(&["theory", "hidden_layers=2&init=lsuv&activation=relu"]);
    let row: Value = serde_json::from_str(said.out.lines().nth(1).expect("a layer")).expect("JSON");
    assert!(row["predicted"].is_null() && row["measured"].is_number(), "{row}");
    assert!(said.err.contains("random draws with mean 0"), "{}", said.err);
    // A variance that drifts has no fixed point.
    let said =
        gradscape(&["theory", "activation=softplus&init=normal&init_std=0.35355339059327&width=16&hidden_layers=4"]);
    let row: Value = serde_json::from_str(said.out.lines().next().expect("the quantities")).expect("JSON");
    assert!(row["q_star"].is_null() && (row["sigma_w2"].as_f64().expect("known") - 2.0).abs() < 1e-9, "{row}");
    let said = gradscape(&["theory", "scenario=rosenbrock"]);
    assert_eq!(said.status, 0);
    assert!(said.out.starts_with("{\"chi\":null"), "{}", said.out);
    refuses(&["theory", "activation=tan"], &["activation", "tanh"]);
}

#[test]
fn an_autopsy_prints_one_object_and_writes_picture_and_scripts() {
    let lost = "scenario=bowl&lr=0.25";
    let picture = place("why.svg");
    let said = gradscape(&["autopsy", lost, "--steps", "300", "-o", picture.to_str().expect("text")]);
    assert_eq!((said.status, said.err.as_str()), (0, ""));
    let found: Value = serde_json::from_str(&said.out).expect("one JSON object");
    let keys = keys(&found);
    for key in ["settings", "event", "event_step", "chain", "cause", "sentence", "counterfactual", "tried"] {
        assert!(keys.contains(&key), "{key} in {keys:?}");
    }
    assert_eq!((found["event"].as_str(), found["cause"].as_str()), (Some("diverged"), Some("learning-rate")));
    // Plain descent on a bowl of curvature 25 is stable below 2/25 = 0.08.
    assert_eq!(found["counterfactual"]["settings"], "scenario=bowl&lr=0.0625");
    assert_eq!((found["limit"]["curvature"].as_f64(), found["limit"]["stable"].as_f64()), (Some(25.0), Some(8.0)));
    assert!(std::fs::read_to_string(&picture).expect("a picture").starts_with("<svg"));
    let script = place("why.py");
    let said = gradscape(&["autopsy", lost, "--steps", "300", "-o", script.to_str().expect("text")]);
    assert_eq!(said.status, 0, "{}", said.err);
    let [own, other] = ["why.py", "why-counterfactual.py"]
        .map(|name| std::fs::read_to_string(script.with_file_name(name)).expect("a script"));
    assert!(own.contains("0.25") && other.contains("0.0625"));
    let calm = gradscape(&["autopsy", "scenario=sphere", "--steps", "20"]);
    let calm: Value = serde_json::from_str(&calm.out).expect("one JSON object");
    assert!(calm["event"].is_null() && calm["cause"].is_null(), "{calm}");
    refuses(&["autopsy", lost], &["--steps"]);
    refuses(&["autopsy", lost, "--steps", "3", "-o", "why.txt"], &["txt", ".svg"]);
    refuses(&["autopsy", "activation=rel", "--steps", "3"], &["activation", "rel"]);
}
