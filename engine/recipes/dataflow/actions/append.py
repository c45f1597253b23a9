"""append: the rows of several nodes below each other."""

from __future__ import annotations

import dataclasses

from engine.recipes.dataflow import quote
from engine.recipes.dataflow.draft import Draft
from engine.recipes.dataflow.node import Head, NodeForm
from engine.recipes.dataflow.stream import Column, Stream
from saql.check.coercion import common_type
from saql.record import record
from saql.types import Type


@record
class Append:
    """The rows of all sources; `disjoint` allows that some lack a column, which is null in their rows then."""

    head: Head
    disjoint: bool

    def write(self, draft: Draft) -> Stream:
        """Put the rows below each other; columns meet by name."""
        streams = [draft.stream_of(each) for each in self.head.sources]
        if not self.disjoint:
            self._compare(streams, draft)
        name = draft.new_name(self.head.name)
        columns: dict[str, Column] = {}
        for each in (column for stream in streams for column in stream.columns):
            columns[each.name] = _met(columns[each.name], each) if each.name in columns else each
        assumed = tuple(each for stream in streams for each in stream.assumed)
        if len(streams) == 1:
            draft.foreach(name, streams[0], {each: quote.name(each) for each in columns})
        else:
            draft.add(f"{name} = union {', '.join(each.name for each in streams)}")
        return Stream(name, tuple(columns.values()), assumed)

    def _compare(self, streams: list[Stream], draft: Draft) -> None:
        """Say which columns only some of the sources have."""
        if any(each.assumed for each in streams):
            return
        everywhere = set.intersection(*(set(each.names) for each in streams))
        for place, stream in enumerate(streams):
            alone = [each for each in stream.names if each not in everywhere]
            if alone:
                shown = ", ".join(alone[:5]) + (", .." if len(alone) > 5 else "")
                draft.remark(
                    self.head.source_places[place],
                    f"Only some sources have {shown}: null in the rows of the others.",
                    "CRM Analytics refuses this without enableDisjointedSchemaMerge.",
                )


def _met(first: Column, other: Column) -> Column:
    """Return the column of a name that two sources have: of the type that a union gives it."""
    kind = Type.TEXT if {first.type, other.type} == {Type.TEXT, Type.NUMBER} else common_type((first.type, other.type))
    return dataclasses.replace(first, type=kind or first.type)


def read_append(form: NodeForm) -> Append:
    """Read the parameters of an append."""
    return Append(form.head_of_many(), form.parameters.flag("enableDisjointedSchemaMerge", False))
