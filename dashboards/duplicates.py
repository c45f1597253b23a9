"""Duplicates as the page shows them: matches, pairs and customers, as somebody sees them."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

from dashboards.model.json import Json, JsonObject
from engine.matching.decisions import FILE_NAME, Decisions, Key, Verdict
from engine.matching.errors import MatchingError
from engine.matching.ready_made import find_match, find_matches
from engine.matching.review import Pair, Review
from engine.matching.specification import Match
from engine.store import Store
from saql.record import record

MOST = 200
"""Pairs or customers of an answer."""


@record(eq=False)
class Duplicates:
    """The matches of a workspace as somebody sees them.

    Args:
        folder: the folder of their files.
        whole: the store with all rows; results are read from it.
        seen: the store with the rows that are seen; pairs are shown of which both records are there.
    """

    folder: Path
    whole: Store
    seen: Store

    def matches(self) -> list[Json]:
        """Return all matches, with how far their review is."""
        return [self._summary(name, each) for name, each in find_matches(self.folder, self.whole).items()]

    def pairs(self, name: str, view: str, text: str, within: tuple[float, float], place: tuple[int, int]) -> JsonObject:
        """Return some pairs of a match.

        Args:
            name: the match.
            view: one of `engine.matching.review.VIEWS`.
            text: what the name of a record has to have in it.
            within: the least and the greatest score.
            place: how many pairs to pass over, and how many to return at most.

        Raises:
            MatchingError: there is no such match or view, or it has not run.
        """
        match, opened = self._open(name)
        found = opened.page(view, text=text, least=within[0], most=within[1], start=place[0], count=min(place[1], MOST))
        counts: JsonObject = {**opened.counts()}
        return {
            "pairs": [_pair(each) for each in found.pairs],
            "total": found.total,
            "counts": counts,
            "pending": opened.stale,
            "link": match.link,
            "review": match.review,
        }

    def customers(self, name: str, text: str, start: int, count: int) -> JsonObject:
        """Return some of the customers that have several records; raises as `pairs`."""
        found, total = self._open(name)[1].customers(text=text, start=start, count=min(count, MOST))
        customers: list[Json] = []
        for each in found:
            records: list[Json] = [_record(key, values) for key, values in each.records]
            customers.append({"id": each.id, "records": records})
        return {"customers": customers, "total": total}

    def decide(
        self, name: str, pairs: Sequence[tuple[Key, Key]], verdict: Verdict, by: str, now: dt.datetime
    ) -> JsonObject:
        """Note what somebody decided, and return how many pairs that were; raises as `Review.decide`."""
        return {"decided": self._open(name)[1].decide(pairs, verdict, by, now)}

    def accept(self, name: str, least: float, text: str, by: str, now: dt.datetime) -> JsonObject:
        """Note that all pairs to be reviewed are the same that have at least a score, and return how many."""
        return {"decided": self._open(name)[1].accept(least, by, now, text)}

    def _open(self, name: str) -> tuple[Match, Review]:
        match = find_match(self.folder, self.whole, name)
        return match, Review(match, self.whole, self.seen, Decisions(self.folder / FILE_NAME))

    def _summary(self, name: str, match: Match | MatchingError) -> JsonObject:
        if isinstance(match, MatchingError):
            return {"name": name, "label": name, "sources": [], "result": None, "ran": None, "problem": match.message}
        sources: list[Json] = [each.dataset for each in match.sources]
        ran: Json = None
        if match.pairs in self.whole:
            with self.whole.open(match.pairs) as dataset:
                ran = dataset.created.isoformat(timespec="seconds")
        known: JsonObject = {"name": name, "label": match.label, "sources": sources, "result": match.result}
        return {**known, "ran": ran, "problem": None}


def _record(key: Key, values: Mapping[str, str | None]) -> Json:
    known: JsonObject = {**values}
    return {"source": key.source, "id": key.id, "values": known}


def _pair(pair: Pair) -> Json:
    fields: list[Json] = [dataclasses.asdict(each) for each in pair.fields]
    return {
        "left": {"source": pair.left.source, "id": pair.left.id},
        "right": {"source": pair.right.source, "id": pair.right.id},
        "fields": fields,
        "score": pair.score,
        "reasons": pair.reasons,
        "state": pair.state,
        "by": pair.by,
    }
