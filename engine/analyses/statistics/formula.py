"""Formulas over measures: `count * share(IsWon) * avg(Amount)`, read without running anything that people write."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from engine.analyses.statistics.errors import AnalysisError
from saql.record import record

Floats: TypeAlias = npt.NDArray[np.float64]

_HINT = "Write measures with + - * / and brackets: count * share(IsWon) * avg(Amount)."
_MEASURE = re.compile(r"\b(sum|avg|share)\s*\(|\bcount\b(\s*\(\s*\))?")
_MOST = 12

_OPERATORS: dict[type[ast.operator], Callable[[Floats, Floats], Floats]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


@record(eq=False)
class Formula:
    """A formula: as it was written, its measures in order, and what computes it of their values."""

    text: str
    measures: tuple[str, ...]
    tree: ast.expr

    def value(self, values: Mapping[str, Floats]) -> Floats:
        """Return the formula's value of each draw.

        Args:
            values: arrays of one shape by measure.
        """
        with np.errstate(divide="ignore", invalid="ignore"):
            found = _value(self.tree, [values[each] for each in self.measures])
        return found + np.zeros_like(values[self.measures[0]])


def read_formula(text: str) -> Formula:
    """Return the formula of a text.

    Raises:
        AnalysisError: it is none.
    """
    measures: list[str] = []
    pieces, at = [], 0
    for found in _MEASURE.finditer(text):
        if found.start() < at:
            continue
        end = _closing(text, found.end()) if found[1] else found.end()
        measure = " ".join(text[found.start() : end].split())
        if measure not in measures:
            measures.append(measure)
        pieces += [text[at : found.start()], f" m{measures.index(measure)} "]
        at = end
    if not measures or len(measures) > _MOST:
        raise AnalysisError(f"'{text[:80]}' is no formula of 1 to {_MOST} measures.", hint=_HINT)
    try:
        tree = ast.parse("".join([*pieces, text[at:]]).strip(), mode="eval").body
        _value(tree, [np.ones(1)] * len(measures))
    except (SyntaxError, ValueError, RecursionError, MemoryError, TypeError, ZeroDivisionError):
        raise AnalysisError(f"'{text[:80]}' is no formula.", hint=_HINT) from None
    return Formula(text.strip(), tuple(measures), tree)


def _closing(text: str, start: int) -> int:
    """Return where the bracket that was opened before a place is closed, after it; texts in quotes are passed over."""
    depth, quoted = 1, ""
    for at in range(start, len(text)):
        letter = text[at]
        if quoted:
            quoted = "" if letter == quoted and text[at - 1] != "\\" else quoted
        elif letter in "\"'":
            quoted = letter
        elif letter in "()":
            depth += 1 if letter == "(" else -1
            if depth == 0:
                return at + 1
    raise AnalysisError(f"A bracket in '{text[:80]}' is not closed.", hint=_HINT)


def _value(tree: ast.expr, values: list[Floats]) -> Floats:
    match tree:
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in _OPERATORS:
            return _OPERATORS[type(sign)](_value(left, values), _value(right, values))
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return -_value(inner, values)
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return np.array(float(number))
        case ast.Name(id=name) if re.fullmatch(r"m\d+", name) and int(name[1:]) < len(values):
            return values[int(name[1:])]
    raise ValueError(tree)
