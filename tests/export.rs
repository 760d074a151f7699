//! `gradscape export pytorch`: compares the scripts line by line. Where PyTorch is installed (`python3`, or the Python
//! in the variable `PYTHON`), also runs them and compares the numbers.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Settings, and the name of the script in `tests/export/`.
const GOLDEN: &[(&str, &str)] = &[
    ("", "opening"),
    ("activation=relu&init=he-normal&clip=norm&threshold=0.5&batch=full&precision=f64", "cure"),
    ("hidden_layers=2&width=8,4&activation=leaky-relu&loss=cross-entropy&optimizer=adam", "leaky"),
    ("hidden_layers=3&width=6&norm=batch&residual=scaled&residual_learned=1&dropout=0.1&batch=32", "residual"),
    ("scenario=recall&clip=value&optimizer=nesterov", "recall"),
    ("scenario=recall&cell=lstm&hidden_layers=2&tbptt=10&batch=16", "lstm"),
    ("scenario=cliff&clip=norm", "cliff"),
    ("scenario=svi-smile&batch=5", "smile"),
    ("scenario=option-price&points=64&hidden_layers=1&width=8&slope_weight=1&batch=16", "slopes"),
    ("scenario=svi-smile&coordinates=raw&maturity=75&lr=0.1", "smile-raw"),
    ("hidden_layers=2&activation=tanh&l1=0.001&l2=0.01&batch=full", "penalty"),
    (LIVE, "live"),
];

/// Changed while the run goes on: the rate, the threshold, the optimizer and its schedule, the clip and its kind.
const LIVE: &str = "hidden_layers=2&activation=tanh&clip=norm&threshold=0.5&\
    changes=lr~0.2@3,threshold~0.1@5,optimizer~momentum@6,momentum~0.5@8,schedule~exponential@9,lr~0.05@11,clip~autoclip@12,\
    threshold~50@14,clip~none@17,lr~1@40";

/// Live changes to run with PyTorch, after the other settings of a small network.
const CHANGES: &[&str] = &[
    "changes=lr~0.3@4",
    "changes=lr~0.3@0,lr~0.01@12",
    "optimizer=momentum&changes=momentum~0@3,momentum~0.8@6",
    "optimizer=momentum&dampening=0.3&changes=lr~0.3@4,weight_decay~0.1@6",
    "optimizer=nesterov&changes=momentum~0@3,momentum~0.5@7",
    "optimizer=rmsprop&changes=momentum~0.5@4,centered~1@7",
    "optimizer=adam&changes=lr~0.02@4,beta1~0.5@6,weight_decay~0.1@8",
    "optimizer=adamw&changes=optimizer~lion@3,optimizer~adamw@6,lr~0.01@8",
    "optimizer=muon&changes=lr~0.1@4,momentum~0.5@6",
    "optimizer=adagrad&changes=lr~0.1@4,optimizer~adadelta@7",
    "optimizer=nadam&changes=lr~0.01@4,optimizer~radam@7,lr~0.01@9",
    "optimizer=amsgrad&changes=lr~0.01@4,eps~0.01@7",
    "hidden_layers=0&optimizer=lbfgs&strong_wolfe=0&max_iter=1&batch=full&lr=0.1&changes=lr~0.2@4",
    "schedule=step&step_size=4&changes=lr~0.3@6,gamma~0.5@7",
    "schedule=exponential&changes=lr~0.3@3,optimizer~momentum@5,momentum~0.5@7",
    "schedule=cosine&t_max=9&changes=lr~0.3@3,t_max~12@6",
    "schedule=warmup-cosine&warmup=4&total_steps=10&changes=lr~0.3@2,optimizer~adam@8",
    "schedule=one-cycle&optimizer=momentum&total_steps=10&changes=lr~0.3@3,max_lr~0.5@6",
    "schedule=one-cycle&optimizer=momentum&total_steps=30&changes=schedule~constant@5,schedule~one-cycle@8",
    "schedule=plateau&patience=1&cooldown=1&lr=3&changes=momentum~0.5@4,patience~0@6,lr~2@8,factor~0.9@10",
    "changes=schedule~cosine@4,t_max~5@4,schedule~constant@8,schedule~plateau@10",
    "clip=norm&threshold=0.1&changes=threshold~0.05@3,clip~none@5,clip~value@7,threshold~0.01@9",
    "clip=autoclip&threshold=50&changes=threshold~20@4,clip~norm@6,clip~autoclip@9",
    "clip=zclip&warmup_steps=2&threshold=0.2&changes=threshold~0.3@5,clip~none@6,clip~zclip@8,warmup_steps~2@8",
    "clip=agc&changes=threshold~0.05@4,clip~layer-norm@8",
];

