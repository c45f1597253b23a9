"""What a binding gives, as far as it can be told without its values."""

from __future__ import annotations

from typing import Literal, TypeAlias

from dashboards.bindings.nodes import Call, Constant, Expression, Items

Kind: TypeAlias = Literal["value", "list", "table", "SAQL", "unknown"]
"""One value, a list of values, a list of lists, a piece of a query; `unknown` can be any of them."""

WORDS: dict[Kind, str] = {"value": "one value", "list": "a list", "table": "a table", "SAQL": "a piece of SAQL"}

_PIECES = ("asEquality", "asRange", "asDateRange", "asGrouping", "asOrder", "asProjection", "asHaving", "single_quote")
_LISTS = ("join", "asRange")
"""Functions that can do nothing with one value."""


def kind_of(node: Expression) -> Kind:
    """Return what an expression gives."""
    match node:
        case Constant(value):
            return "unknown" if value is None else "value"
        case Items(items):
            return "table" if any(kind_of(each) == "list" for each in items) else "list"
        case Call(function, arguments):
            return _called(function, arguments)
        case _:
            return "unknown"


def misuse(node: Expression) -> str | None:
    """Return what a function in an expression can't do with its argument, in words; None where all can be done."""
    if isinstance(node, Items):
        return next(filter(None, map(misuse, node.items)), None)
    if not isinstance(node, Call):
        return None
    inner = next(filter(None, map(misuse, node.arguments)), None)
    if inner or not node.arguments:
        return inner
    given = kind_of(node.arguments[0])
    if given == "SAQL" and node.function != "asString":
        return f"{node.function} takes values, and {_written(node.arguments[0])} gives a piece of SAQL"
    if given == "value" and node.function in _LISTS and _is_scalar(node.arguments[0]):
        return f"{node.function} takes a list, and {_written(node.arguments[0])} gives one value"
    return _wrong_place(node)


def _wrong_place(node: Call) -> str | None:
    """Return that `cell` and `row` name a row by no whole number, or a column by no text."""
    if node.function == "cell" and len(node.arguments) == 3:
        _, row, column = node.arguments
        if isinstance(row, Constant) and (
            isinstance(row.value, bool) or not isinstance(row.value, int) or row.value < 0
        ):
            return f"cell takes the number of a row, from 0, and not {row.value!r}"
        if isinstance(column, Constant) and not isinstance(column.value, str):
            return f"cell takes the name of a column, and not {column.value!r}"
    return None


def _written(node: Expression) -> str:
    return node.function if isinstance(node, Call) else "what stands before it"


def _is_scalar(node: Expression) -> bool:
    """Whether an expression can be no list: the cells of a static step can be lists, those of a query can not."""
    return isinstance(node, Constant) or (isinstance(node, Call) and node.function == "join")


def _called(function: str, arguments: tuple[Expression, ...]) -> Kind:
    if function in _PIECES:
        return "SAQL"
    if function in ("column", "row"):
        return _selected(function, arguments)
    first = kind_of(arguments[0]) if arguments else "unknown"
    if function in ("asObject", "slice"):
        return first
    if function == "asString":
        return "SAQL" if first == "SAQL" else "value"
    if function == "coalesce":
        kinds = {kind_of(each) for each in arguments} - {"unknown"}
        return kinds.pop() if len(kinds) == 1 and first != "unknown" else "unknown"
    if function == "join":
        return "value"
    if function == "flatten":
        return "list"
    if function == "toArray":
        return "list" if first == "value" else "unknown"
    return "unknown"  # a cell can hold a list


def _selected(function: str, arguments: tuple[Expression, ...]) -> Kind:
    """Return what `column(source, [names])` and `row(source, [rows], [names])` give."""
    wanted = arguments[1] if len(arguments) > 1 else Items(())
    if function == "row" and isinstance(wanted, Constant):
        return "list"
    if not isinstance(wanted, Items) or not wanted.items:
        return "table" if function == "row" and isinstance(wanted, Items) else "unknown"
    return "list" if len(wanted.items) == 1 else "table"
