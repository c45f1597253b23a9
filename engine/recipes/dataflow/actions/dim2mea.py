"""dim2mea: a measure made of a text."""

from __future__ import annotations

from engine.recipes.dataflow import quote
from engine.recipes.dataflow.draft import Draft
from engine.recipes.dataflow.node import Head, NodeForm
from engine.recipes.dataflow.stream import Column, Stream, merged
from saql.record import record
from saql.types import Type


@record
class Dim2mea:
    """The rows with a measure, the number that a text holds; `default` stands where it holds none."""

    head: Head
    dimension: str
    measure: str
    default: str | None
    whole: bool

    def write(self, draft: Draft) -> Stream:
        """Add the measure."""
        source = draft.stream_of(self.head.sources[0])
        draft.column(source, self.dimension, self.head.at)
        expression = f"{quote.name(self.dimension)} * 1"
        expression = f"trunc({expression})" if self.whole else expression
        default = None if self.default is None else quote.number(self.default)
        items = {each: quote.name(each) for each in source.names}
        items[self.measure] = expression if default is None else f"coalesce({expression}, {default})"
        name = draft.new_name(self.head.name)
        draft.foreach(name, source, items)
        return Stream(name, merged(source.columns, [Column(self.measure, Type.NUMBER)]), source.assumed)


def read_dim2mea(form: NodeForm) -> Dim2mea:
    """Read the parameters of a dim2mea."""
    given = form.parameters
    kind = (given.text("measureType") or "").lower()
    return Dim2mea(
        form.head("source"),
        given.needed("dimension"),
        given.needed("measure"),
        given.text("measureDefault"),
        kind in ("long", "integer", "int"),
    )
