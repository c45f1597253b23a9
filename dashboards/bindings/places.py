"""Where in a binding the names of columns and of fields stand."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Literal, TypeAlias

import lark

from dashboards.bindings.parse import tree
from saql.record import record

Role: TypeAlias = Literal["column", "field"]

_COLUMN_PLACE = {"cell": 2, "column": 1, "row": 2, "field": 1}
_FIELD_FUNCTIONS = ("asEquality", "asRange", "asDateRange")


@record
class NamePlace:
    """A text in a binding that names a column of a step, or a field of the query in which the binding stands.

    `start` and `end` are those of what is between its quotes.
    """

    role: Role
    step: str | None
    name: str
    start: int
    end: int


@functools.lru_cache(maxsize=1024)
def name_places(text: str) -> tuple[NamePlace, ...]:
    """Return the names of columns and fields that a binding has as constants, in order.

    Raises:
        BindingError: the text is no binding.
    """
    return tuple(sorted(_places(tree(text)), key=lambda each: each.start))


def _places(node: lark.Tree[lark.Token]) -> Iterator[NamePlace]:
    inner = [each for each in node.children if isinstance(each, lark.Tree)]
    for each in inner:
        yield from _places(each)
    if node.data not in ("call", "method"):
        return
    function = str(next(each for each in node.children if isinstance(each, lark.Token)))
    arguments = [each for each in inner[-1].children if isinstance(each, lark.Tree)]
    place = _COLUMN_PLACE.get(function)
    if node.data == "call" and place is not None and place < len(arguments):
        yield from (NamePlace("column", _step(arguments[0]), *each) for each in _texts(arguments[place]))
    elif function in _FIELD_FUNCTIONS:
        for argument in arguments if node.data == "method" else arguments[1:]:
            yield from (NamePlace("field", None, *each) for each in _texts(argument))


def _step(source: lark.Tree[lark.Token]) -> str | None:
    """Return the step that a source is of: `s.selection`, or of old `selection(s)`."""
    found = next(source.find_pred(lambda each: each.data in ("source", "step")), None)
    return str(found.children[0]) if found is not None else None


def _texts(node: lark.Tree[lark.Token]) -> Iterator[tuple[str, int, int]]:
    """Yield the constants of an argument, or of the list that it is."""
    for each in node.children if node.data == "array" else (node,):
        if isinstance(each, lark.Tree) and each.data == "constant":
            token = each.children[0]
            if isinstance(token, lark.Token) and token.type == "STRING" and token.start_pos is not None:
                yield str(token)[1:-1], token.start_pos + 1, token.start_pos + len(token) - 1
