//! Checks against SymPy, against finite differences, and with random input.

use super::*;
use crate::math::random::{Purpose, Stream};
use serde::Deserialize;

/// One line of `tests/reference/expressions.json`, made by `gen_expressions.py` beside it.
#[derive(Deserialize)]
struct Case {
    f: String,
    x: f64,
    y: f64,
    value: f64,
    gradient: [f64; 2],
}

fn run<R: Real>(text: &str, x: f64, y: f64) -> (f64, [f64; 2]) {
    let ops = parse(text).unwrap_or_else(|fault| panic!("{text}: {fault:?}"));
    let (value, slopes) = program::run(&ops, R::of(x), R::of(y));
    (value.to_f64(), slopes.map(Real::to_f64))
}

#[test]
fn values_and_gradients_are_those_of_sympy() {
    let cases: Vec<Case> = serde_json::from_str(include_str!("../../../../tests/reference/expressions.json")).unwrap();
    assert!(cases.len() > 60);
    for Case { f, x, y, value, gradient } in cases {
        let check = |(got, slopes): (f64, [f64; 2]), within: f64| {
            let off = |got: f64, want: f64| (got - want).abs() / (1.0 + want.abs());
            let worst = off(got, value).max(off(slopes[0], gradient[0])).max(off(slopes[1], gradient[1]));
            assert!(worst <= within, "{f} at ({x}, {y}): {got} {slopes:?}, not {value} {gradient:?}");
        };
        check(run::<f64>(&f, x, y), 1e-13);
        check(run::<f32>(&f, x, y), 1e-4);
    }
}

/// A random expression.
fn random_expression(random: &mut Stream, depth: u32) -> String {
    let mut inner = || random_expression(random, depth - 1);
    if depth == 0 {
        return ["x", "y", "0.7", "2", "pi", "x", "y", "1.5e-1"][random.below(8) as usize].into();
    }
    let (a, b) = (inner(), inner());
    match random.below(15) {
        0 | 1 => format!("({a} + {b})"),
        2 => format!("({a} - {b})"),
        3 | 4 => format!("{a} * {b}"),
        5 => format!("({a})/(3 + sin({b}))"),
        6 => format!("-{a}"),
        7 => format!("tanh({a})^{}", random.below(4)),
        8 => format!("(1.1 + sin({a}))^tanh({b})"),
        9 => format!("cos({a})"),
        10 => format!("exp(-abs({a}))"),
        11 => format!("ln(2 + sin({a}))"),
        12 => format!("sqrt(({a})^2 + 0.1)"),
        13 => format!("max({a}, {b})"),
        _ => format!("tan(tanh({a}))"),
    }
}

#[test]
fn the_gradient_of_any_expression_is_the_difference_of_its_values() {
    let mut random = Stream::new(11, Purpose::Data, 0);
    let mut compared = 0;
    for _ in 0..400 {
        let text = random_expression(&mut random, 4);
        let Ok(ops) = parse(&text) else { continue }; // Too long, or a constant that is not finite.
        let (x, y) = (4.0 * random.uniform() - 2.0, 4.0 * random.uniform() - 2.0);
        let f = |x, y| program::run::<f64>(&ops, x, y).0;
        let (_, slopes) = program::run(&ops, x, y);
        let difference = |h: f64| {
            let by = |a: f64, b: f64| (f(x + a * h, y + b * h) - f(x - a * h, y - b * h)) / (2.0 * h);
            [by(1.0, 0.0), by(0.0, 1.0)]
        };
        let (coarse, fine) = (difference(2e-5), difference(1e-5));
        for k in 0..2 {
            // If two differences disagree, there is a kink or too large a curvature.
            let scale = 1.0 + fine[k].abs();
            if !fine[k].is_finite() || (fine[k] - coarse[k]).abs() > 1e-6 * scale {
                continue;
            }
            compared += 1;
            assert!((slopes[k] - fine[k]).abs() < 1e-5 * scale, "{text} at ({x}, {y}): {slopes:?}, not {fine:?}");
        }
    }
    assert!(compared > 500, "{compared}");
}

