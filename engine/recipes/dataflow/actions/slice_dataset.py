"""sliceDataset: some of the fields."""

from __future__ import annotations

from engine.recipes.dataflow import quote
from engine.recipes.dataflow.dates import part_expression, split_part
from engine.recipes.dataflow.draft import Draft
from engine.recipes.dataflow.node import Head, NodeForm
from engine.recipes.dataflow.stream import Column, Stream
from saql.record import record
from saql.types import Type


@record
class SliceDataset:
    """The rows with the fields that are listed (`keeps`), or with all others."""

    head: Head
    fields: tuple[str, ...]
    keeps: bool

    def write(self, draft: Draft) -> Stream:
        """Name the fields that stay."""
        source = draft.stream_of(self.head.sources[0])
        columns: dict[str, Column] = {}
        items: dict[str, str] = {}
        for each in self.fields if self.keeps else ():
            part = split_part(each, source)
            column = draft.column(source, each, self.head.at) if part is None else None
            if part is not None and part[0] not in self.fields:
                columns[each] = Column(each, Type.NUMBER if part[1].endswith("epoch") else Type.TEXT)
                items[each] = part_expression(*part, source)
            elif column is not None:
                columns[each], items[each] = column, quote.name(each)
        if not self.keeps:
            columns = {each.name: each for each in source.columns if each.name not in self.fields}
            items = {each: quote.name(each) for each in columns}
        name = draft.new_name(self.head.name)
        if not items:
            draft.error(self.head.at, "No field is left.")
            return source
        draft.foreach(name, source, items)
        return Stream(name, tuple(columns.values()), () if self.keeps else source.assumed)


def read_slice_dataset(form: NodeForm) -> SliceDataset:
    """Read the parameters of a sliceDataset."""
    given = form.parameters
    mode = (given.text("mode") or "drop").lower()
    if mode not in ("drop", "select", "keep"):
        given.error(f"There is no mode '{mode}'.", "There are drop and select.", given.where("mode"))
    fields = given.texts("fields")
    if not fields:
        given.error("'fields' is missing: the fields to drop or to select.")
    return SliceDataset(form.head("source"), fields, mode != "drop")
