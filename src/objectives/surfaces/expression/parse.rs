//! Parses text to the operations of [`super::program`], by recursive descent. An error has the position of the
//! unexpected character and says what was expected there.
//!
//! ```text
//! sum     = product { (+ | -) product }
//! product = unary { (* | /) unary }
//! unary   = - unary | + unary | power
//! power   = atom [ (^ | **) unary ]            so that -x^2 = -(x^2) and x^y^2 = x^(y^2)
//! atom    = number | x | y | pi | e | ( sum ) | function ( sum [ , sum … ] )
//! ```
//!
//! Constant subexpressions are computed here, in f64.

use super::program::{Function, Op, ROOM, run};
use crate::texts::{Text, expression};

/// Longest expression, in characters.
pub const LONGEST: usize = 400;
/// Deepest nesting of brackets, signs and exponents.
const DEEPEST: usize = 24;

/// A syntax error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Index of the character, from 0; the length of the text for an unexpected end.
    pub at: usize,
    /// What is wrong, and what was expected.
    pub message: String,
}

/// The operations of an expression.
///
/// # Errors
///
/// Says what is wrong with the expression, and where.
pub fn parse(text: &str) -> Result<Vec<Op>, Fault> {
    let mut parser = Parser { text: text.chars().collect(), at: 0, ops: Vec::new(), held: 0, depth: 0 };
    if parser.text.len() > LONGEST {
        return Err(Fault { at: LONGEST, message: expression::too_long(&LONGEST).into() });
    }
    parser.sum()?;
    match parser.peek() {
        None => Ok(parser.ops),
        Some(')') => Err(parser.fault(expression::closes_nothing())),
        Some(',') => Err(parser.fault(expression::stray_comma())),
        Some(_) => Err(parser.expected(&expression::operator_or_end())),
    }
}

struct Parser {
    text: Vec<char>,
    at: usize,
    ops: Vec<Op>,
    /// Numbers on the stack.
    held: usize,
    depth: usize,
}

impl Parser {
    /// The next character that is not a space.
    fn peek(&mut self) -> Option<char> {
        while self.text.get(self.at).is_some_and(|c| c.is_whitespace()) {
            self.at += 1;
        }
        self.text.get(self.at).map(|c| match c {
            '−' | '–' => '-',
            '·' | '×' => '*',
            other => *other,
        })
    }

    fn takes(&mut self, wanted: char) -> bool {
        let there = self.peek() == Some(wanted);
        self.at += usize::from(there);
        there
    }

    fn fault(&self, message: Text) -> Fault {
        Fault { at: self.at, message: message.into() }
    }

    fn expected(&mut self, what: &str) -> Fault {
        let found = self.peek().map_or_else(expression::the_end, |c| expression::quoted(&c));
        self.fault(expression::expected(&what, &found))
    }

    /// Parses one level deeper.
    fn within(&mut self, inner: fn(&mut Self) -> Result<(), Fault>) -> Result<(), Fault> {
        if self.depth == DEEPEST {
            return Err(self.fault(expression::too_deep(&DEEPEST)));
        }
        self.depth += 1;
        inner(self)?;
        self.depth -= 1;
        Ok(())
    }

    fn sum(&mut self) -> Result<(), Fault> {
        self.chain(Self::product, [('+', Op::Add), ('-', Op::Subtract)])
    }

    fn product(&mut self) -> Result<(), Fault> {
        self.chain(Self::unary, [('*', Op::Multiply), ('/', Op::Divide)])
    }

    fn chain(&mut self, operand: fn(&mut Self) -> Result<(), Fault>, signs: [(char, Op); 2]) -> Result<(), Fault> {
        operand(self)?;
        loop {
            let next = self.peek();
            let Some((_, op)) = signs.iter().find(|(sign, _)| next == Some(*sign)) else { return Ok(()) };
            let at = self.at;
            self.at += 1;
            operand(self)?;
            self.add(*op, at)?;
        }
    }

    fn unary(&mut self) -> Result<(), Fault> {
        self.peek();
        let at = self.at;
        if self.takes('-') {
            self.within(Self::unary)?;
            return self.add(Op::Negate, at);
        }
        if self.takes('+') { self.within(Self::unary) } else { self.power() }
    }

    fn power(&mut self) -> Result<(), Fault> {
        self.atom()?;
        self.peek();
        let at = self.at;
        let stars = self.text[at..].starts_with(&['*', '*']);
        self.at += if stars { 2 } else { 0 };
        if !stars && !self.takes('^') {
            return Ok(());
        }
        self.within(Self::unary)?;
        self.add(Op::Power, at)
    }

