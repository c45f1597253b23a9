"""Unions: `r = union a, b;`."""

from __future__ import annotations

from saql.check.session import Session
from saql.check.streams import UNKNOWN, Rows, Stream
from saql.check.wording import a_type
from saql.schema import Field, Schema
from saql.syntax import statements as syntax
from saql.syntax.expressions import Identifier
from saql.typed.statements import Union
from saql.types import Type


def check_union(node: syntax.Union, session: Session) -> Stream:
    """Return the rows of all streams; fields meet by name, and must have one type."""
    inputs = [session.rows(each, "union") for each in node.streams]
    fields: dict[str, Field] = {}
    origins: dict[str, str] = {}
    for name, rows in zip(node.streams, inputs, strict=True):
        for field in rows.schema:
            known = fields.get(field.name)
            if known is None or known.type is Type.NULL:
                fields[field.name] = field
                origins[field.name] = name.name
            elif field.type not in (known.type, Type.NULL, Type.ERROR) and known.type is not Type.ERROR:
                _refuse(field, known, origins[field.name], name, session)
            elif field != known and field.type is known.type:
                # A part of different dates, or of a date here and a text there, is a plain field of the union.
                fields[field.name] = Field(field.name, known.type, calendar=known.calendar)
    if not all(rows.known for rows in inputs):
        return UNKNOWN
    schema = Schema(tuple(fields.values()))
    position = session.emit(Union(tuple(rows.position for rows in inputs), schema))
    return Rows(position, schema, projected=all(rows.projected for rows in inputs), before=_before(inputs))


def _refuse(field: Field, known: Field, origin: str, stream: Identifier, session: Session) -> None:
    session.findings.add(
        "SAQL440",
        stream.span,
        hints=(f"make '{field.name}' of one type in both foreach statements, or give it two aliases",),
        field=field.name,
        first=a_type(known.type),
        left=origin,
        other=a_type(field.type),
        right=stream.name,
    )


def _before(inputs: list[Rows]) -> Schema | None:
    merged = {field.name: field for rows in inputs if rows.before for field in rows.before}
    return Schema(tuple(merged.values())) if merged else None
