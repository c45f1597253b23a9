"""delta: how much a measure changed since the row before, of the same dimension."""

from __future__ import annotations

from engine.recipes.dataflow import quote
from engine.recipes.dataflow.draft import Draft
from engine.recipes.dataflow.keys import key
from engine.recipes.dataflow.node import Head, NodeForm
from engine.recipes.dataflow.stream import Column, Stream, merged
from engine.recipes.dataflow.windows import window
from saql.record import record
from saql.types import Type


@record
class Delta:
    """The rows with the change of a measure; the first row of each dimension has none, which is 0."""

    head: Head
    dimension: str
    epoch: str
    measure: str
    output: str

    def write(self, draft: Draft) -> Stream:
        """Subtract the value of the row before."""
        stream = draft.stream_of(self.head.sources[0])
        draft.column(stream, self.measure, self.head.at)
        value = quote.name(self.measure)
        before = window("previous", value, *self._places(stream, draft))
        items = {each: quote.name(each) for each in stream.names}
        items[self.output] = f"{value} - coalesce({before}, {value})"
        name = draft.new_name(self.head.name)
        draft.foreach(name, stream, items)
        return Stream(name, merged(stream.columns, [Column(self.output, Type.NUMBER)]), stream.assumed)

    def _places(self, stream: Stream, draft: Draft) -> tuple[list[str], list[str]]:
        dimension, _ = key(stream, self.dimension, draft, self.head.at)
        epoch, _ = key(stream, self.epoch, draft, self.head.at)
        return [dimension], [epoch]


def read_delta(form: NodeForm) -> Delta:
    """Read the parameters of a delta."""
    given = form.parameters
    return Delta(
        form.head("source"),
        given.needed("dimension"),
        given.needed("epoch", "orderBy"),
        given.needed("inputMeasure", "measure"),
        given.needed("outputMeasure", "output"),
    )
