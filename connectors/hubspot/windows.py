"""The keys of records that changed in a time, by HubSpot's search, which shows at most 10,000 of a question.

A time with more is halved; where a single millisecond has more (a bulk edit), the keys are asked for in their order.
The order of an answer is not relied on but there, and answers whose totals move are asked for again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from connectors.errors import AnswerError, ObjectRefusedError
from connectors.hubspot.answers import next_after, results
from connectors.hubspot.calls import Caller
from connectors.hubspot.objects import KEY
from connectors.protocol import ObjectSchema

MOST_SHOWN = 10_000
"""What the search shows of one question; it refuses to go on beyond."""

_A_CALL = 200
_PASSES = 3


@dataclass(frozen=True, slots=True)
class Span:
    """A time in milliseconds since 1970: from the first up to, but without, the second."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Found:
    """Keys that changed in a span, in order; `last` where there are no more in it."""

    span: Span
    ids: tuple[int, ...]
    last: bool


class Search:
    """Searches one object.

    Args:
        caller: asks.
        schema: the object; it has a cursor.
    """

    def __init__(self, caller: Caller, schema: ObjectSchema) -> None:
        self._caller = caller
        self._type = schema.name
        self._subject = schema.label.lower()
        self._cursor = schema.cursor

    def total(self, span: Span | None = None) -> int:
        """Return how many records changed in a span; or how many there are."""
        return _total(self._ask(span, None, None, limit=1))

    def total_if_known(self) -> int | None:
        """Return how many records there are; None of an object that the search does not know: lists still read it."""
        try:
            return self.total()
        except (AnswerError, ObjectRefusedError):
            return None

    def changed(self, span: Span, resume: Span | None = None, after: int | None = None) -> Iterator[Found]:
        """Yield the keys that changed in a span, the earliest times first.

        Args:
            span: the time.
            resume: a part at its beginning, of which the keys up to `after` are known.
            after: see `resume`.
        """
        waiting = [span] if resume is None else [Span(resume.end, span.end), resume]
        while waiting:
            now = waiting.pop()
            known = after if now == resume else None
            if now.start >= now.end:
                continue
            ids = self._ids(now)
            if ids is not None:
                yield Found(now, tuple(sorted(each for each in ids if known is None or each > known)), last=True)
            elif now.end - now.start > 1:
                middle = (now.start + now.end) // 2
                waiting += [Span(middle, now.end), Span(now.start, middle)]
            else:
                yield from self._in_order(now, known)

    def _ids(self, span: Span) -> set[int] | None:
        """Return the keys of a span; None where it has to be halved.

        A record that changes while the pages are turned leaves the span, and the next takes its place on a page that
        was read: so the totals of all pages must agree with the keys.
        """
        every: set[int] = set()
        for _ in range(_PASSES):
            answer = self._ask(span, None, None)
            total = _total(answer)
            if total > MOST_SHOWN:
                return None
            shown = list(_keys(answer))
            steady = True
            while (page := next_after(answer)) is not None and len(shown) < MOST_SHOWN:
                answer = self._ask(span, None, page)
                steady = steady and _total(answer) == total
                shown += _keys(answer)
            every.update(shown)
            if steady and len(set(shown)) == total:
                return every
        return None

    def _in_order(self, span: Span, after: int | None) -> Iterator[Found]:
        """Yield the keys of a span one by one in their order, whatever their number."""
        while True:
            answer = self._ask(span, after, None)
            ids = list(_keys(answer))
            in_order = ids == sorted(set(ids)) and (not ids or after is None or ids[0] > after)
            if not in_order or (not ids and _total(answer)):
                raise AnswerError(
                    f"HubSpot's search for {self._subject} does not keep the order of the keys.",
                    hint="Sync again. If it stays so, read the object with swell sync --full.",
                )
            last = _total(answer) <= len(ids)
            yield Found(span, tuple(ids), last=last)
            if last:
                return
            after = ids[-1]

    def _ask(self, span: Span | None, above: int | None, page: str | None, limit: int = _A_CALL) -> Mapping[str, Any]:
        filters: list[dict[str, str]] = []
        if span is not None:
            filters += [
                {"propertyName": str(self._cursor), "operator": "GTE", "value": str(span.start)},
                {"propertyName": str(self._cursor), "operator": "LT", "value": str(span.end)},
            ]
        if above is not None:
            filters.append({"propertyName": KEY, "operator": "GT", "value": str(above)})
        body: dict[str, Any] = {
            "filterGroups": [{"filters": filters}] if filters else [],
            "sorts": [{"propertyName": KEY, "direction": "ASCENDING"}],
            "properties": [KEY],
            "limit": limit,
        }
        if page is not None:
            body["after"] = page
        answer: Mapping[str, Any] = self._caller.post("search", self._subject, body, type=self._type)
        return answer


def _keys(answer: Mapping[str, Any]) -> Iterator[int]:
    for each in results(answer, "id"):
        yield int(each["id"])


def _total(answer: Mapping[str, Any]) -> int:
    found = answer.get("total")
    if not isinstance(found, int):
        raise AnswerError("An answer of HubSpot's search has no total.", hint="Sync again.")
    return found