#[test]
fn a_fault_points_at_its_character_and_says_what_was_expected() {
    let cases = [
        ("", 0, "found the end"),
        ("x^2 + * y", 6, "a number, x, y"),
        ("x + ", 4, "found the end"),
        ("2x", 1, "products need their *"),
        ("x y", 2, "found “y”"),
        ("(x + y", 6, "“)”"),
        ("x + y)", 5, "closes nothing"),
        ("sin x", 4, "“(” after sin"),
        ("sin(x, y)", 5, "“)”"),
        ("min(x)", 5, "comma"),
        ("max(x,)", 6, "a number"),
        ("x, y", 1, "comma"),
        ("foo(x)", 0, "“foo” is not known"),
        ("x + bar", 4, "“bar” is not known"),
        ("xy", 0, "“xy” is not known"),
        ("1..2 + x", 2, "the end"),
        ("3 + .", 4, "not a number"),
        ("x + 1/0", 5, "finite"),
        ("ln(-1) * x", 0, "finite"),
        ("1e999", 0, "finite"),
        ("x $ y", 2, "found “$”"),
        ("x + 😀", 4, "found “😀”"),
    ];
    for (text, at, says) in cases {
        let fault = parse(text).expect_err(text);
        assert_eq!(fault.at, at, "{text}: {}", fault.message);
        assert!(fault.message.contains(says), "{text}: {}", fault.message);
    }
}

#[test]
fn depth_and_length_end_with_a_message() {
    let nested = |open: &str, times: usize, close: &str| format!("{}x{}", open.repeat(times), close.repeat(times));
    for text in [nested("(", 150, ")"), nested("sin(", 50, ")"), nested("-", 300, ""), nested("x^", 100, "")] {
        assert!(parse(&text).expect_err(&text).message.contains("deep"), "{text}");
    }
    assert!(parse(&nested("(", 20, ")")).is_ok() && parse(&nested("x+(", 15, ")")).is_ok());
    let long = "x+".repeat(300) + "x";
    let fault = parse(&long).expect_err("too long");
    assert!(fault.at == LONGEST && fault.message.contains("400 characters"));
    assert!(parse(&("x+".repeat(199) + "x")).is_ok());
    // The deepest brackets, with the largest stack at each level.
    let heavy = "y+x*2^-x^(".repeat(12) + "x" + &")".repeat(12);
    match parse(&heavy) {
        Ok(ops) => drop(program::run::<f64>(&ops, 0.5, 0.5)),
        Err(fault) => assert!(fault.message.contains("deep"), "{fault:?}"),
    }
}

#[test]
fn whatever_is_typed_is_read_or_refused_and_nothing_panics() {
    const PARTS: [&str; 26] = [
        "x", "y", "(", ")", "+", "-", "*", "/", "^", ",", "sin", "min(", "max(", "1", ".", "e", "1e", "e+", " ", "−",
        "**", "π", "é", "\u{0}", "9999", "sqrt(",
    ];
    let mut random = Stream::new(3, Purpose::Data, 0);
    let mut read = 0;
    for _ in 0..20_000 {
        let text: String = (0..1 + random.below(9)).map(|_| PARTS[random.below(26) as usize]).collect();
        match parse(&text) {
            Ok(ops) => {
                read += 1;
                program::run::<f32>(&ops, 0.3, -0.4);
                assert!(!torch::written(&ops).is_empty());
            }
            Err(fault) => assert!(fault.at <= text.chars().count() && !fault.message.is_empty(), "{text}"),
        }
    }
    assert!(read > 500, "{read}");
}

#[test]
fn in_pytorch_brackets_stand_where_they_are_needed() {
    let cases = [
        ("x^2 + 3*y^2 - sin(x*y)", "x ** 2.0 + 3.0 * y ** 2.0 - torch.sin(x * y)"),
        ("x - (y - 1)", "x - (y - 1.0)"),
        ("x - y - 1", "x - y - 1.0"),
        ("-x^2", "-x ** 2.0"),
        ("(-x)^2", "(-x) ** 2.0"),
        ("x / (y*2)", "x / (y * 2.0)"),
        ("2^x^y", "2.0 ** (x ** y)"),
        ("x*-y", "x * -y"),
        ("ln(2)*x", "0.6931471805599453 * x"),
        ("max(x, 1)", "torch.maximum(x, torch.tensor(1.0))"),
        ("2*3", "0 * x + 6.0"),
    ];
    for (text, python) in cases {
        assert_eq!(torch::written(&parse(text).expect(text)), python, "{text}");
    }
}

#[test]
fn signs_and_stars_as_people_write_them_are_understood() {
    for (text, same) in [("x − y", "x - y"), ("2·x×y", "2*x*y"), ("x**2", "x^2"), ("cos(π*x)", "cos(pi*x)")] {
        assert_eq!(parse(text), parse(same), "{text}");
    }
}
