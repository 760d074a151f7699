//! A function as a list of stack operations, evaluated with both partial derivatives by forward-mode differentiation
//! (R. E. Wengert, "A simple automatic derivative evaluation program", 1964).

use crate::math::Real;

/// Size of the stack; the parser rejects expressions that need more.
pub const ROOM: usize = 32;

/// An operation. It pops its arguments and pushes its result.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Op {
    X,
    Y,
    Number(f64),
    Negate,
    Add,
    Subtract,
    Multiply,
    Divide,
    /// Power with an exponent that depends on x or y; the base has to be positive.
    Power,
    /// Power with a constant exponent.
    PowerOf(f64),
    Min,
    Max,
    Of(Function),
}

/// A function of one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    Sin,
    Cos,
    Tan,
    Exp,
    Ln,
    Sqrt,
    Abs,
    Tanh,
}

impl Op {
    /// Number of arguments.
    pub fn arguments(self) -> usize {
        match self {
            Op::X | Op::Y | Op::Number(_) => 0,
            Op::Negate | Op::PowerOf(_) | Op::Of(_) => 1,
            Op::Add | Op::Subtract | Op::Multiply | Op::Divide | Op::Power | Op::Min | Op::Max => 2,
        }
    }
}

/// A number with its derivatives by x and by y.
#[derive(Clone, Copy)]
struct Jet<R> {
    value: R,
    slopes: [R; 2],
}

/// Value and (∂f/∂x, ∂f/∂y) at a point. The operations must come from the parser, which guarantees that they leave one
/// number and never underflow the stack.
pub fn run<R: Real>(ops: &[Op], x: R, y: R) -> (R, [R; 2]) {
    run_seeing(ops, x, y, |_| ())
}

/// The same, and calls `see` with each number at whose zero an operation is not smooth: the arguments of abs and sqrt, and
/// the difference of those of min and max.
#[inline(always)]
pub fn run_seeing<R: Real>(ops: &[Op], x: R, y: R, mut see: impl FnMut(R)) -> (R, [R; 2]) {
    let zero = R::ZERO;
    let mut stack = [Jet { value: zero, slopes: [zero; 2] }; ROOM];
    let mut held = 0;
    for op in ops {
        held -= op.arguments();
        match op {
            Op::Min | Op::Max => see(stack[held].value - stack[held + 1].value),
            Op::Of(Function::Abs | Function::Sqrt) => see(stack[held].value),
            _ => {}
        }
        stack[held] = match *op {
            Op::X => Jet { value: x, slopes: [R::ONE, zero] },
            Op::Y => Jet { value: y, slopes: [zero, R::ONE] },
            Op::Number(number) => Jet { value: R::of(number), slopes: [zero; 2] },
            Op::Negate => stack[held].times(-R::ONE),
            Op::PowerOf(exponent) => stack[held].to_the(exponent),
            Op::Of(function) => stack[held].under(function),
            _ => binary(*op, stack[held], stack[held + 1]),
        };
        held += 1;
    }
    (stack[0].value, stack[0].slopes)
}

fn binary<R: Real>(op: Op, a: Jet<R>, b: Jet<R>) -> Jet<R> {
    let (u, v) = (a.value, b.value);
    match op {
        Op::Add => Jet { value: u + v, slopes: both(a, b, |p, q| p + q) },
        Op::Subtract => Jet { value: u - v, slopes: both(a, b, |p, q| p - q) },
        Op::Multiply => Jet { value: u * v, slopes: both(a, b, |p, q| p * v + u * q) },
        Op::Divide => {
            let value = u / v;
            Jet { value, slopes: both(a, b, |p, q| (p - value * q) / v) }
        }
        Op::Power => {
            let ln = u.ln();
            let value = (v * ln).exp();
            let by_base = v * ((v - R::ONE) * ln).exp();
            Jet { value, slopes: both(a, b, |p, q| p * by_base + q * (value * ln)) }
        }
        // If both are equal, each gets half of the gradient, as in PyTorch.
        _ => {
            let first = if op == Op::Min { u < v } else { u > v };
            let second = if op == Op::Min { v < u } else { v > u };
            match (first, second) {
                (true, _) => a,
                (_, true) => b,
                _ => Jet { value: u.max(v), slopes: both(a, b, |p, q| R::of(0.5) * (p + q)) },
            }
        }
    }
}

fn both<R: Real>(a: Jet<R>, b: Jet<R>, slope: impl Fn(R, R) -> R) -> [R; 2] {
    [slope(a.slopes[0], b.slopes[0]), slope(a.slopes[1], b.slopes[1])]
}

impl<R: Real> Jet<R> {
    fn times(self, factor: R) -> Self {
        self.into(self.value * factor, factor)
    }

    /// The chain rule, for a function with this `value` and `slope` here.
    fn into(self, value: R, slope: R) -> Self {
        Self { value, slopes: self.slopes.map(|own| own * slope) }
    }

    fn to_the(self, exponent: f64) -> Self {
        if exponent == 0.0 {
            return Self { value: R::ONE, slopes: [R::ZERO; 2] };
        }
        let power = |exponent| power(self.value, exponent);
        self.into(power(exponent), R::of(exponent) * power(exponent - 1.0))
    }

    fn under(self, function: Function) -> Self {
        let x = self.value;
        match function {
            Function::Sin => self.into(x.sin(), x.cos()),
            Function::Cos => self.into(x.cos(), -x.sin()),
            Function::Tan => {
                let tan = x.sin() / x.cos();
                self.into(tan, R::ONE + tan * tan)
            }
            Function::Exp => self.into(x.exp(), x.exp()),
            Function::Ln => self.into(x.ln(), R::ONE / x),
            Function::Sqrt => {
                let root = x.sqrt();
                self.into(root, R::of(0.5) / root)
            }
            Function::Abs => self.into(x.abs(), x.sign()),
            Function::Tanh => {
                let tanh = x.tanh();
                self.into(tanh, R::ONE - tanh * tanh)
            }
        }
    }
}

/// By multiplication for whole exponents, so that the base may be negative; by the logarithm for others.
fn power<R: Real>(base: R, exponent: f64) -> R {
    const MOST: f64 = 1024.0;
    let size = exponent.abs();
    if size > MOST || size != libm::floor(size) {
        return (R::of(exponent) * base.ln()).exp();
    }
    let (mut left, mut square, mut product) = (size as u32, base, R::ONE);
    while left > 0 {
        if left & 1 == 1 {
            product *= square;
        }
        square *= square;
        left >>= 1;
    }
    if exponent < 0.0 { R::ONE / product } else { product }
}
