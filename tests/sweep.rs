//! `gradscape sweep` and `gradscape calibrate`, as programs: the same numbers as single runs, the same bytes on any number of
//! threads, and nothing lost or done twice when they are killed.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

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

/// A path for a file of results, of which nothing exists yet.
fn place(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sweep");
    std::fs::create_dir_all(&folder).expect("a folder for files");
    let file = folder.join(name);
    std::fs::remove_file(&file).ok();
    std::fs::remove_file(folder.join(format!("{name}.about.json"))).ok();
    file
}

fn text(file: &Path) -> &str {
    file.to_str().expect("text")
}

fn read(file: &Path) -> String {
    std::fs::read_to_string(file).expect("the file")
}

fn refuses(arguments: &[&str], named: &[&str]) {
    let said = gradscape(arguments);
    assert_eq!((said.status, said.out.as_str()), (2, ""), "{arguments:?}: {}", said.err);
    for name in named {
        assert!(said.err.contains(name), "{arguments:?} should name {name}: {}", said.err);
    }
}

#[test]
fn every_number_is_that_of_a_single_run() {
    let file = place("numbers.csv");
    let base = "scenario=moons&points=48&width=4&test_share=0.25&batch=8&clip=norm&threshold=0.2&seed=3";
    let over = ["--over", "hidden_layers=1..3:2", "--over", "lr=0.1,1,1000"];
    let said = gradscape(&[&["sweep", base, "--steps", "24", "--seeds", "2", "-o", text(&file)], &over[..]].concat());
    assert_eq!(said.status, 0, "{}", said.err);
    assert!(said.err.contains("12 of 12 runs, done in"), "{}", said.err);
    let lines: Vec<String> = read(&file).lines().map(String::from).collect();
    let head = "hidden_layers,lr,seed,step,loss,test_loss,grad_norm,first_grad_norm,last_grad_norm,clipped_share,status,verdict";
    assert_eq!((lines.len(), lines[0].as_str()), (13, head));
    let mut statuses = Vec::new();
    for line in &lines[1..] {
        let cells: Vec<&str> = line.split(',').collect();
        let [layers, lr, seed, step, loss, test_loss, norm, first, last, clipped, status, verdict] = cells[..] else {
            panic!("{line}");
        };
        let settings = format!("{base}&hidden_layers={layers}&lr={lr}&seed={seed}");
        let said = gradscape(&["run", &settings, "--steps", "24"]);
        let rows: Vec<Value> = said.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        let end = rows.last().expect("a row");
        let number = |value: &Value| if value.is_null() { String::new() } else { value.to_string() };
        let norm_of = |layer: Option<&Value>| number(&layer.expect("a layer")["grad_norm"]);
        let layers = end["layers"].as_array().expect("layers");
        assert_eq!(
            [step, loss, norm, first, last, status].map(String::from),
            [
                end["step"].to_string(),
                number(&end["loss"]),
                number(&end["grad_norm"]),
                norm_of(layers.first()),
                norm_of(layers.last()),
                end["status"].as_str().expect("a status").into(),
            ],
            "{line}"
        );
        // Tested at every 8th step and at the last one.
        if let Some(tested) = end.get("test_loss") {
            assert_eq!(test_loss, number(tested), "{line}");
        }
        let shorter = |row: &&Value| {
            row["clipped_grad_norm"]
                .as_f64()
                .zip(row["grad_norm"].as_f64())
                .is_some_and(|(after, before)| after < before)
        };
        let share = rows.iter().filter(shorter).count() as f64 / rows.len() as f64;
        assert_eq!(clipped.parse::<f64>().expect("a number"), share, "{line}");
        let steps = end["step"].to_string();
        let diagnosed = gradscape(&["diagnose", &settings, "--steps", &steps]);
        let diagnosed: Value = serde_json::from_str(&diagnosed.out).expect("JSON");
        assert_eq!(verdict, diagnosed["verdict"].as_str().expect("a verdict"), "{line}");
        statuses.push(status.to_string());
    }
    assert!(statuses.contains(&"finished".into()));
}

