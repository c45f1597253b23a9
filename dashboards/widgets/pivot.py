"""Pivot tables: the values of the last group become columns, one for each measure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboards.compact.groups import SEPARATOR
from dashboards.model import Json, JsonObject
from dashboards.model.json import as_list, as_text
from dashboards.steps.base import StepQuery
from dashboards.steps.result import Column, StepResult
from dashboards.widgets.base import WidgetContext
from dashboards.widgets.totals import Key, totals_by

MOST = 300
"""Columns of values; those after them are left out, and the table says so."""

TOTAL = "Total"
NOTHING = "\N{EN DASH}"


@dataclass(frozen=True, slots=True)
class Shape:
    """The groups down the side of a pivot table, those along its head, and its measures."""

    side: tuple[str, ...]
    head: tuple[str, ...]
    measures: tuple[str, ...]


def pivot_shape(context: WidgetContext, names: Sequence[str], *, wanted: bool) -> Shape | None:
    """Return the shape of a table that is to be pivoted, or None for one that is not, or can't be.

    Args:
        context: the widget.
        names: the columns that are shown.
        wanted: whether the widget asks for it; a query may do so too, by naming the groups of the columns.
    """
    result = context.result
    groups = [each for each in names if each in result.groups]
    named = column_groups(context)
    head = tuple(each for each in groups if each in named) or (tuple(groups[-1:]) if wanted else ())
    measures = tuple(each for each in names if each in result.measures)
    if not head or not measures:
        return None
    return Shape(tuple(each for each in groups if each not in head), head, measures)


def column_groups(context: WidgetContext) -> tuple[str, ...]:
    """Return the groups that the query itself puts along the head."""
    listed = as_list(query_of(context).get("columnGroups"))
    return tuple(SEPARATOR.join(map(str, each)) if isinstance(each, list) else as_text(each) for each in listed)


def query_of(context: WidgetContext) -> JsonObject:
    """Return the compact query of the widget's step, or an empty one."""
    prepared = context.resolver.prepared(context.step.id)
    return (prepared.compact or {}) if isinstance(prepared, StepQuery) else {}


def pivoted(context: WidgetContext, shape: Shape, *, row_totals: bool, column_totals: bool) -> JsonObject:
    """Return columns, heads above them, rows and totals of a pivot table."""
    result = context.result
    heads = _distinct(result, shape.head)
    shown = heads[: max(1, MOST // len(shape.measures))]
    cells = {(_key(result, row, shape.side), _key(result, row, shape.head)): row for row in result.rows}
    sides = list(dict.fromkeys(side for side, _ in cells))
    places = [result.place(each) for each in shape.measures]
    by_side = totals_by(context, shape.side) if row_totals else {}

    def line(side: Key) -> list[Json]:
        found = [cells.get((side, head)) for head in shown]
        values: list[Json] = [None if row is None else row[place] for row in found for place in places]
        return [*side, *values, *_measured(by_side.get(side, {}), shape, wanted=row_totals)]

    return {
        "columns": [each.to_json() for each in _columns(result, shape, shown, row_totals=row_totals)],
        "heads": _heads(result, shape, shown, row_totals=row_totals),
        "rows": [line(side) for side in sides],
        "totals": _totals(context, shape, shown, row_totals=row_totals) if column_totals else None,
        "leftOut": len(heads) - len(shown),
    }


def _totals(context: WidgetContext, shape: Shape, shown: Sequence[Key], *, row_totals: bool) -> list[Json] | None:
    by_head = totals_by(context, shape.head)
    if not by_head:
        return None
    values = [value for head in shown for value in _measured(by_head.get(head, {}), shape, wanted=True)]
    overall = totals_by(context, ()).get((), {}) if row_totals else {}
    return [*(None for _ in shape.side), *values, *_measured(overall, shape, wanted=row_totals)]


def _measured(values: Mapping[str, Json], shape: Shape, *, wanted: bool) -> list[Json]:
    return [values.get(each) for each in shape.measures] if wanted else []


def _distinct(result: StepResult, names: Sequence[str]) -> list[Key]:
    """Return the values of the groups along the head, sorted; nulls are last."""
    found = dict.fromkeys(_key(result, row, names) for row in result.rows)
    return sorted(found, key=lambda key: [(each is None, isinstance(each, str), each or 0) for each in key])


def _key(result: StepResult, row: Sequence[Json], names: Sequence[str]) -> Key:
    return tuple(row[result.place(each)] for each in names)


def _columns(result: StepResult, shape: Shape, shown: Sequence[Key], *, row_totals: bool) -> list[Column]:
    side = [each for each in result.columns if each.name in shape.side]
    side.sort(key=lambda each: shape.side.index(each.name))
    measures = [found for each in shape.measures if (found := result.column(each)) is not None]
    texts = [*_texts(result, shape, shown), *([TOTAL] if row_totals else [])]
    names = [SEPARATOR.join(map(str, key)) for key in shown] + [TOTAL]
    return side + [
        Column(f"{each.name} {name}", text if len(measures) == 1 else each.label, each.type, each.format)
        for text, name in zip(texts, names, strict=False)
        for each in measures
    ]


def _heads(result: StepResult, shape: Shape, shown: Sequence[Key], *, row_totals: bool) -> list[Json]:
    """Return the upper row of the head: the measure over the values, or each value over its measures."""
    side: list[Json] = [{"label": "", "span": 1} for _ in shape.side]
    count = len(shown) + row_totals
    if len(shape.measures) == 1:
        column = result.column(shape.measures[0])
        return [*side, {"label": "" if column is None else column.label, "span": count}]
    texts = [*_texts(result, shape, shown), *([TOTAL] if row_totals else [])]
    values: list[Json] = [{"label": each, "span": len(shape.measures)} for each in texts]
    return side + values


def _texts(result: StepResult, shape: Shape, shown: Sequence[Key]) -> list[str]:
    """Return the values along the head as people read them."""
    columns = [result.column(each) for each in shape.head]
    labels = [{} if each is None else each.labels for each in columns]
    return [_text(key, labels) for key in shown]


def _text(key: Key, labels: Sequence[Mapping[str, str]]) -> str:
    texts = (
        NOTHING if each is None else said.get(str(each)) or _one(each) for each, said in zip(key, labels, strict=True)
    )
    return " \N{MIDDLE DOT} ".join(texts)


def _one(value: Json) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace(SEPARATOR, "-")
