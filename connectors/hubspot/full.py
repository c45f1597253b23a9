"""All live records of an object, by its list, in the order of their keys."""

from __future__ import annotations

from collections.abc import Iterator

from connectors.errors import AnswerError, ResumeLostError
from connectors.hubspot.errors import AddressTooLongError
from connectors.hubspot.records import Record, Records
from connectors.protocol import Page, Read

PAGE_ROWS = 1_000
"""Rows of a page: as many as one question for associations takes."""


def read_all(records: Records, read: Read) -> Iterator[Page]:
    """Yield all live records. A checkpoint is where the list goes on: {"after": text}, or {"done": true}.

    Records that came or changed meanwhile may be missing: the next sync reads them.
    """
    resume = read.resume or {}
    if resume.get("done"):
        return
    after: str | None = resume.get("after")
    by_batch = not records.fit_an_address
    first = after is not None
    while True:
        held: list[Record] = []
        while len(held) < PAGE_ROWS:
            try:
                found, after = _next(records, after, by_batch=by_batch)
            except AddressTooLongError:
                if by_batch:
                    raise
                by_batch = True
                continue
            except AnswerError as error:
                if first:
                    raise ResumeLostError(
                        "HubSpot does not go on with its list where the last sync stopped.",
                        hint="The object is read from its start.",
                    ) from error
                raise
            first = False
            held += found
            if after is None:
                break
        yield Page(rows=records.rows(held), checkpoint={"done": True} if after is None else {"after": after})
        if after is None:
            return


def _next(records: Records, after: str | None, *, by_batch: bool) -> tuple[list[Record], str | None]:
    """Return the next records; of many properties only the keys are listed, and the values asked for by a body."""
    found, after = records.list(after, keys_only=by_batch)
    if not by_batch or not found:
        return list(found), after
    ids = [str(each["id"]) for each in found]
    live = records.batch(ids)
    # What went since the list was made stays away; what was cut off an answer comes with the next.
    missing = [each for each in ids if each not in live]
    return list({**live, **(records.batch(missing) if missing else {})}.values()), after
