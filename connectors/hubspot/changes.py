"""The records of an object that changed in a time: their keys by search, their values from the records themselves.

The search lags behind and leaves out what is archived; the records don't. What the search names and the records lack is
archived, merged or deleted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from connectors.hubspot.full import PAGE_ROWS
from connectors.hubspot.objects import MERGED_IDS
from connectors.hubspot.records import Record, Records
from connectors.hubspot.types import epoch_ms, moment
from connectors.hubspot.windows import Found, Search, Span
from connectors.protocol import Checkpoint, Gone, Page, Read


def read_changes(records: Records, search: Search, read: Read) -> Iterator[Page]:
    """Yield the records that changed between `since` and `until` of a read, and those that it finds gone.

    A checkpoint is {"done": ms}, the time up to which all is read; and where a page ends within a span of the search,
    {"done": ms, "end": ms, "after": key}: of the span from `done` to `end`, the keys up to `after` are read.
    """
    if read.since is None:
        raise ValueError("a read of changes has a time to begin with")
    resume = read.resume or {}
    whole = Span(int(resume.get("done", epoch_ms(read.since))), epoch_ms(read.until))
    inside = Span(whole.start, int(resume["end"])) if "end" in resume else None
    total: int | None = None
    for found in search.changed(whole, inside, resume.get("after")):
        if total is None and len(found.ids) > PAGE_ROWS:
            total = search.total(Span(epoch_ms(read.since), whole.end))
        for ids, last in _pieces(found):
            live, gone = _look_up(records, [str(each) for each in ids])
            checkpoint = _checkpoint(found.span, ids, done=last)
            yield Page(rows=records.rows(live), gone=gone, checkpoint=checkpoint, total=total)


def _pieces(found: Found) -> Iterator[tuple[Sequence[int], bool]]:
    """Yield the keys of a page each, and whether the span ends with them."""
    for start in range(0, len(found.ids), PAGE_ROWS):
        piece = found.ids[start : start + PAGE_ROWS]
        yield piece, found.last and start + PAGE_ROWS >= len(found.ids)


def _checkpoint(span: Span, ids: Sequence[int], *, done: bool) -> Checkpoint:
    return {"done": span.end} if done else {"done": span.start, "end": span.end, "after": ids[-1]}


def _look_up(records: Records, ids: Sequence[str]) -> tuple[list[Record], tuple[Gone, ...]]:
    """Return the live records of some keys, and what became of the others."""
    live = records.batch(ids)
    merged = _merged(live)
    missing = [each for each in ids if each not in live and each not in merged]
    archived = records.archived(missing)
    # One that was brought back between the two questions is neither; so the first is put once more.
    rest = [each for each in missing if each not in archived]
    live.update(records.batch(rest))
    gone = [_archived(key, record) for key, record in archived.items()]
    merged = _merged(live)
    gone += [Gone(key=each, reason="deleted") for each in rest if each not in live and each not in merged]
    gone += [Gone(key=each, reason="merged", merged_into=survivor) for each, survivor in merged.items()]
    return list(live.values()), tuple(each for each in gone if each.key not in live)


def _merged(records: Mapping[str, Record]) -> Mapping[str, str]:
    """Return the keys that were merged into some records, each with the record that took its place."""
    return {
        merged: key
        for key, record in records.items()
        for merged in str(record["properties"].get(MERGED_IDS) or "").split(";")
        if merged and merged != key
    }


def _archived(key: str, record: Mapping[str, Any]) -> Gone:
    at = record.get("archivedAt")
    return Gone(key=key, reason="archived", at=moment(at) if isinstance(at, str) else None)
