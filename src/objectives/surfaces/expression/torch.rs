//! An expression as PyTorch code.

use super::program::{Function, Op};

/// Operator precedence in Python, lowest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Bond {
    Sum,
    Product,
    Sign,
    Power,
    Whole,
}

struct Written {
    text: String,
    bond: Bond,
    constant: bool,
}

/// The operations of the parser in terms of the tensors x and y.
pub fn written(ops: &[Op]) -> String {
    let mut stack: Vec<Written> = Vec::new();
    for op in ops {
        let last = if op.arguments() > 0 { stack.pop() } else { None };
        let first = if op.arguments() > 1 { stack.pop() } else { None };
        stack.push(match (first, last) {
            (Some(a), Some(b)) => of_two(*op, &a, &b),
            (_, Some(a)) => of_one(*op, &a),
            _ => of_none(*op),
        });
    }
    match stack.pop() {
        // A loss without x and y would have no gradient at all.
        Some(all) if all.constant => format!("0 * x + {}", all.text),
        Some(all) => all.text,
        None => "0 * x".into(),
    }
}

fn of_none(op: Op) -> Written {
    match op {
        Op::Number(number) => {
            let bond = if number < 0.0 { Bond::Sign } else { Bond::Whole };
            Written { text: format!("{number:?}"), bond, constant: true }
        }
        _ => Written { text: if op == Op::X { "x" } else { "y" }.into(), bond: Bond::Whole, constant: false },
    }
}

fn of_one(op: Op, a: &Written) -> Written {
    let (text, bond) = match op {
        Op::Negate => (format!("-{}", a.at_least(Bond::Sign)), Bond::Sign),
        Op::PowerOf(exponent) => (format!("{} ** {exponent:?}", a.at_least(Bond::Whole)), Bond::Power),
        Op::Of(function) => (format!("torch.{}({})", name(function), a.text), Bond::Whole),
        _ => (a.text.clone(), a.bond),
    };
    Written { text, bond, constant: false }
}

fn of_two(op: Op, a: &Written, b: &Written) -> Written {
    // The right operand is bracketed at equal precedence, which keeps the order of rounding.
    let between = |sign: &str, bond, tighter| format!("{} {sign} {}", a.at_least(bond), b.at_least(tighter));
    let (text, bond) = match op {
        Op::Add => (between("+", Bond::Sum, Bond::Product), Bond::Sum),
        Op::Subtract => (between("-", Bond::Sum, Bond::Product), Bond::Sum),
        Op::Multiply => (between("*", Bond::Product, Bond::Sign), Bond::Product),
        Op::Divide => (between("/", Bond::Product, Bond::Sign), Bond::Product),
        Op::Power => (between("**", Bond::Whole, Bond::Whole), Bond::Power),
        Op::Min => (format!("torch.minimum({}, {})", a.tensor(), b.tensor()), Bond::Whole),
        _ => (format!("torch.maximum({}, {})", a.tensor(), b.tensor()), Bond::Whole),
    };
    Written { text, bond, constant: false }
}

impl Written {
    fn at_least(&self, bond: Bond) -> String {
        if self.bond < bond { format!("({})", self.text) } else { self.text.clone() }
    }

    fn tensor(&self) -> String {
        if self.constant { format!("torch.tensor({})", self.text) } else { self.text.clone() }
    }
}

fn name(function: Function) -> &'static str {
    match function {
        Function::Sin => "sin",
        Function::Cos => "cos",
        Function::Tan => "tan",
        Function::Exp => "exp",
        Function::Ln => "log",
        Function::Sqrt => "sqrt",
        Function::Abs => "abs",
        Function::Tanh => "tanh",
    }
}
