"""computeRelative: fields of the row before or after, the first or the last one of a partition."""

from __future__ import annotations

import dataclasses

from engine.recipes.dataflow import quote
from engine.recipes.dataflow.computed import ComputedField, read_computed_field, unknown
from engine.recipes.dataflow.draft import Draft
from engine.recipes.dataflow.form import Form
from engine.recipes.dataflow.keys import key
from engine.recipes.dataflow.node import Head, NodeForm
from engine.recipes.dataflow.relative import relative_expression
from engine.recipes.dataflow.rounds import rounds
from engine.recipes.dataflow.stream import Column, Stream, merged
from engine.recipes.dataflow.windows import window
from saql.record import record
from saql.types import Type

_OFFSETS = ("previous", "next", "first", "last", "current")


@record
class Order:
    """A field that rows are sorted by."""

    name: str
    descending: bool = False


@record
class RelativeField:
    """A field of another row: `offset` says of which, `default` what stands where there is no such row.

    In place of both, `saql` may hold an expression with `previous(field)`, `next(field)`, `first(field)` or
    `last(field)` in it.
    """

    field: ComputedField
    source: str
    offset: str
    default: str | None
    saql: str | None
    at: str

    @property
    def name(self) -> str:
        """The name of the field."""
        return self.field.name

    @property
    def texts(self) -> tuple[str, ...]:
        """The expressions that it is computed of."""
        return (quote.name(self.source),) if self.saql is None else (self.saql,)


@record
class ComputeRelative:
    """The rows with fields of other rows of their partition, in an order."""

    head: Head
    partition: tuple[str, ...]
    order: tuple[Order, ...]
    fields: tuple[RelativeField, ...]

    def write(self, draft: Draft) -> Stream:
        """Compute the fields in rounds: those of one round use no other of the same round."""
        stream = draft.stream_of(self.head.sources[0])
        partition = [key(stream, each, draft, self.head.at)[0] for each in self.partition]
        order = [
            key(stream, each.name, draft, self.head.at)[0] + (" desc" if each.descending else "") for each in self.order
        ]
        name = draft.new_name(self.head.name)
        for fields in rounds(self.fields):
            items: dict[str, str] = {}
            columns: list[Column] = []
            for each in fields:
                items[each.name], column = self._item(each, (partition, order), stream, draft) or unknown(each.field)
                columns.append(column)
            draft.foreach(name, stream, {one: quote.name(one) for one in stream.names} | items)
            stream = Stream(name, merged(stream.columns, columns), stream.assumed)
        return stream

    def _item(
        self, each: RelativeField, places: tuple[list[str], list[str]], stream: Stream, draft: Draft
    ) -> tuple[str, Column] | None:
        given = each.field
        if each.saql is not None:
            return relative_expression(given, each.saql, *places, stream, draft, each.at)
        value, kind = key(stream, each.source, draft, each.at)
        source = stream.get(each.source) or Column(each.source, kind)
        column = Column(given.name, kind, given.label, calendar=source.calendar, guess=source.guess)
        if each.offset == "current":
            return value, column
        expression = window(each.offset, value, *places)
        default = _default(each.default, value, kind)
        return (expression if default is None else f"coalesce({expression}, {default})"), column


def _default(default: str | None, value: str, kind: Type) -> str | None:
    if default is None or default == "":
        return None
    if default.replace(" ", "").lower() == "current()":
        return value
    if kind is Type.NUMBER:
        return quote.number(default)
    if kind.is_temporal:
        return f"toDate({quote.text(default)})"
    return quote.text(default.strip('"'))


def read_compute_relative(form: NodeForm) -> ComputeRelative:
    """Read the parameters of a computeRelative."""
    given = form.parameters
    order = tuple(_order(each) for each in given.forms("orderBy"))
    if not order:
        given.error("'orderBy' is missing: what the rows of a partition are sorted by.")
    fields = tuple(found for each in given.forms("computedFields") if (found := _relative(each)) is not None)
    if not given.has("computedFields"):
        given.error("'computedFields' is missing: the fields to compute.")
    return ComputeRelative(form.head("source"), given.texts("partitionBy"), order, fields)


def _order(item: Form) -> Order:
    direction = (item.text("direction") or "asc").lower()
    return Order(item.needed("name", "field"), direction.startswith("desc"))


def _relative(item: Form) -> RelativeField | None:
    inner = item.inner("expression")
    saql = inner.text("saqlExpression") or item.text("saqlExpression")
    source, offset = inner.text("sourceField"), (inner.text("offset") or "").replace("()", "").strip().lower()
    default = inner.text("default", "defaultValue")
    field = read_computed_field(item)
    if saql is None and (source is None or offset not in _OFFSETS):
        hint = "There are previous(), next(), first(), last() and current()."
        item.error("An expression needs a sourceField and an offset.", hint, item.where("expression"))
        return None
    if field is None:
        return None
    if field.type is None:
        field = read_computed_field(_with_inner(item, inner)) or field
    if saql is not None and default is not None and field.default is None:
        field = dataclasses.replace(field, default=default)
    return RelativeField(field, source or "", offset, default, saql, item.where("expression", "saqlExpression"))


def _with_inner(item: Form, inner: Form) -> Form:
    """Return the members of a computed field, some of which stand inside its expression."""
    members = {"name": item.value("name"), "type": inner.value("type"), "label": item.value("label")}
    members |= {"format": inner.value("format"), "scale": inner.value("scale")}
    return Form({key: each for key, each in members.items() if each is not None}, inner.at, item.findings)
