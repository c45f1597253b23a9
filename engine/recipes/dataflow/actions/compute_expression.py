"""computeExpression: fields computed from the fields of the same row; later ones may use earlier ones."""

from __future__ import annotations

from engine.recipes.dataflow import quote
from engine.recipes.dataflow.computed import ComputedField, fitted, read_computed_field, unknown
from engine.recipes.dataflow.draft import Draft
from engine.recipes.dataflow.node import Head, NodeForm
from engine.recipes.dataflow.rounds import rounds
from engine.recipes.dataflow.stream import Column, Stream, merged
from saql.record import record


@record
class Expression:
    """A computed field and its expression in SAQL."""

    field: ComputedField
    text: str
    at: str

    @property
    def name(self) -> str:
        """The name of the field."""
        return self.field.name

    @property
    def texts(self) -> tuple[str, ...]:
        """The expression."""
        return (self.text,)


@record
class ComputeExpression:
    """The rows with computed fields, beside those of the source (`merges`) or alone."""

    head: Head
    expressions: tuple[Expression, ...]
    merges: bool

    def write(self, draft: Draft) -> Stream:
        """Compute the fields in rounds: those of one round use no other of the same round."""
        stream = draft.stream_of(self.head.sources[0])
        name = draft.new_name(self.head.name)
        for each in rounds(self.expressions):
            items: dict[str, str] = {}
            columns: list[Column] = []
            for expression in each:
                found = fitted(expression.field, expression.text, stream, draft, expression.at)
                items[expression.field.name], column = found or unknown(expression.field)
                columns.append(column)
            if items:
                kept = {one: quote.name(one) for one in stream.names}
                draft.foreach(name, stream, kept | items)
                stream = Stream(name, merged(stream.columns, columns), stream.assumed)
        if not self.merges:
            wanted = {each.field.name for each in self.expressions}
            columns = [each for each in stream.columns if each.name in wanted]
            draft.foreach(name, stream, {each.name: quote.name(each.name) for each in columns})
            return Stream(name, tuple(columns))
        return stream


def read_compute_expression(form: NodeForm) -> ComputeExpression:
    """Read the parameters of a computeExpression."""
    given = form.parameters
    expressions = []
    for item in given.forms("computedFields"):
        text = item.needed("saqlExpression", "expression", "saql")
        field = read_computed_field(item)
        if field is not None and text:
            expressions.append(Expression(field, text, item.where("saqlExpression", "expression", "saql")))
    if not given.has("computedFields"):
        given.error("'computedFields' is missing: the fields to compute.")
    return ComputeExpression(form.head("source"), tuple(expressions), given.flag("mergeWithSource", True))
