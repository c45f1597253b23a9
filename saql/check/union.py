"""Unions: `r = union a, b;`."""

from __future__ import annotations

from saql.check.coercion import adapt, common_type
from saql.check.conversions import as_text
from saql.check.session import Session
from saql.check.streams import UNKNOWN, Rows, Stream
from saql.check.wording import a_type
from saql.schema import Field, Schema
from saql.span import NOWHERE
from saql.syntax import statements as syntax
from saql.syntax.expressions import Identifier
from saql.typed.expressions import Column
from saql.typed.statements import Foreach, Union
from saql.types import Type


def check_union(node: syntax.Union, session: Session) -> Stream:
    """Return the rows of all streams; fields meet by name.

    A field that is a text in one stream and a number in another is a text, after a warning.
    """
    inputs = [session.rows(each, "union") for each in node.streams]
    fields: dict[str, Field] = {}
    origins: dict[str, Identifier] = {}
    for name, rows in zip(node.streams, inputs, strict=True):
        for field in rows.schema:
            known = fields.get(field.name)
            if known is None or known.type is Type.NULL:
                fields[field.name] = field
                origins[field.name] = name
            elif field != known and field.type is not Type.NULL:
                fields[field.name] = _merged(known, field, origins[field.name], name, session)
    if not all(rows.known for rows in inputs):
        return UNKNOWN
    schema = Schema(tuple(fields.values()))
    position = session.emit(Union(tuple(_converted(rows, schema, session) for rows in inputs), schema))
    return Rows(position, schema, projected=all(rows.projected for rows in inputs), before=_before(inputs))


def _merged(known: Field, field: Field, origin: Identifier, stream: Identifier, session: Session) -> Field:
    """Return the field of a union from two of that name, after a warning where their types differ.

    A part of different dates, or of a date here and a text there, is a plain field of the union.
    """
    mixed = {known.type, field.type} == {Type.TEXT, Type.NUMBER}
    kind = Type.TEXT if mixed else common_type((known.type, field.type))
    if kind is None or (kind is Type.TEXT and known.type is not field.type):
        session.findings.add(
            "SAQL440" if kind is None else "SAQL323",
            stream.span,
            hints=(f"make '{field.name}' of one type in both foreach statements, or give it two aliases",),
            field=field.name,
            first=a_type(known.type),
            left=origin.name,
            other=a_type(field.type),
            right=stream.name,
        )
    return Field(field.name, kind or Type.ERROR, calendar=known.calendar)


def _converted(rows: Rows, schema: Schema, session: Session) -> int:
    """Return the position of rows whose fields have the types that they have in the union."""
    items = []
    for field in rows.schema:
        column = Column(field.name, field.type, NOWHERE)
        wanted = schema.get(field.name)
        kind = field.type if wanted is None or field.type is Type.NULL else wanted.type
        items.append((field.name, (as_text(column) if kind is Type.TEXT else adapt(column, kind)) or column))
    if all(isinstance(item, Column) for _, item in items):
        return rows.position
    return session.emit(Foreach(rows.position, tuple(items), Schema.of((name, item.type) for name, item in items)))


def _before(inputs: list[Rows]) -> Schema | None:
    merged = {field.name: field for rows in inputs if rows.before for field in rows.before}
    return Schema(tuple(merged.values())) if merged else None
