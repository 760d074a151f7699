//! What is wrong with a function that somebody wrote.

use crate::texts::messages;

messages! { "expression";
    too_long(most) = "more than {most} characters; shorten it";
    closes_nothing() = "this “)” closes nothing";
    stray_comma() = "a comma only stands between the arguments of min and max";
    expected(what, found) = "expected {what}, found {found}";
    the_end() = "the end";
    quoted(character) = "“{character}”";
    operator_or_end() = "+, -, *, /, ^ or the end (products need their *)";
    value() = "a number, x, y, pi, e, a function or “(”";
    operator_or_bracket() = "an operator or “)”";
    bracket_after(name) = "“(” after {name}";
    operator_or_comma(name) = "an operator or a comma: {name} takes two numbers or more";
    too_deep(most) = "nested more than {most} levels deep";
    nested() = "nested too deeply";
    no_number(text) = "“{text}” is not a number";
    unknown(name) = "“{name}” is not known; there are x, y, pi, e and sin, cos, tan, exp, ln (or log), sqrt, abs, tanh, min, max; products need their *";
    not_finite() = "this is not a finite number";
}
