"""filter: the rows that meet a condition, in SAQL or in the small language of the dataflow."""

from __future__ import annotations

from engine.recipes.dataflow.draft import Draft
from engine.recipes.dataflow.filter_language import condition_of
from engine.recipes.dataflow.node import Head, NodeForm
from engine.recipes.dataflow.stream import Stream
from saql.record import record


@record
class Filter:
    """The rows that meet all of what is said: `filter` in the small language, `saql` as SAQL has it."""

    head: Head
    filter: str | None
    filter_at: str
    saql: str | None
    saql_at: str

    def write(self, draft: Draft) -> Stream:
        """Keep the rows."""
        source = draft.stream_of(self.head.sources[0])
        conditions = []
        if self.saql is not None:
            conditions.append(draft.expression(self.saql, source, self.saql_at))
        if self.filter is not None:
            conditions.append(condition_of(self.filter, source, draft, self.filter_at))
        name = draft.new_name(self.head.name)
        stream = Stream(name, source.columns, source.assumed)
        sound = [each for each in conditions if each is not None]
        condition = sound[0] if len(sound) == 1 else " && ".join(f"({each})" for each in sound)
        if sound and draft.allows(condition, source, self.saql_at if self.saql is not None else self.filter_at):
            draft.add(f"{name} = filter {source.name} by {condition}")
        return stream


def read_filter(form: NodeForm) -> Filter:
    """Read the parameters of a filter."""
    given = form.parameters
    small, saql = given.text("filter"), given.text("saqlFilter")
    if not small and not saql:
        given.error("'filter' or 'saqlFilter' is missing: the condition.")
    return Filter(form.head("source"), small or None, given.where("filter"), saql or None, given.where("saqlFilter"))
