"""Fixtures of the language's tests: trees as short text."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from saql.span import Span
from saql.syntax import expressions as syntax


@pytest.fixture
def sketch() -> Callable[[Any], str]:
    """Return a function that writes a syntax tree as one line, without spans."""
    return _sketch


def _sketch(node: Any) -> str:
    match node:
        case syntax.Unary(operator, operand):
            return f"({operator} {_sketch(operand)})"
        case syntax.Binary(operator, left, right):
            return f"({_sketch(left)} {operator} {_sketch(right)})"
        case syntax.Range(lower, upper):
            return f"{_sketch(lower) if lower else ''}..{_sketch(upper) if upper else ''}"
        case syntax.Array(elements):
            return f"[{', '.join(_sketch(each) for each in elements)}]"
        case tuple():
            return f"({', '.join(_sketch(each) for each in node)})"
    return _leaf(node)


def _leaf(node: Any) -> str:
    match node:
        case syntax.Identifier(name):
            return name
        case syntax.Name(name, stream):
            return f"{stream.name}.'{name}'" if stream else f"'{name}'"
        case syntax.Text(value):
            return json.dumps(value, ensure_ascii=False)
        case syntax.Number(value) | syntax.Boolean(value):
            return repr(value).lower()
        case syntax.Null():
            return "null"
    return _composed(node) if hasattr(node, "__slots__") else str(node)


def _composed(node: Any) -> str:
    parts = [(name, getattr(node, name)) for name in node.__slots__]
    shown = [f"{name}={_sketch(part)}" for name, part in parts if not isinstance(part, Span) and part is not None]
    return f"{type(node).__name__}({', '.join(shown)})"
