"""The fields of a dataset: what an importer says of them, what the store keeps, what a query sees."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

from saql.date_parts import date_part_fields
from saql.record import record
from saql.schema import Calendar, Field, Schema
from saql.types import Type

__all__ = ["Calendar", "DatasetField", "FieldSpec", "Member", "Role", "schema_of"]

Role: TypeAlias = Literal["dimension", "measure", "date", "multivalue"]

_PLAIN = Calendar()


@record
class Member:
    """How a value of a dimension is shown: a label, a colour (`#rrggbb`). Queries see only the value."""

    value: str
    label: str | None = None
    color: str | None = None


@record(kw_only=True)
class FieldSpec:
    """What is known of a field before its values are written; whatever is None is taken from the values.

    Args:
        name: the column's name in the table.
        role: how queries use it.
        label: what people read in its place.
        format: a number pattern such as `$#,##0.00`.
        multiplier: by what a number is multiplied for show (100 for percentages).
        calendar: how a date counts fiscal periods and weeks.
        members: how values of a dimension are shown.
        formatting: colours by value, as JSON: the `conditionalFormatting` of an XMD, which dashboards read.
    """

    name: str
    role: Role | None = None
    label: str | None = None
    format: str | None = None
    multiplier: float = 1.0
    calendar: Calendar = _PLAIN
    members: tuple[Member, ...] = ()
    formatting: str | None = None


@record(kw_only=True)
class DatasetField:
    """A field of a version of a dataset; the attributes mean what they mean in `FieldSpec`.

    `type` is TEXT, NUMBER, MULTIVALUE, or DATE or DAY for a date with or without a time.
    """

    name: str
    role: Role
    type: Type
    label: str
    format: str | None = None
    multiplier: float = 1.0
    calendar: Calendar = _PLAIN
    members: tuple[Member, ...] = ()
    formatting: str | None = None

    @staticmethod
    def of(spec: FieldSpec, role: Role, kind: Type) -> DatasetField:
        """Return the field that a specification and its values make."""
        return DatasetField(
            name=spec.name,
            role=role,
            type=kind,
            label=spec.label or spec.name,
            format=spec.format,
            multiplier=spec.multiplier,
            calendar=spec.calendar,
            members=spec.members,
            formatting=spec.formatting,
        )


def schema_of(fields: Iterable[DatasetField]) -> Schema:
    """Return what queries see: the fields, and after each date the parts it brings with it.

    A stored field wins over a date part of the same name.
    """
    stored = tuple(fields)
    taken = {each.name for each in stored}
    seen: list[Field] = []
    for each in stored:
        seen.append(Field(each.name, each.type, calendar=each.calendar))
        if each.role == "date":
            parts = [part for part in date_part_fields(each.name) if part.name not in taken]
            taken.update(part.name for part in parts)
            seen.extend(parts)
    return Schema(tuple(seen))
