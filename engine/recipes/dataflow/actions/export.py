"""export: rows for Einstein Discovery, which are not needed here."""

from __future__ import annotations

from engine.recipes.dataflow.draft import Draft
from engine.recipes.dataflow.node import Head, NodeForm
from engine.recipes.dataflow.stream import Stream
from saql.record import record


@record
class Export:
    """Hands rows to another product; it makes no dataset, so nothing is written for it."""

    head: Head

    def write(self, draft: Draft) -> Stream:
        """Return the rows as they are."""
        return draft.stream_of(self.head.sources[0])


def read_export(form: NodeForm) -> Export:
    """Read the parameters of an export, and say that it does nothing."""
    given = form.parameters
    given.value("userId"), given.value("target")
    given.remark(
        "An export hands rows to Einstein Discovery; here it does nothing.",
        "Register its source as a dataset, and write it to a file with swell query.",
    )
    return Export(form.head("source"))
