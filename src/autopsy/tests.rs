use super::*;
use crate::scenarios;

fn of(text: &str, steps: u64) -> Autopsy {
    let (settings, notices) = Settings::parse(text);
    assert_eq!(notices, [], "{text}");
    let file = scenarios::data_file(&settings).map(|file| file.bytes);
    examine(&settings, file, steps).expect("the data file is whole")
}

#[test]
fn probe() {
    for (text, steps) in [
        ("scenario=bowl&lr=0.25", 2000),
        ("scenario=cliff", 40),
        ("scenario=rosenbrock&lr=0.01", 100),
        ("activation=relu&init=normal", 60),
        ("activation=relu&init=he-normal&lr=1.5", 400),
        ("activation=relu&init=he-normal&precision=f16&lr=0.1&optimizer=momentum", 400),
        ("scenario=recall", 300),
        ("scenario=recall&recurrent_init=orthogonal&recurrent_gain=1.5&cell=rnn-relu", 200),
        ("scenario=spx-volatility&lr=1", 300),
        ("scenario=regime-switch&lr=0.1", 800),
        ("scenario=plane&activation=relu&init=he-normal&lr=0.3", 300),
        ("scenario=svi-smile&lr=1", 300),
    ] {
        let autopsy = of(text, steps);
        println!(
            "== {text}\n last {} event {:?}\n growth {:?}\n trigger {:?}\n limit {:?}",
            autopsy.last, autopsy.event, autopsy.growth, autopsy.trigger, autopsy.limit
        );
        for tried in &autopsy.tried {
            println!(
                "   {:?} {:?} size {:.3} loss {} div {:?} holds {}",
                tried.cause, tried.changes, tried.size, tried.loss, tried.diverged, tried.holds
            );
        }
        println!(" proof {:?}", autopsy.proven().map(|p| (&p.settings, p.cause)));
    }
}
