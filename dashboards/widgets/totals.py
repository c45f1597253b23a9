"""Totals of a step's measures, over all its rows or by some of its groups."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from dashboards.model import Json
from dashboards.steps.result import StepResult
from dashboards.widgets.base import WidgetContext
from engine.errors import SwellError
from saql import SaqlError

Key = tuple[Json, ...]
Totals = Mapping[Key, Mapping[str, Json]]


def totals_by(context: WidgetContext, kept: Sequence[str]) -> Totals:
    """Return the totals of the widget's step: for the values of some of its groups, the value of each measure.

    They are asked of the data, so that averages are those of all rows and a limit leaves nothing out. Where the query
    can't be asked so, they are sums of the rows at hand, of the columns that may be summed; of rows that are not all at
    hand there are none.

    Args:
        context: the widget.
        kept: names of groups; none for the totals over all.
    """
    asked = _asked(context, kept)
    if asked is not None:
        return {_key(asked, row, kept): dict(zip(asked.names, row, strict=True)) for row in asked.rows}
    return _summed(context.result, kept)


def _asked(context: WidgetContext, kept: Sequence[str]) -> StepResult | None:
    try:
        return context.resolver.regrouped(context.step.id, kept)
    except (SwellError, SaqlError):  # a formula that needs the groups has no total
        return None


def _summed(result: StepResult, kept: Sequence[str]) -> Totals:
    if result.limit is not None:
        return {}
    rows: dict[Key, list[Sequence[Json]]] = {}
    for row in result.rows:
        rows.setdefault(_key(result, row, kept), []).append(row)
    names = [each for each in result.measures if _additive(result, each)]
    return {key: {name: _sum(result, name, several) for name in names} for key, several in rows.items()}


def _key(result: StepResult, row: Sequence[Json], kept: Sequence[str]) -> Key:
    return tuple(row[result.place(each)] for each in kept)


def _additive(result: StepResult, name: str) -> bool:
    return result.plain_rows or name.startswith("sum_") or name == "count"


def _sum(result: StepResult, name: str, rows: Iterable[Sequence[Json]]) -> float:
    place = result.place(name)
    return math.fsum(each for row in rows if isinstance(each := row[place], int | float))
