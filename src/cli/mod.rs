//! The command line: one file for each command.

mod arguments;
mod autopsy;
mod calibrate;
mod check;
mod describe;
mod diagnose;
mod embed;
mod export;
mod figure;
mod kept;
mod list;
mod output;
mod picture;
mod pool;
mod progress;
mod results;
mod run;
mod start;
mod sweep;
mod theory;

use gradscape::texts::names::{known, unlabelled};
use std::process::ExitCode;

const USAGE: &str = "\
Usage:
  gradscape run [SETTINGS] --steps N   one JSON line for each of steps 0 to N
    --weights FILE.safetensors         starts from these, called as in PyTorch's nn.Sequential
    --data FILE.safetensors            trains on its input and target
    --save FILE.safetensors            writes the last step's weights
  gradscape figure CHART [SETTINGS] --steps N -o FILE.svg|FILE.png
                                       that chart after N steps; prints it in words. CHART can also
                                       be surface, in three dimensions, or lab, a poster of all
    --views IDS                        the views of the lab, as 'surface layers' (the page's first)
    --theme light|dark|auto            auto: an SVG in both, as its reader prefers (light)
    --width PIXELS --height PIXELS     (960, 540)
    --scale 1|2|3|4                    PNG, and a surface in SVG: pixels for each of these (1)
    --lang en|de                       the language of the chart and its words (en)
  gradscape embed [SETTINGS] --host NAME [-o POSTER.svg|POSTER.png]
                                       the lines that put this lab into a document of that host;
                                       writes the lab's poster after --steps N (100), with --views,
                                       --theme (auto), --width, --height and --lang as above
    --script ADDRESS                   where gradscape.js is (the usual place in that host)
  gradscape export pytorch [SETTINGS] [--steps N] [-o FILE.py]
                                       the same experiment as a PyTorch script (100 steps, on
                                       standard output), its start and data beside it as
                                       .safetensors
  gradscape check [SETTINGS] [--steps N]
                                       the gradient after N steps against differences of the
                                       loss, one JSON line for each layer
  gradscape diagnose [SETTINGS] --steps N
                                       what the run shows after N steps: verdict, evidence and
                                       remedies, as one JSON object
  gradscape theory [SETTINGS]          mean-field theory of the network at its start: one JSON line
                                       for the network, and one for each layer with its predicted
                                       gradient norm, over the last layer's, beside the measured one
  gradscape autopsy [SETTINGS] --steps N [-o FILE.svg|FILE.png|FILE.py]
                                       why a run was lost within N steps, as JSON; the picture, or
                                       the run and its counterfactual as PyTorch scripts
  gradscape sweep [SETTINGS] --over KEY=VALUES [--over KEY=VALUES] --steps N -o FILE.csv
                                       the last step of every combination, one row each: VALUES is
                                       a,b,c or low..high:count or low..high:count:log; run again,
                                       it goes on where it was stopped
    --seeds K --jobs J                 (1; all processors)
    --until LOSS                       a further column: the first step with that loss
    --ready NAME                       a sweep of `gradscape list sweeps`
  gradscape calibrate [SETTINGS] --folds K --seeds S --steps N -o FILE.jsonl
                                       the clip threshold by cross-validation, one JSON line for each
                                       run, and the choice; prints it in words and as PyTorch
    --clips none,norm|all              the clips to try (none,norm)
    --thresholds low..high:count:log   (by the gradient norms of the first fold)
    --origin expanding|sliding         where training parts begin, with an order of time (expanding)
    --gap ROWS                         between training and validation (window and horizon)
  gradscape figure calibration|norms --from FILE.jsonl [--show CLIP] -o FILE.svg|FILE.png
                                       losses over thresholds; gradient norms before clipping
  gradscape figure sweep --from FILE.csv [--show QUANTITY] -o FILE.svg|FILE.png
                                       its map or curves: loss, test-loss, diverged, ratio, reached
                                       or verdict (loss)
  gradscape list [FAMILY]              what there is to choose from, as JSON; charts and hosts too
  gradscape describe [--lang ID]       what the page builds its controls from, as JSON

With scenario=csv, run, figure, embed, check, theory, diagnose, autopsy, sweep, calibrate and export take --csv FILE.csv: a column of it (the last, or target=NAME)
is learnt from its columns of numbers.

SETTINGS is key=value&key=value, as in a link, for example
  gradscape run 'scenario=spiral&activation=relu&init=he-normal' --steps 100
  gradscape figure contour 'scenario=cliff&clip=norm' --steps 200 -o cliff.svg";

/// Why a command failed: wrong usage (exit status 2) or anything else (1).
enum Failure {
    Usage(String),
    Other(String),
}

type Command = fn(&[String]) -> Result<(), Failure>;

/// Every command by its name.
const COMMANDS: [(&str, Command); 12] = [
    ("run", run::command),
    ("figure", figure::command),
    ("embed", embed::command),
    ("export", export::command),
    ("check", check::command),
    ("diagnose", diagnose::command),
    ("theory", theory::command),
    ("sweep", sweep::command),
    ("calibrate", calibrate::command),
    ("autopsy", autopsy::command),
    ("list", list::command),
    ("describe", describe::command),
];

fn unknown(name: &str) -> Failure {
    let known = known(name, &unlabelled(COMMANDS.iter().map(|(name, _)| *name)), Some("--help"));
    Failure::Usage(format!("there is no command “{name}”; {known}."))
}

/// Runs the command that the arguments name.
pub fn main(arguments: &[String]) -> ExitCode {
    let asks_help = |argument: &String| matches!(argument.as_str(), "--help" | "-h");
    let outcome = match arguments.first().map(String::as_str) {
        _ if arguments.iter().any(asks_help) => output::print(USAGE),
        Some("help") => output::print(USAGE),
        Some("--version" | "-V") => output::print(concat!("gradscape ", env!("CARGO_PKG_VERSION"))),
        Some(name) => match COMMANDS.iter().find(|(known, _)| *known == name) {
            Some((_, command)) => command(&arguments[1..]),
            None => Err(unknown(name)),
        },
        None => Err(Failure::Usage(USAGE.into())),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Usage(message)) => fail(&message, 2),
        Err(Failure::Other(message)) => fail(&message, 1),
    }
}

fn fail(message: &str, status: u8) -> ExitCode {
    output::remark(format!("gradscape: {message}"));
    ExitCode::from(status)
}