#[test]
fn any_number_of_threads_writes_the_same_bytes() {
    let of = |jobs: &str| {
        let file = place(&format!("jobs-{jobs}.csv"));
        let over = "lr=0.001..2:7:log";
        let said = gradscape(&[
            "sweep",
            "scenario=rosenbrock",
            "--over",
            over,
            "optimizer=sgd,adam",
            "--steps",
            "60",
            "--until",
            "0.5",
            "--jobs",
            jobs,
            "-o",
            text(&file),
        ]);
        assert_eq!(said.status, 0, "{}", said.err);
        (read(&file), said.out)
    };
    let one = of("1");
    assert!(
        one.0.starts_with("lr,optimizer,seed,") && one.0.lines().next().is_some_and(|head| head.ends_with(",reached"))
    );
    assert_eq!(one.0.lines().count(), 15);
    assert_eq!(one, of("2"));
    assert_eq!(one, of("5"));
}

/// Kills the command as soon as the file has a few lines; returns how many whole lines it has then.
fn killed(arguments: &[&str], file: &Path) -> usize {
    let mut child = Command::new(env!("CARGO_BIN_EXE_gradscape"))
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program runs");
    let count = || std::fs::read_to_string(file).unwrap_or_default().matches('\n').count();
    while count() < 5 && child.try_wait().expect("a status").is_none() {
        std::thread::sleep(Duration::from_millis(1));
    }
    child.kill().ok();
    child.wait().expect("it ends");
    count()
}

/// Kills a command, cuts its last line in two, lets it go on, and compares with one that was never stopped.
fn goes_on_where_it_was(command: &[&str], ending: &str, header: usize) {
    let [whole, cut] = ["whole", "cut"].map(|name| place(&format!("{}-{name}.{ending}", command[0])));
    let with = |file: &Path| [command, &["-o", text(file)]].concat().into_iter().map(String::from).collect::<Vec<_>>();
    let run = |file: &Path| gradscape(&with(file).iter().map(String::as_str).collect::<Vec<_>>());
    let said = run(&whole);
    assert_eq!(said.status, 0, "{}", said.err);
    let (wanted, printed) = (read(&whole), said.out);
    let arguments = with(&cut);
    let lines = killed(&arguments.iter().map(String::as_str).collect::<Vec<_>>(), &cut);
    assert!(lines >= 5 && lines < wanted.lines().count(), "{lines}: it was stopped too late to tell");
    let before = read(&cut);
    let kept = &before[..before.rfind('\n').expect("a line") + 1];
    assert!(wanted.starts_with(kept), "the lines so far are those of the whole file");
    // The next line, half written.
    let next = wanted[kept.len()..].lines().next().expect("a next line");
    std::fs::write(&cut, format!("{kept}{}", &next[..next.len() / 2])).expect("the file can be written");
    let said = run(&cut);
    assert_eq!((said.status, read(&cut), said.out.as_str()), (0, wanted, printed.as_str()), "{}", said.err);
    // What was there is not computed again.
    let first = said.err.lines().next().unwrap_or_default();
    assert!(first.contains(&format!(": {} of ", kept.lines().count() - header)), "{}", said.err);
    // A finished file stays as it is.
    let again = run(&cut);
    assert_eq!((again.status, again.out), (0, printed));
    // Another command does not touch it.
    let other: Vec<String> = with(&cut).into_iter().map(|word| if word == "40" { "41".into() } else { word }).collect();
    let said = gradscape(&other.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(said.status, 2);
    assert!(said.err.contains("40") && said.err.contains("41") && said.err.contains("another"), "{}", said.err);
}

#[test]
fn a_killed_sweep_goes_on_where_it_was() {
    let base = "scenario=spiral&hidden_layers=6&width=24&batch=64";
    let command = ["sweep", base, "--over", "lr=0.01..1:50:log", "--seeds", "6", "--steps", "40", "--jobs", "2"];
    goes_on_where_it_was(&command, "csv", 1);
}

#[test]
fn a_killed_calibration_goes_on_where_it_was() {
    let base = "scenario=jump-futures&points=400&window=10&width=6";
    let thresholds = "0.01..100:9:log";
    let command = [
        "calibrate",
        base,
        "--thresholds",
        thresholds,
        "--folds",
        "3",
        "--seeds",
        "10",
        "--steps",
        "40",
        "--jobs",
        "2",
    ];
    goes_on_where_it_was(&command, "jsonl", 0);
}

#[test]
fn a_calibration_has_the_rows_the_choice_and_the_line_of_pytorch() {
    let file = place("calibration.jsonl");
    let said = gradscape(&[
        "calibrate",
        "scenario=jump-futures&jump_size=100&points=512&window=8",
        "--folds",
        "3",
        "--seeds",
        "2",
        "--steps",
        "80",
        "--clips",
        "none,norm,value",
        "--thresholds",
        "0.001..1000:7:log",
        "-o",
        text(&file),
    ]);
    assert_eq!(said.status, 0, "{}", said.err);
    let lines: Vec<Value> = read(&file).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines.len(), (1 + 7 + 7) * 3 * 2 + 1);
    let keys = |value: &Value| value.as_object().expect("an object").keys().cloned().collect::<Vec<_>>();
    let (last, rows) = lines.split_last().expect("lines");
    for row in rows {
        let wanted = [
            "clip",
            "threshold",
            "fold",
            "seed",
            "train_loss",
            "validation_loss",
            "clipped_share",
            "status",
            "train",
            "validation",
        ];
        assert_eq!(keys(row), wanted);
        assert!(row["train"][1].as_u64() < row["validation"][0].as_u64(), "{row}");
        assert_eq!(row["validation_loss"].is_null(), row["status"] == "diverged", "{row}");
    }
    let wanted = ["chosen", "rule", "as_good", "validation_loss", "standard_error", "test_loss", "sentence"];
    assert_eq!(keys(last), wanted);
    assert_eq!(last["rule"], "one-standard-error");
    assert!(last["test_loss"].is_number() && last["as_good"].is_array(), "{last}");
    let sentence = last["sentence"].as_str().expect("a sentence");
    assert!(
        said.out.starts_with(sentence) && said.out.contains("# found by rolling-origin cross-validation"),
        "{}",
        said.out
    );
    if last["chosen"]["clip"] == "norm" {
        let threshold = &last["chosen"]["threshold"];
        assert!(said.out.contains(&format!("nn.utils.clip_grad_norm_(parameters, {threshold})")), "{}", said.out);
    }
    for chart in ["calibration", "norms"] {
        let picture = place(&format!("{chart}.svg"));
        let said = gradscape(&["figure", chart, "--from", text(&file), "--show", "norm", "-o", text(&picture)]);
        assert_eq!((said.status, said.err.as_str()), (0, ""));
        assert!(read(&picture).matches("<text").count() > 5 && said.out.len() > 20, "{}", said.out);
    }
}