/// The settings of [`CHANGES`] as a whole.
fn changed() -> Vec<String> {
    CHANGES.iter().map(|text| format!("hidden_layers=2&width=6&activation=tanh&{text}")).collect()
}

/// Further settings to run with PyTorch.
const RUN: &[&str] = &[
    "hidden_layers=0",
    "hidden_layers=2&activation=elu&loss=huber",
    "hidden_layers=2&activation=selu&loss=smooth-l1",
    "hidden_layers=2&activation=gelu-tanh&loss=mae",
    "hidden_layers=2&activation=sine",
    "hidden_layers=2&activation=hardtanh",
    "hidden_layers=2&activation=mish",
    "hidden_layers=2&activation=silu",
    "hidden_layers=2&activation=softplus",
    "hidden_layers=2&activation=softsign",
    "activation=gelu&init=xavier-normal&optimizer=momentum&weight_decay=0.01",
    "hidden_layers=3&width=6&activation=tanh&norm=batch&batch=32",
    "hidden_layers=3&width=6&activation=tanh&norm=layer&residual=plain",
    "hidden_layers=3&width=6&activation=gelu&norm=rms&residual=scaled",
    "hidden_layers=2&width=6&activation=tanh&residual=scaled&residual_learned=1&optimizer=adam",
    "scenario=bowl&optimizer=nesterov",
    "scenario=rosenbrock&optimizer=adam",
    "scenario=saddle",
    "scenario=dax-vol-surface",
    "scenario=recall&cell=rnn-relu&batch=16",
    "scenario=spx-volatility&test_share=0.9&window=7&width=5",
    "scenario=spx-volatility&forecast=vix&inputs=returns&test_share=0.9&cell=lstm&clip=norm&threshold=0.1&batch=40",
    "scenario=regime-switch&points=160&regime=64&optimizer=sgd&lr=0.01",
    "scenario=regime-switch&points=150&regime=64&cell=gru&beta2=0.9&clip=norm",
    "scenario=recall&cell=lstm&clip=layer-norm&threshold=0.001",
    "scenario=recall&cell=lstm&hidden_layers=3&width=5&tbptt=6&optimizer=adam&batch=16",
    "scenario=recall&cell=gru&hidden_layers=2&width=7&loss=mse&clip=layer-norm&threshold=0.001",
    "scenario=recall&cell=gru&tbptt=4&loss=cross-entropy",
    "scenario=recall&recurrent_init=orthogonal&tbptt=5&clip=norm",
    "activation=relu&init=he-normal&clip=layer-norm&threshold=0.01",
    "activation=relu&init=he-normal&clip=agc",
    "activation=relu&init=he-normal&clip=autoclip&threshold=60",
    "activation=relu&init=he-normal&clip=zclip&warmup_steps=3&threshold=0.2",
    "hidden_layers=2&schedule=step&step_size=4",
    "hidden_layers=2&schedule=exponential",
    "hidden_layers=2&schedule=cosine&t_max=9&eta_min=0.001",
    "hidden_layers=2&schedule=warmup-cosine&warmup=4&total_steps=10&min_ratio=0.1",
    "hidden_layers=2&schedule=one-cycle&optimizer=momentum&total_steps=10",
    "hidden_layers=2&schedule=one-cycle&optimizer=adam&total_steps=14&three_phase=1&anneal_strategy=linear",
    "hidden_layers=2&schedule=one-cycle&total_steps=12",
    "hidden_layers=2&schedule=plateau&patience=1&cooldown=1&lr=3",
    "scenario=recall&l1=0.0001&l2=0.01&batch=16",
    "hidden_layers=2&width=6&activation=tanh&optimizer=adagrad",
    "hidden_layers=2&width=6&activation=tanh&optimizer=rmsprop",
    "hidden_layers=2&width=6&activation=tanh&optimizer=adadelta",
    "hidden_layers=2&width=6&activation=tanh&optimizer=adamw",
    "hidden_layers=2&width=6&activation=tanh&optimizer=nadam",
    "hidden_layers=2&width=6&activation=tanh&optimizer=radam",
    "hidden_layers=2&width=6&activation=tanh&optimizer=amsgrad",
    "hidden_layers=2&width=6&activation=tanh&optimizer=lion",
    "hidden_layers=2&width=6&activation=tanh&optimizer=muon",
    "hidden_layers=2&width=6&activation=tanh&optimizer=muon&nesterov=0&weight_decay=0.1",
    "hidden_layers=2&width=6&activation=tanh&optimizer=rmsprop&centered=1&momentum=0.5",
    "hidden_layers=2&width=6&activation=tanh&optimizer=momentum&dampening=0.3",
    "hidden_layers=2&width=6&activation=tanh&optimizer=adam&weight_decay=0.1&decoupled_weight_decay=1",
    // On a network, L-BFGS amplifies a difference in the last digit tenfold at every iteration, in PyTorch as well.
    "hidden_layers=0&optimizer=lbfgs&batch=full",
    "hidden_layers=0&optimizer=lbfgs&strong_wolfe=0&max_iter=1&batch=full&lr=0.1",
    "scenario=iris&test_share=0.2",
    "scenario=digits&hidden_layers=1",
    "scenario=diabetes",
    "scenario=moons",
    "scenario=sine",
    "scenario=sphere",
    "scenario=expression",
    "scenario=expression&expression=max(x,y/2)*tanh(x*y)+2^x-(-x)^2/sqrt(1+y^2)&lr=0.01",
    "scenario=beale",
    "scenario=himmelblau",
    "scenario=rastrigin",
    "scenario=ackley&lr=0.001",
    "scenario=booth",
    "scenario=matyas",
    "scenario=styblinski-tang",
    "scenario=three-hump-camel",
    "scenario=six-hump-camel",
    "scenario=goldstein-price",
    "scenario=mccormick",
    "scenario=monkey-saddle",
    "scenario=easom",
    "scenario=levi-13",
    "scenario=plateau",
    "scenario=svi-smile&maturity=345&optimizer=sgd&lr=0.0001&clip=norm",
    "scenario=option-price&points=128&batch=32",
    "scenario=option-price&points=128&activation=gelu&hidden_layers=3&width=8&slope_weight=0.5&clip=norm&test_share=0.25",
    "scenario=adding&points=64",
    "scenario=adding&points=64&cell=rnn-relu&recurrent_init=identity&clip=norm",
    "scenario=adding&points=64&cell=gru&hidden_layers=2&width=6&tbptt=7&delay=9",
    "scenario=copy&points=64",
    "scenario=copy&points=64&cell=lstm&hidden_layers=2&width=7&symbols=4&delay=5&optimizer=momentum",
    "scenario=copy&points=64&cell=gru&hidden_layers=2&width=7&symbols=5&delay=6&tbptt=4",
    "scenario=copy&points=64&cell=lstm&width=7&symbols=5&delay=6&tbptt=3&clip=norm&threshold=0.1",
    "scenario=jump-futures&points=64",
    "scenario=jump-futures&points=128&jump_size=300&clip=norm",
    "scenario=jump-futures&points=64&cell=lstm&hidden_layers=2&width=5&window=12&tbptt=5&test_share=0.3",
];

