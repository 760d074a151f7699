//! `gradscape run --weights --data --save`: with PyTorch's weights and data, reproduces PyTorch's numbers.

use safetensors::SafeTensors;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Rows, or exit status and error message.
fn run(settings: &str, steps: u64, options: &[(&str, &Path)]) -> Result<Vec<Value>, (i32, String)> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gradscape"));
    command.args(["run", settings, "--steps", &steps.to_string()]);
    for (option, file) in options {
        command.arg(option).arg(file);
    }
    let output = command.output().expect("the program runs");
    match output.status.code() {
        Some(0) => Ok(String::from_utf8(output.stdout)
            .expect("text")
            .lines()
            .map(|line| serde_json::from_str(line).expect("JSON"))
            .collect()),
        status => Err((status.expect("no signal"), String::from_utf8(output.stderr).expect("text"))),
    }
}

fn reference(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference/vectors").join(name)
}

/// The path of a file.
fn place(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("given");
    std::fs::create_dir_all(&folder).expect("a folder for files");
    folder.join(name)
}

/// Settings of a reference case, its file and the tolerance.
const CASES: &[(&str, &str)] = &[
    ("run_iris", "hidden_layers=1&width=10&activation=relu&optimizer=adam&lr=0.02"),
    ("run_xor", "hidden_layers=1&width=4&activation=tanh&loss=bce&optimizer=sgd&lr=0.5"),
    ("act_tanh_a", "hidden_layers=2&width=8&activation=tanh&optimizer=sgd&lr=0.1"),
];

#[test]
fn given_weights_and_data_reach_pytorchs_losses_and_norms() {
    for (name, settings) in CASES {
        let tensors = reference(&format!("{name}.safetensors"));
        let case: Value = serde_json::from_slice(&std::fs::read(reference(&format!("{name}.json"))).expect("the case"))
            .expect("JSON");
        let (steps, expected) = (case["steps"].as_u64().expect("steps"), &case["expected"]["f64"]);
        let settings = format!("{settings}&batch=full&precision=f64");
        let rows = run(&settings, steps, &[("--weights", &tensors), ("--data", &tensors)]).expect("it runs");
        let numbers = |key: &str| expected[key].as_array().expect("a series").clone();
        for ((step, loss), norm) in numbers("step").iter().zip(numbers("loss")).zip(numbers("global_norm")) {
            let row = &rows[step.as_u64().expect("a step") as usize];
            for (got, want) in [(&row["loss"], &loss), (&row["grad_norm"], &norm)] {
                let (got, want) = (got.as_f64().expect("finite"), want.as_f64().expect("finite"));
                assert!((got - want).abs() <= 1e-9 * want.abs(), "{name}, step {step}: {got} instead of {want}");
            }
        }
    }
}

#[test]
fn saved_weights_are_called_as_in_a_sequential_and_go_on_where_they_were_saved() {
    let settings = "points=64&hidden_layers=2&width=4&activation=tanh&init=xavier-normal&batch=full";
    for precision in ["f32", "f64"] {
        let settings = format!("{settings}&precision={precision}");
        let saved = place(&format!("saved-{precision}.safetensors"));
        let first = run(&settings, 7, &[("--save", &saved)]).expect("it runs");
        let bytes = std::fs::read(&saved).expect("the file");
        let file = SafeTensors::deserialize(&bytes).expect("a safetensors file");
        let mut names: Vec<&str> = file.names();
        names.sort_unstable();
        assert_eq!(names, ["0.bias", "0.weight", "2.bias", "2.weight", "4.bias", "4.weight"]);
        assert_eq!(file.tensor("0.weight").expect("weights").shape(), [4, 2]);
        let on = run(&settings, 0, &[("--weights", &saved)]).expect("it runs");
        assert_eq!(on[0]["loss"], first[7]["loss"]);
        assert_eq!(on[0]["layers"], first[7]["layers"]);
    }
}

#[test]
fn a_file_that_does_not_fit_is_named_with_what_is_wrong() {
    let iris = reference("run_iris.safetensors");
    let settings = "hidden_layers=1&width=10&activation=relu";
    let broken = place("broken.safetensors");
    std::fs::write(&broken, b"nonsense").expect("a file");
    let refused: &[(&str, &str, &Path, &[&str])] = &[
        (settings, "--weights", &broken, &["broken.safetensors", "not a safetensors file"]),
        (settings, "--data", &place("missing"), &["missing", "cannot be read"]),
        // Iris has four inputs, a spiral two.
        (settings, "--weights", &iris, &["run_iris.safetensors", "[10, 4]", "[10, 2]"]),
        ("hidden_layers=3&width=10", "--weights", &iris, &["run_iris.safetensors"]),
        ("scenario=bowl", "--data", &iris, &["run_iris.safetensors", "bowl"]),
        ("scenario=recall", "--data", &iris, &["run_iris.safetensors", "[length, rows, features]"]),
    ];
    for (settings, option, file, named) in refused {
        let (status, complaint) = run(settings, 1, &[(option, file)]).expect_err("it is refused");
        assert_eq!(status, 1, "{complaint}");
        for name in *named {
            assert!(complaint.contains(name), "{complaint} should name {name}");
        }
    }
    let (status, complaint) = run(settings, 1, &[("--weights", Path::new(""))]).expect_err("it is refused");
    assert_eq!(status, 2, "{complaint}");
}