#[test]
fn a_sweep_is_drawn_from_its_file() {
    let file = place("drawn.csv");
    let over = ["--over", "lr=0.1..10:4:log", "--over", "activation=relu,sigmoid"];
    let base = "scenario=xor&points=32&hidden_layers=2&width=4&test_share=0.25";
    let said = gradscape(&[&["sweep", base, "--steps", "20", "--until", "0.6", "-o", text(&file)], &over[..]].concat());
    assert_eq!(said.status, 0, "{}", said.err);
    for quantity in ["loss", "test-loss", "diverged", "ratio", "reached", "verdict"] {
        let picture = place(&format!("drawn-{quantity}.svg"));
        let said = gradscape(&["figure", "sweep", "--from", text(&file), "--show", quantity, "-o", text(&picture)]);
        assert_eq!((said.status, said.err.as_str()), (0, ""), "{quantity}");
        assert!(
            read(&picture).matches("<text").count() > 5 && said.out.contains("8 cells"),
            "{quantity}: {}",
            said.out
        );
    }
    refuses(&["figure", "sweep", "--from", text(&file), "--show", "los", "-o", "x.svg"], &["--show", "los", "loss"]);
    refuses(&["figure", "sweep", "-o", "x.svg"], &["--from"]);
    refuses(&["figure", "sweep", "--from", "none.csv", "-o", "x.svg"], &["none.csv", "gradscape sweep"]);
}

