"""append: the rows of several nodes below each other."""

from __future__ import annotations

from engine.recipes.dataflow import quote
from engine.recipes.dataflow.draft import Draft
from engine.recipes.dataflow.node import Head, NodeForm
from engine.recipes.dataflow.stream import Stream
from saql.record import record


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
        columns = tuple({each.name: each for stream in reversed(streams) for each in stream.columns}.values())
        order = {each: None for stream in streams for each in stream.names}
        by_name = {each.name: each for each in columns}
        assumed = tuple(each for stream in streams for each in stream.assumed)
        if len(streams) == 1:
            draft.foreach(name, streams[0], {each: quote.name(each) for each in order})
        else:
            draft.add(f"{name} = union {', '.join(each.name for each in streams)}")
        return Stream(name, tuple(by_name[each] for each in order), assumed)

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


def read_append(form: NodeForm) -> Append:
    """Read the parameters of an append."""
    return Append(form.head_of_many(), form.parameters.flag("enableDisjointedSchemaMerge", False))
