"""All live records of an object, by its list, in the order of their keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from connectors.errors import AnswerError, ResumeLostError
from connectors.hubspot.errors import AddressTooLongError
from connectors.hubspot.records import Record, Records
from connectors.hubspot.windows import Search
from connectors.protocol import Page, Read

PAGE_ROWS = 1_000
"""Rows of a page: as many as one question for associations takes."""


def read_all(records: Records, search: Search, read: Read) -> Iterator[Page]:
    """Yield all live records. A checkpoint is where the list goes on: {"after": text}, or {"done": true}.

    Records that came or changed meanwhile may be missing: the next sync reads them.
    """
    resume = read.resume or {}
    after: str | None = resume.get("after")
    done = bool(resume.get("done"))
    keys_only = not records.fit_an_address
    total: int | None = None
    while not done:
        begin = after
        try:
            found, after = _listed(records, begin, keys_only=keys_only)
        except AddressTooLongError:
            if keys_only:
                raise
            keys_only, after = True, begin
            continue
        except AnswerError as error:
            if begin is None or begin != resume.get("after"):
                raise
            raise ResumeLostError(
                "HubSpot does not go on with its list where the last sync stopped.",
                hint="The object is read from its start.",
            ) from error
        done = after is None
        if begin == resume.get("after") and not done:
            total = search.total_if_known()
        rows = records.rows(_values(records, found) if keys_only else found)
        yield Page(rows=rows, checkpoint={"done": True} if done else {"after": after}, total=total)


def _listed(records: Records, after: str | None, *, keys_only: bool) -> tuple[Sequence[Record], str | None]:
    """Return the records of a page, and where the list goes on; None at its end."""
    listed: list[Record] = []
    while len(listed) < PAGE_ROWS:
        found, after = records.list(after, keys_only=keys_only)
        listed += found
        if after is None:
            break
    return listed, after


def _values(records: Records, listed: Sequence[Record]) -> Sequence[Record]:
    """Return records of which only the keys were listed, since their properties are too many for an address."""
    ids = [str(each["id"]) for each in listed]
    live = records.batch(ids)
    # What went since the list was made stays away; what was cut off an answer comes with the next.
    return list({**live, **records.batch([each for each in ids if each not in live])}.values())