#[test]
fn bad_requests_compute_nothing_and_say_what_is_wrong() {
    let file = place("never.csv");
    let sweep = |more: &[&'static str]| [&["sweep", "scenario=sphere", "-o", text(&file)], more].concat();
    refuses(&sweep(&["--steps", "5"]), &["--over"]);
    refuses(&sweep(&["--over", "lr=1,2"]), &["--steps"]);
    refuses(
        &sweep(&["--over", "lrr=1,2", "--steps", "5"]),
        &["“lrr”", "the nearest are lr", "gradscape list settings"],
    );
    refuses(&sweep(&["--over", "lr=1e9,2", "--steps", "5"]), &["lr", "1e9", "0 to 1000"]);
    refuses(&sweep(&["--over", "lr=1..0.5:3", "--steps", "5"]), &["lr", "1..0.5:3"]);
    refuses(&sweep(&["--over", "optimizer=sdg", "--steps", "5"]), &["optimizer", "“sdg”", "sgd"]);
    refuses(
        &sweep(&["--over", "lr=0..1:10000", "--over", "start_x=-1..1:10000", "--seeds", "10", "--steps", "5"]),
        &["10000 lr × 10000 start_x", "1000000000 runs", "1000000"],
    );
    refuses(&sweep(&["--over", "lr=1,2", "--steps", "5", "--jobs", "0"]), &["--jobs", "0", "1 to 1024"]);
    refuses(&sweep(&["--over", "lr=1,2", "--steps", "5", "--seeds", "0"]), &["--seeds", "0"]);
    refuses(&sweep(&["--ready", "heavy-bal"]), &["ready sweep", "heavy-bal", "heavy-ball"]);
    refuses(&["sweep", "--over", "lr=1,2", "--steps", "5"], &["-o FILE.csv"]);
    refuses(&["sweep", "--over", "lr=1,2", "--steps", "5", "-o", "x.json"], &["x.json", ".csv"]);
    assert!(!file.exists());
    let file = place("never.jsonl");
    let calibrate = |settings: &'static str, more: &[&'static str]| {
        [&["calibrate", settings, "--steps", "5", "-o", text(&file)], more].concat()
    };
    refuses(&calibrate("scenario=cliff", &[]), &["cliff", "spx-volatility"]);
    refuses(&calibrate("scenario=jump-futures&points=200&window=100", &[]), &["--folds", "5", "window=100"]);
    refuses(&calibrate("", &["--folds", "1"]), &["--folds", "“1”", "2 to 50"]);
    refuses(&calibrate("", &["--clips", "nrom"]), &["nrom", "norm"]);
    refuses(&calibrate("", &["--origin", "rolling"]), &["rolling", "expanding", "sliding"]);
    refuses(&["calibrate", "", "--steps", "5"], &["-o FILE.jsonl"]);
    assert!(!file.exists());
    // A file of something else is not written to.
    let file = place("other.csv");
    std::fs::write(&file, "a,b\n1,2\n").expect("a place for files");
    refuses(
        &["sweep", "scenario=sphere", "--over", "lr=0.1,0.2", "--steps", "5", "-o", text(&file)],
        &["there already"],
    );
    assert_eq!(read(&file), "a,b\n1,2\n");
}

#[test]
fn an_own_file_with_a_column_of_times_is_never_shuffled() {
    let csv = place("own.csv");
    let rows: String = (0..60)
        .map(|k| format!("2020-{:02}-{:02},{},{}\n", k / 28 + 1, k % 28 + 1, k * 37 % 11, f64::from(k) * 0.5 + 0.1))
        .collect();
    std::fs::write(&csv, format!("date,a,y\n{rows}")).expect("a place for files");
    let file = place("own.jsonl");
    let calibrate = |settings: &str, file: &Path| {
        gradscape(&[
            "calibrate",
            settings,
            "--csv",
            text(&csv),
            "--folds",
            "3",
            "--seeds",
            "1",
            "--steps",
            "4",
            "-o",
            text(file),
        ])
    };
    let settings = "scenario=csv&time=date&test_share=0.2&hidden_layers=0";
    let said = calibrate(settings, &file);
    assert_eq!(said.status, 0, "{}", said.err);
    let first: Value = serde_json::from_str(read(&file).lines().next().expect("a row")).expect("JSON");
    assert_eq!((first["train"].to_string(), first["validation"].to_string()), ("[0,11]".into(), "[12,24]".into()));
    let said = gradscape(&[
        "figure",
        "calibration",
        "--from",
        text(&file),
        "--csv",
        text(&csv),
        "-o",
        text(&place("own.svg")),
    ]);
    assert_eq!((said.status, said.err.as_str()), (0, ""));
    for (settings, says) in
        [("scenario=csv&time=when", "“when”"), ("scenario=csv&time=a&target=y", "“a”: row 4 is earlier")]
    {
        let said = calibrate(settings, &place("bad.jsonl"));
        assert!(said.status != 0 && said.err.contains(says), "{settings}: {}", said.err);
    }
}
