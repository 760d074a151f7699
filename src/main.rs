//! The command line: `gradscape run`, `gradscape list`.

use gradscape::registry::{self, Item};
use gradscape::run::{AnyRun, Names, Status};
use gradscape::scenarios;
use gradscape::settings::{Kind, Settings, schema};
use serde_json::{Value, json};
use std::io::{BufWriter, ErrorKind, Write};
use std::process::ExitCode;

const USAGE: &str = "\
Usage:
  gradscape run [SETTINGS] --steps N   one JSON line for each of steps 0 to N
  gradscape list [FAMILY]              what there is to choose from, as JSON

SETTINGS is key=value&key=value, as in a link, for example
  gradscape run 'scenario=spiral&activation=relu&init=he-normal' --steps 100";

/// Real data, compiled into the command line so that it runs from anywhere; the page fetches the same files.
const FILES: &[(&str, &[u8])] =
    &[("data/dax_20020705_implied_vols.csv", include_bytes!("../data/dax_20020705_implied_vols.csv"))];

/// Why the command line stops: bad usage (exit status 2) or anything else (1).
enum Failure {
    Usage(String),
    Other(String),
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match args.first().map(String::as_str) {
        Some("run") => run(&args[1..]),
        Some("list") => list(&args[1..]),
        Some("--help" | "-h" | "help") => print(USAGE),
        Some("--version" | "-V") => print(concat!("gradscape ", env!("CARGO_PKG_VERSION"))),
        Some(other) => Err(Failure::Usage(format!("unknown command “{other}”.\n{USAGE}"))),
        None => Err(Failure::Usage(USAGE.into())),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Usage(message)) => fail(&message, 2),
        Err(Failure::Other(message)) => fail(&message, 1),
    }
}

fn fail(message: &str, status: u8) -> ExitCode {
    eprintln!("gradscape: {message}");
    ExitCode::from(status)
}

fn run(args: &[String]) -> Result<(), Failure> {
    let (text, steps) = run_arguments(args)?;
    let (settings, notices) = Settings::parse(&text);
    if !notices.is_empty() {
        let lines: Vec<&str> = notices.iter().map(|notice| notice.message.as_str()).collect();
        return Err(Failure::Usage(lines.join("\ngradscape: ")));
    }
    let file = scenarios::data_file(&settings)
        .and_then(|name| FILES.iter().find(|(known, _)| *known == name))
        .map(|(_, bytes)| *bytes);
    let mut run = AnyRun::new(&settings, file).map_err(Failure::Other)?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    for step in 0..=steps {
        if step > 0 {
            run.step(1);
        }
        let row = run.frame().to_json(Names::Snake, run.is_single(), run.layer_names(), step == steps);
        // A reader that has seen enough (`head`) is no failure.
        match writeln!(out, "{row}") {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => return Ok(()),
            other => other.map_err(|error| Failure::Other(error.to_string()))?,
        }
        if run.frame().status != Status::Running {
            break;
        }
    }
    flush(out)
}

fn run_arguments(args: &[String]) -> Result<(String, u64), Failure> {
    let (mut text, mut steps) = (None, None);
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        let value = match arg.strip_prefix("--steps") {
            Some("") => args.next().cloned().unwrap_or_default(),
            Some(rest) if rest.starts_with('=') => rest[1..].to_string(),
            _ if arg.starts_with("--") => return Err(Failure::Usage(format!("run: unknown option “{arg}”.\n{USAGE}"))),
            _ if text.is_some() => {
                return Err(Failure::Usage(format!("run: a second settings string “{arg}”.\n{USAGE}")));
            }
            _ => {
                text = Some(arg.clone());
                continue;
            }
        };
        let wrong = || Failure::Usage(format!("run: --steps “{value}” is not a whole number from 0 upwards."));
        steps = Some(value.parse::<u64>().map_err(|_| wrong())?);
    }
    let steps = steps.ok_or_else(|| Failure::Usage(format!("run: --steps N is missing.\n{USAGE}")))?;
    Ok((text.unwrap_or_default(), steps))
}

fn list(args: &[String]) -> Result<(), Failure> {
    let mut families = serde_json::Map::new();
    for family in registry::families() {
        families.insert(family.id.into(), family.items.iter().map(describe).collect());
    }
    families.insert("settings".into(), schema().iter().map(describe_key).collect());
    let chosen = match args {
        [] => Value::Object(families),
        [name] => families.get(name).cloned().ok_or_else(|| {
            let known: Vec<&String> = families.keys().collect();
            Failure::Usage(format!("list: unknown family “{name}”; there are {known:?}."))
        })?,
        _ => return Err(Failure::Usage(format!("list: one family at most.\n{USAGE}"))),
    };
    print(&serde_json::to_string_pretty(&chosen).map_err(|error| Failure::Other(error.to_string()))?)
}

fn describe(item: &Item) -> Value {
    let params: Vec<&str> = item.params.iter().map(|p| p.key).collect();
    json!({ "id": item.id, "label": item.label, "formula": item.formula, "help": item.help, "settings": params })
}

fn describe_key(key: &gradscape::settings::Key) -> Value {
    let takes = match key.kind {
        Kind::Choice(items) => json!({ "choices": items.iter().map(|item| item.id).collect::<Vec<_>>() }),
        Kind::Widths => json!({ "pattern": "8 or 16,8,4", "range": [1, gradscape::settings::MAX_WIDTH] }),
        Kind::Batch => json!({ "pattern": "32 or full" }),
        Kind::Param(_) | Kind::Number(_) => json!({ "range": key.range().map(|range| range.ends()) }),
    };
    json!({ "id": key.id, "label": key.label, "help": key.help, "unit": key.unit, "takes": takes })
}

fn print(text: &str) -> Result<(), Failure> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    match writeln!(out, "{text}") {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(Failure::Other(error.to_string())),
        Ok(()) => flush(out),
    }
}

fn flush(mut out: impl Write) -> Result<(), Failure> {
    match out.flush() {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Failure::Other(error.to_string())),
        _ => Ok(()),
    }
}