fn gradscape(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_gradscape")).args(arguments).output().expect("the program runs");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

/// Exports an experiment; returns the script's path.
fn export(settings: &str, steps: u64, name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("export");
    std::fs::create_dir_all(&folder).expect("a folder for scripts");
    let script = folder.join(format!("{name}.py"));
    let steps = steps.to_string();
    gradscape(&["export", "pytorch", settings, "--steps", &steps, "-o", script.to_str().expect("text")]);
    script
}

#[test]
fn scripts_read_as_they_did() {
    for (settings, name) in GOLDEN {
        let script = std::fs::read_to_string(export(settings, 20, name)).expect("the script");
        let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/export").join(format!("{name}.py"));
        let known = std::fs::read_to_string(&golden).unwrap_or_default();
        assert!(script == known, "{name}.py is not what it was; if it should not be, replace it by\n{script}");
    }
}

#[test]
fn every_scenario_is_written_or_says_why_it_is_not() {
    let families: Value = serde_json::from_str(&gradscape(&["list", "scenarios"])).expect("JSON");
    let ids = families.as_array().expect("a list").iter().map(|item| item["id"].as_str().expect("an id"));
    let mut unwritten = Vec::new();
    for id in ids.filter(|id| *id != "csv") {
        let script = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("every-{id}.py"));
        let arguments = ["export", "pytorch", &format!("scenario={id}&points=16"), "--steps", "1", "-o"];
        let mut command = Command::new(env!("CARGO_BIN_EXE_gradscape"));
        let output = command.args(arguments).arg(&script).output().expect("the program runs");
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(said.contains("is not written in PyTorch: every step"), "{id}: {said}");
            unwritten.push(id);
        }
    }
    assert_eq!(unwritten, ["deep-hedge", "mean-reversion-agent"]);
}

