"""Queries for the rows that break a rule, in SAQL."""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from engine.columns import MultivalueColumn, TextColumn
from engine.kernels.arrays import Mask
from engine.quality.row_tests import RowTest
from engine.quality.rules import Range, Required, fields_of
from engine.quality.values import cells
from engine.store import Dataset
from saql import quote

MOST_VALUES = 50
"""Values that a query names; where rows break a rule with more, it asks for those that have the first."""

_MOST_FIELDS = 12
_LIMIT = 1_000
_LOOKED_AT = 100_000


def rows_query(dataset: Dataset, test: RowTest, bad: Mask) -> str | None:
    """Return a query for the rows that break a test, None where there is none.

    Args:
        dataset: the rows.
        test: the test.
        bad: which rows break it; some do.
    """
    fields = fields_of(test)
    if len(fields) != 1:
        return None
    name = fields[0]
    condition = f"{quote.name(name)} is null" if isinstance(test, Required) else _among(dataset, name, test, bad)
    if condition is None:
        return None
    others = [each.name for each in dataset.fields if each.name != name][: _MOST_FIELDS - 1]
    columns = ", ".join(f"{quote.name(each)} as {quote.name(each)}" for each in (name, *others))
    lines = [f"q = load {quote.text(dataset.name)};", f"q = filter q by {condition};"]
    return "\n".join([*lines, f"q = foreach q generate {columns};", f"q = limit q {_LIMIT};"])


def _among(dataset: Dataset, name: str, test: RowTest, bad: Mask) -> str | None:
    column = dataset.column(name)
    if dataset.field(name).type.is_temporal:
        return None
    if isinstance(test, Range):
        bounds = [f"{quote.name(name)} < {_number(test.least)}"] if test.least is not None else []
        bounds += [f"{quote.name(name)} > {_number(test.most)}"] if test.most is not None else []
        return " || ".join(bounds)
    if isinstance(column, MultivalueColumn):
        return None
    places = np.flatnonzero(bad)[:_LOOKED_AT]
    keys = column.codes[places] if isinstance(column, TextColumn) else np.asarray(column)[places]
    first = np.sort(np.unique(keys, return_index=True)[1])[:MOST_VALUES]
    found = [
        quote.text(each) if isinstance(each, str) else _number(each) for each in cells(dataset, name, places[first])
    ]
    return f"{quote.name(name)} in [{', '.join(found)}]"


def _number(value: object) -> str:
    return format(Decimal(repr(value)), "f")