    fn atom(&mut self) -> Result<(), Fault> {
        match self.peek() {
            Some('(') => {
                self.at += 1;
                self.within(Self::sum)?;
                self.close()
            }
            Some(c) if c.is_ascii_digit() || c == '.' => self.number(),
            Some(c) if c.is_alphabetic() => self.name(),
            _ => Err(self.expected(&expression::value())),
        }
    }

    fn close(&mut self) -> Result<(), Fault> {
        if self.takes(')') { Ok(()) } else { Err(self.expected(&expression::operator_or_bracket())) }
    }

    fn number(&mut self) -> Result<(), Fault> {
        let start = self.at;
        let is_digit = |c: Option<&char>| c.is_some_and(char::is_ascii_digit);
        let digits = |parser: &mut Self| {
            while is_digit(parser.text.get(parser.at)) {
                parser.at += 1;
            }
        };
        digits(self);
        if self.text.get(self.at) == Some(&'.') {
            self.at += 1;
            digits(self);
        }
        // An e is part of the number only where an exponent follows.
        let signed = usize::from(matches!(self.text.get(self.at + 1), Some('+' | '-')));
        if matches!(self.text.get(self.at), Some('e' | 'E')) && is_digit(self.text.get(self.at + 1 + signed)) {
            self.at += 1 + signed;
            digits(self);
        }
        let word: String = self.text[start..self.at].iter().collect();
        match word.parse::<f64>() {
            Ok(number) => self.add(Op::Number(number), start),
            Err(_) => Err(Fault { at: start, message: expression::no_number(&word).into() }),
        }
    }

    fn name(&mut self) -> Result<(), Fault> {
        let start = self.at;
        while self.text.get(self.at).is_some_and(|c| c.is_alphanumeric() || *c == '_') {
            self.at += 1;
        }
        let word: String = self.text[start..self.at].iter().collect();
        let of = Op::Of;
        let (op, arguments) = match word.as_str() {
            "x" => (Op::X, 0),
            "y" => (Op::Y, 0),
            "pi" | "π" => (Op::Number(std::f64::consts::PI), 0),
            "e" => (Op::Number(std::f64::consts::E), 0),
            "sin" => (of(Function::Sin), 1),
            "cos" => (of(Function::Cos), 1),
            "tan" => (of(Function::Tan), 1),
            "exp" => (of(Function::Exp), 1),
            "ln" | "log" => (of(Function::Ln), 1),
            "sqrt" => (of(Function::Sqrt), 1),
            "abs" => (of(Function::Abs), 1),
            "tanh" => (of(Function::Tanh), 1),
            "min" => (Op::Min, 2),
            "max" => (Op::Max, 2),
            _ => {
                return Err(Fault { at: start, message: expression::unknown(&word).into() });
            }
        };
        if arguments == 0 {
            return self.add(op, start);
        }
        if !self.takes('(') {
            return Err(self.expected(&expression::bracket_after(&word)));
        }
        self.within(Self::sum)?;
        if arguments == 1 {
            self.close()?;
            return self.add(op, start);
        }
        if self.peek() != Some(',') {
            return Err(self.expected(&expression::operator_or_comma(&word)));
        }
        while self.takes(',') {
            self.within(Self::sum)?;
            self.add(op, start)?;
        }
        self.close()
    }

    /// Adds the operation at character `at`, or evaluates it if its arguments are constants.
    fn add(&mut self, op: Op, at: usize) -> Result<(), Fault> {
        self.held = self.held + 1 - op.arguments();
        if self.held > ROOM {
            return Err(Fault { at, message: expression::nested().into() });
        }
        let before = self.ops.len() - op.arguments().min(self.ops.len());
        let is_number = |op: &Op| matches!(op, Op::Number(_));
        let constant = if op.arguments() == 0 { is_number(&op) } else { self.ops[before..].iter().all(is_number) };
        if let (Op::Power, false, Some(Op::Number(exponent))) = (op, constant, self.ops.last().copied()) {
            self.ops.pop();
            self.ops.push(Op::PowerOf(exponent));
            return Ok(());
        }
        self.ops.push(op);
        if !constant {
            return Ok(());
        }
        if let (Op::Power, Some(Op::Number(exponent))) = (op, self.ops.get(before + 1).copied()) {
            self.ops.truncate(before + 1);
            self.ops.push(Op::PowerOf(exponent));
        }
        let (value, _) = run::<f64>(&self.ops[before..], 0.0, 0.0);
        self.ops.truncate(before);
        self.ops.push(Op::Number(value));
        match value.is_finite() {
            true => Ok(()),
            false => Err(Fault { at, message: expression::not_finite().into() }),
        }
    }
}
