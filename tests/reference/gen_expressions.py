"""Writes expressions.json: values and gradients of expressions in x and y, from SymPy's exact derivatives at 30 digits.

    python3 tests/reference/gen_expressions.py > tests/reference/expressions.json     (SymPy 1.14)
"""
import json

import sympy
from sympy.parsing.sympy_parser import parse_expr

x, y = sympy.symbols("x y", real=True)
NAMES = {"x": x, "y": y, "e": sympy.E, "abs": sympy.Abs, "min": sympy.Min, "max": sympy.Max, "ln": sympy.log}
EXPRESSIONS = [
    "x", "-x^2", "(-x)^2", "x^2 + 3*y^2 - sin(x*y)", "2^3^x - y", "-2^-x + y^-2", "1/(1 + x^2 + y^4)",
    "x/y/2 - x*y/3 - 1 - 2*y", "sqrt(x^2 + y^2 + 1)", "exp(-x^2 - y^2) * cos(2*pi*x)", "ln(1 + x^2) + log(2 + y^2)",
    "tan(x/4) + tanh(3*y)", "abs(x - 1) * abs(y + 2)", "max(x, y^2, 0.3) - min(x*y, 2)", "(x^2 + 1)^y",
    "(x^2 + y^2 + 0.5)^1.5", "(x^2 + 1)^(-0.7*y)", "e^(sin(x) + cos(y))", "1e-3*x^5 + 2.5e2*y - .5*x",
    "100*(y - x^2)^2 + (1 - x)^2", "-(x - -y)*-(2 - 3)", "sin(cos(tan(tanh(exp(-abs(x*y))))))", "((x)) - (((y)))^3",
]
POINTS = [("0.3", "-0.7"), ("-1.25", "0.6"), ("2.1", "1.9")]


def cases():
    for text in EXPRESSIONS:
        f = parse_expr(text.replace("^", "**"), local_dict=NAMES, transformations=(
            sympy.parsing.sympy_parser.auto_number, sympy.parsing.sympy_parser.rationalize))
        for px, py in POINTS:
            at = {x: sympy.Rational(px), y: sympy.Rational(py)}
            numbers = [sympy.N(g.subs(at).doit(), 30) for g in (f, sympy.diff(f, x), sympy.diff(f, y))]
            yield {"f": text, "x": float(px), "y": float(py), "value": float(numbers[0]),
                   "gradient": [float(n) for n in numbers[1:]]}


print("[\n" + ",\n".join(json.dumps(case) for case in cases()) + "\n]")
