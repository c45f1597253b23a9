"""Facets: the selection of one step filters the others that read the same dataset, or one that is linked to it.

The filter holds for the dataset's rows, before anything is aggregated. Values of one step join by `or`, several columns
of a row by `and`, several steps by `and`. A step never filters itself. Source of the rules: reference, "Facet rules".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dashboards.compact.dates import is_relative
from dashboards.compact.fields import Fields
from dashboards.compact.filters import one
from dashboards.model import DataSourceLink, Json, Step
from dashboards.selection import Selection
from saql.schema import Schema
from saql.span import NOWHERE
from saql.syntax.expressions import Array, Binary, Expression, In, IsNull, Name, Number, Text
from saql.types import Type


@dataclass(frozen=True, slots=True)
class Facet:
    """What a step broadcasts: its selection, the fields behind its columns, and the datasets that it reads."""

    step: Step
    selection: Selection
    fields: Mapping[str, tuple[str, ...]]
    datasets: tuple[str, ...]


def receives(target: Step, source: Step) -> bool:
    """Whether the selection of `source` may filter `target`; nothing is said of their datasets here."""
    return source.id != target.id and source.broadcasts and target.receives.accepts(source.id)


def is_range(selection: Selection) -> bool:
    """Whether a selection is what a date or a range selector selects: one row with the ends `min` and `max`."""
    return len(selection) == 1 and bool(selection[0]) and set(selection[0]) <= {"min", "max"}


def facet_filter(facet: Facet, dataset: str, schema: Schema, links: Sequence[DataSourceLink] = ()) -> Expression | None:
    """Return the filter that a facet puts on a dataset, or None where it does not touch it.

    Args:
        facet: what is broadcast.
        dataset: the name of the dataset to be filtered.
        schema: its fields; columns of the facet that it lacks are left out.
        links: fields of several data sources that are the same.
    """
    names = _names_there(facet, dataset, schema, links)
    if not names or not facet.selection:
        return None
    if is_range(facet.selection):
        return _range_filter(facet.selection[0], names, schema)
    rows = [_parts(row, facet.fields, names, schema) for row in facet.selection]
    return selection_filter([row for row in rows if row])


def selection_filter(rows: Sequence[Mapping[str, str | int | float | None]]) -> Expression | None:
    """Return the condition that a row of a dataset has the values of one of several rows, or None for no rows."""
    if not rows:
        return None
    names = list(dict.fromkeys(name for row in rows for name in row))
    if len(names) == 1:
        return _one_of(names[0], [row[names[0]] for row in rows if names[0] in row])
    several = [joined([_one_of(name, [value]) for name, value in row.items()], "and") for row in rows]
    return joined(several, "or")


def joined(conditions: Sequence[Expression], operator: str) -> Expression:
    """Return conditions joined by `and` or `or`, as a tree that is as low as can be."""
    if len(conditions) == 1:
        return conditions[0]
    middle = len(conditions) // 2
    return Binary(operator, joined(conditions[:middle], operator), joined(conditions[middle:], operator), NOWHERE)


def _one_of(name: str, values: Iterable[str | int | float | None]) -> Expression:
    distinct = list(dict.fromkeys(values))
    present = tuple(_constant(each) for each in distinct if each is not None)
    field = Name(name, None, NOWHERE)
    conditions: list[Expression] = [In(field, Array(present, NOWHERE), False, NOWHERE)] if present else []
    if None in distinct:
        conditions.append(IsNull(field, False, NOWHERE))
    return joined(conditions, "or")


def _constant(value: str | int | float) -> Expression:
    return Text(value, NOWHERE) if isinstance(value, str) else Number(value, NOWHERE)


def _names_there(facet: Facet, dataset: str, schema: Schema, links: Sequence[DataSourceLink]) -> dict[str, str]:
    """Return the fields of the facet with the names that they have in the dataset."""
    fields = [field for several in facet.fields.values() for field in several]
    if dataset in facet.datasets:
        return {each: each for each in fields if each in schema}
    found = {}
    for field in fields:
        for link in links:
            here = any(part.field == field and part.source in (*facet.datasets, facet.step.id) for part in link.fields)
            there = next((part.field for part in link.fields if part.source == dataset), None)
            if here and there is not None and there in schema:
                found[field] = there
    return found


def _parts(
    row: Mapping[str, Json], fields: Mapping[str, tuple[str, ...]], names: Mapping[str, str], schema: Schema
) -> dict[str, str | int | float | None]:
    """Return a selected row by the fields of the dataset; a composite date is split into its parts."""
    found: dict[str, str | int | float | None] = {}
    for column, several in fields.items():
        if column not in row:
            continue
        value = row[column]
        pieces = value.split("~~~") if len(several) > 1 and isinstance(value, str) else [value] * len(several)
        for field, piece in zip(several, pieces, strict=False):
            if field in names:
                found[names[field]] = _typed(piece, schema, names[field])
    return found


def _typed(value: Json, schema: Schema, name: str) -> str | int | float | None:
    """Return a value as the field has it: texts for texts, numbers for numbers."""
    field = schema.get(name)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value) if field is not None and field.type is Type.TEXT else value
    return value if isinstance(value, str) else None


def _range_filter(row: Mapping[str, Json], names: Mapping[str, str], schema: Schema) -> Expression | None:
    """Return the condition of a range (`min`, `max`) on a measure, or on the date whose parts the groups are."""
    from saql.parser import parse_expression  # brings lark, which plain selections need not wait for

    lower, upper = row.get("min"), row.get("max")
    name = next(iter(names.values()))
    field = schema.get(name)
    if field is not None and field.date_part is not None:
        name, field = field.date_part.field, schema.get(field.date_part.field)
    dates = field is not None and field.type.is_temporal
    if not dates and (is_relative(lower) or is_relative(upper)):
        return None
    text = one([name, [[lower, upper]], ">=<="], Fields(schema))
    return None if text is None else parse_expression(text)