/// Families whose items appear in scripts, the key that chooses an item, and other settings.
const FAMILIES: &[(&str, &str, &str)] = &[
    ("activations", "activation", "hidden_layers=2&width=6"),
    ("norms", "norm", "hidden_layers=3&width=6&activation=tanh&batch=32"),
    ("residuals", "residual", "hidden_layers=3&width=6&activation=tanh"),
    ("cells", "cell", "scenario=recall&batch=16"),
    ("losses", "loss", "hidden_layers=2&width=6&activation=tanh"),
    ("optimizers", "optimizer", "hidden_layers=2&width=6&activation=tanh"),
    ("schedules", "schedule", "hidden_layers=2&width=6&activation=tanh"),
    ("clips", "clip", "hidden_layers=2&width=6&activation=tanh"),
];

/// Settings for every item that is not named above.
fn unnamed() -> Vec<String> {
    let named = |choice: &str| {
        let lines = GOLDEN.iter().map(|(settings, _)| *settings).chain(RUN.iter().copied());
        lines.into_iter().any(|settings| settings.split('&').any(|pair| pair == choice))
    };
    let mut cases = Vec::new();
    for (family, key, others) in FAMILIES {
        let items: Value = serde_json::from_str(&gradscape(&["list", family])).expect("JSON");
        for item in items.as_array().expect("a list") {
            let choice = format!("{key}={}", item["id"].as_str().expect("an id"));
            if !named(&choice) {
                cases.push(format!("{others}&{choice}"));
            }
        }
    }
    cases
}

#[test]
fn every_item_can_be_exported() {
    for (k, settings) in unnamed().iter().enumerate() {
        let script = std::fs::read_to_string(export(settings, 1, &format!("item-{k}"))).expect("the script");
        assert!(script.contains("optimizer.step()"), "{settings}: {script}");
    }
}

/// A Python with PyTorch.
fn python() -> Option<String> {
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".into());
    let has = Command::new(&python).args(["-c", "import torch, safetensors"]).output();
    has.is_ok_and(|output| output.status.success()).then_some(python)
}

fn rows(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// Largest relative difference between two numbers of the same name, with its position.
fn difference(ours: &Value, theirs: &Value) -> f64 {
    let differs = |a: &Value, b: &Value| match (a.as_f64(), b.as_f64()) {
        (Some(a), Some(b)) if a == b => 0.0,
        (Some(a), Some(b)) => (a - b).abs() / a.abs().max(b.abs()),
        _ => f64::INFINITY,
    };
    let mut worst = ["step", "loss", "lr", "grad_norm", "clipped_grad_norm"]
        .iter()
        .fold(0.0_f64, |worst, key| worst.max(differs(&ours[key], &theirs[key])));
    let layers = |row: &Value| row["layers"].as_array().expect("layers").clone();
    assert_eq!(layers(ours).len(), layers(theirs).len());
    for (a, b) in layers(ours).iter().zip(&layers(theirs)) {
        assert_eq!(a["name"], b["name"]);
        worst =
            ["grad_norm", "clipped_grad_norm"].iter().fold(worst, |worst, key| worst.max(differs(&a[key], &b[key])));
    }
    worst
}

#[test]
fn where_pytorch_is_the_scripts_print_our_numbers() {
    let Some(python) = python() else {
        println!("no PyTorch here: the scripts were compared with the ones in tests/export/ alone");
        return;
    };
    println!("the scripts are run by {python}");
    // PyTorch draws other dropout masks.
    let golden = GOLDEN.iter().map(|(settings, _)| *settings).filter(|settings| !settings.contains("dropout"));
    let more = [changed(), unnamed()].concat();
    let settings = golden.chain(RUN.iter().copied()).chain(more.iter().map(String::as_str));
    let settings: Vec<String> =
        settings.map(|text| format!("{text}{}precision=f64", if text.is_empty() { "" } else { "&" })).collect();
    let scripts: Vec<PathBuf> =
        settings.iter().enumerate().map(|(k, settings)| export(settings, 12, &format!("run-{k}"))).collect();
    // One process for all, because PyTorch takes seconds to load.
    let output = Command::new(&python)
        .args(["-c", "import runpy, sys\nfor script in sys.argv[1:]:\n    runpy.run_path(script)"])
        .args(&scripts)
        .current_dir(scripts[0].parent().expect("a folder"))
        .output()
        .expect("Python runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let printed = rows(&String::from_utf8(output.stdout).expect("text"));
    let mut printed = printed.iter();
    for settings in &settings {
        for ours in rows(&gradscape(&["run", settings, "--steps", "12"])) {
            let theirs = printed.next().expect("as many rows as ours");
            let worst = difference(&ours, theirs);
            assert!(worst <= 1e-7, "{settings}, step {}: {worst:e} apart", ours["step"]);
        }
        println!("{settings}: agrees");
    }
    assert_eq!(printed.next(), None);
}
