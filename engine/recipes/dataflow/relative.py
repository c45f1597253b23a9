"""Expressions of computeRelative in SAQL: `previous(Amount)` stands for a value of another row."""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.recipes.dataflow import quote
from engine.recipes.dataflow.computed import ComputedField, fitted
from engine.recipes.dataflow.draft import Draft
from engine.recipes.dataflow.expression import tidy
from engine.recipes.dataflow.keys import key
from engine.recipes.dataflow.stream import Column, Stream, merged
from engine.recipes.dataflow.windows import row_number, window
from saql.types import Type

_OTHER_ROW = re.compile(
    r"""\b(?P<offset>previous|next|first|last|current)\s*\(\s*(?:'(?P<quoted>[^']+)'|(?P<bare>[\w.]+))\s*\)""",
    re.IGNORECASE,
)


def relative_expression(
    field: ComputedField,
    text: str,
    partition: Sequence[str],
    order: Sequence[str],
    stream: Stream,
    draft: Draft,
    at: str,
) -> tuple[str, Column] | None:
    """Return an expression over rows and their neighbours, and its column, or None after saying what is wrong.

    The type of a neighbour's value is that of the field, so the expression is checked with columns in their places.
    """
    neighbours: dict[str, tuple[Column, str]] = {}

    def replaced(match: re.Match[str]) -> str:
        name, offset = match["quoted"] or match["bare"], match["offset"].lower()
        if offset == "current":
            return quote.name(name)
        value, kind = key(stream, name, draft, at)
        stand_in = f"swell {offset} {name}"
        neighbours[stand_in] = Column(stand_in, kind), window(offset, value, partition, order)
        return quote.name(stand_in)

    counter = _counter(field, tidy(text))
    if counter is not None:
        kind = field.type or Type.NUMBER
        return f"{row_number(partition, order)}{counter}", Column(field.name, kind, field.label)
    names = {match["quoted"] or match["bare"] for match in _OTHER_ROW.finditer(tidy(text))}
    if field.name in names and stream.get(field.name) is None:
        hint = "Ranks and running totals of groups are windows: group the rows, and compute it in a recipe in SAQL."
        draft.error(at, f"'{field.name}' is computed of its own value in another row, which is not supported.", hint)
        return None
    written = _OTHER_ROW.sub(replaced, tidy(text))
    wider = Stream(stream.name, merged(stream.columns, (each for each, _ in neighbours.values())), stream.assumed)
    found = fitted(field, written, wider, draft, at)
    if found is None:
        return None
    expression, column = found
    for stand_in, (_, value) in neighbours.items():
        expression = expression.replace(quote.name(stand_in), value)
    return expression, column


def _counter(field: ComputedField, text: str) -> str | None:
    """Return what is to be added to the number of a row where an expression counts rows; None of any other.

    It does so by its own value in the row before, as `previous(Row) + 1`, which is how dataflows number rows.
    """
    letters = re.sub(r"[\s'()]", "", text)
    before = "previous" + re.sub(r"[\s'()]", "", field.name)
    from_one = (
        f"casewhen{before}>0then{before}+1else1end",
        f"casewhen{before}isnullthen1else{before}+1end",
        f"casewhen{before}isnotnullthen{before}+1else1end",
        f"coalesce{before}+1,1",
        f"coalesce{before},0+1",
    )
    if letters in from_one:
        return ""
    start = quote.number(field.default or "") if letters == f"{before}+1" else None
    return None if start is None else f" - 1 + {start}"
