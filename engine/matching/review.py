"""Pairs and customers for people to look at and decide about: those of which they see the records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.columns import TextColumn
from engine.kernels.arrays import Array
from engine.matching.decisions import Decision, Decisions, Key, Verdict
from engine.matching.errors import MatchingError
from engine.matching.normalise import normalise
from engine.matching.results import NOTES
from engine.matching.sides import Sides
from engine.matching.specification import Match
from engine.store import Dataset, Store
from saql.record import record

VIEWS = ("review", "later", "same", "different", "linked", "apart")
"""Ways to choose pairs: to be reviewed, put off, decided, linked by their score, apart though likely."""

_MOST_AT_ONCE = 10_000
_COMPARED_BY = {"website": "domain", "phone": "phone_tail"}


@record
class Field:
    """What the two records of a pair have in a field. `agree` is None where one of them has nothing."""

    meaning: str
    left: str | None
    right: str | None
    agree: bool | None


@record
class Pair:
    """A pair to look at."""

    left: Key
    right: Key
    fields: tuple[Field, ...]
    score: float
    reasons: str
    state: str
    by: str


@record
class Customer:
    """A customer with those of its records that are seen, and what stands in them by meaning."""

    id: str
    records: tuple[tuple[Key, Mapping[str, str | None]], ...]


@record
class Page:
    """Some pairs, and how many there are in all."""

    pairs: tuple[Pair, ...]
    total: int


class Review:
    """What a match found, as somebody sees it. Hold it for one request."""

    def __init__(self, match: Match, whole: Store, seen: Store, decisions: Decisions) -> None:
        """Open what was found.

        Args:
            match: the match.
            whole: the store with all rows; what was found is read from it.
            seen: the store with the rows that are seen.
            decisions: what people decided.

        Raises:
            MatchingError: the match has not run yet.
        """
        if match.pairs not in whole:
            hint = f"Run it: swell match run {match.name}"
            raise MatchingError(f"The match '{match.name}' has not run yet.", hint=hint)
        self._match, self._whole, self._decisions = match, whole, decisions
        self._pairs = whole.open(match.pairs)
        self.notes: Mapping[str, object] = self._pairs.manifest.notes.get(NOTES, {})
        self.sides = Sides(match, seen)
        self._decided = {each.pair: each for each in decisions.of(match.name)}
        self._rows = self._visible_rows()
        self._views = self._state_of_rows()

    @property
    def stale(self) -> int:
        """How many decisions there are that no run has regarded, at least: 0 where all were."""
        if self.notes.get("decisions") == self._decisions.mark(self._match.name):
            return 0
        ran = str(self.notes.get("ran", ""))
        return sum(each.at >= ran for each in self._decided.values()) or 1

    def counts(self) -> dict[str, int]:
        """Return how many pairs are in each of `VIEWS`."""
        return {each: int(np.count_nonzero(self._views == place)) for place, each in enumerate(VIEWS)}

    def page(
        self, view: str, *, text: str = "", least: float = 0.0, most: float = 1.0, start: int = 0, count: int = 25
    ) -> Page:
        """Return pairs, the likeliest first.

        Args:
            view: one of `VIEWS`.
            text: only pairs of which a record has it in its name.
            least: only pairs with at least this score.
            most: only pairs with at most this score.
            start: how many to pass over.
            count: how many to return at most.

        Raises:
            MatchingError: there is no such view.
        """
        rows = self._chosen(view, text, least, most)
        return Page(self._pairs_of(rows[start : start + count], view), len(rows))

    def decide(self, pairs: Sequence[tuple[Key, Key]], verdict: Verdict, by: str, now: dt.datetime) -> int:
        """Add a decision about each of some pairs, and return how many.

        Raises:
            MatchingError: a record is not there, or not seen.
        """
        keys = [key for pair in pairs for key in pair]
        seen = self.sides.visible(
            *(pa.array([getattr(each, part) for each in keys], pa.string()) for part in ("source", "id"))
        )
        if not seen.all():
            missing = keys[int(np.argmin(seen))]
            raise MatchingError(f"There is no record '{missing.id[:80]}' in '{missing.source[:80]}'.")
        return len(self._decisions.add(self._match.name, pairs, verdict, by, now)) if pairs else 0

    def accept(self, least: float, by: str, now: dt.datetime, text: str = "") -> int:
        """Say of all pairs to be reviewed with at least a score that they are the same; return how many."""
        rows = self._chosen("review", text, least, 1.0)[:_MOST_AT_ONCE]
        return len(self._decisions.add(self._match.name, self._keys(rows), "same", by, now)) if len(rows) else 0

    def customers(self, *, text: str = "", start: int = 0, count: int = 25) -> tuple[list[Customer], int]:
        """Return customers of which two records or more are seen, the largest first, and how many there are in all."""
        with self._whole.open(self._match.result) as dataset:
            several = np.flatnonzero(np.asarray(dataset.column("Records")) > 1)
            source, id_, customer = (_texts(dataset, name, several) for name in ("Source", "RecordId", "CustomerId"))
        seen = self.sides.visible(source, id_)
        encoded = pc.dictionary_encode(customer.filter(pa.array(seen)))
        codes = np.asarray(encoded.indices)
        sizes = np.bincount(codes, minlength=len(encoded.dictionary))
        wanted = sizes > 1
        if text:
            named = self.sides.named(source, id_, text)[seen]
            wanted &= np.bincount(codes[named], minlength=len(sizes)) > 0
        names = encoded.dictionary.to_numpy(zero_copy_only=False)
        order = sorted(np.flatnonzero(wanted).tolist(), key=lambda each: (-sizes[each], names[each]))
        shown = order[start : start + count]
        places = np.flatnonzero(seen)
        members = {each: places[codes == each] for each in shown}
        return [self._customer(str(names[each]), source, id_, members[each]) for each in shown], len(order)

    def _customer(self, name: str, source: pa.StringArray, id_: pa.StringArray, rows: Array) -> Customer:
        taken = pa.array(rows)
        keys = list(zip(source.take(taken).to_pylist(), id_.take(taken).to_pylist(), strict=True))
        found = self._contents(keys)
        return Customer(name, tuple((Key(*each), found[each][0]) for each in sorted(keys) if each in found))

    def _visible_rows(self) -> Array:
        """Return the rows of pairs of which both records are seen."""
        rows = np.arange(self._pairs.rows)
        seen = np.ones(len(rows), np.bool_)
        for side in ("Left", "Right"):
            source, id_ = (_texts(self._pairs, f"{side}{each}", rows) for each in ("Source", "Id"))
            seen &= self.sides.visible(source, id_)
        return rows[seen]

    def _state_of_rows(self) -> Array:
        """Return for each visible row its place in `VIEWS`: as decided, else as found."""
        states = _texts(self._pairs, "State", self._rows)
        found = np.array(pc.index_in(states, pa.array(VIEWS)), np.int64)
        if self._decided:
            ends = [
                _texts(self._pairs, each, self._rows) for each in ("LeftSource", "LeftId", "RightSource", "RightId")
            ]
            keys = pc.binary_join_element_wise(*ends, "\x1f")
            made = ["\x1f".join((a.source, a.id, b.source, b.id)) for a, b in self._decided]
            places = np.asarray(pc.fill_null(pc.index_in(pa.array(made, pa.string()), keys), -1))
            for place, each in zip(places, self._decided.values(), strict=True):
                if place >= 0:
                    found[place] = VIEWS.index(each.verdict)
        return found

    def _scores(self, rows: Array) -> Array:
        found: Array = np.asarray(self._pairs.column("Score"))[rows]
        return found

    def _chosen(self, view: str, text: str, least: float, most: float) -> Array:
        if view not in VIEWS:
            raise MatchingError(f"There is no view '{view[:40]}'.", hint=f"There are: {', '.join(VIEWS)}.")
        rows: Array = self._rows[self._views == VIEWS.index(view)]
        scores = self._scores(rows)
        rows = rows[(scores >= least) & (scores <= most)]
        if text and len(rows):
            hit = np.zeros(len(rows), np.bool_)
            for side in ("Left", "Right"):
                source, id_ = (_texts(self._pairs, f"{side}{each}", rows) for each in ("Source", "Id"))
                hit |= self.sides.named(source, id_, text)
            rows = rows[hit]
        return rows

    def _keys(self, rows: Array) -> list[tuple[Key, Key]]:
        ends = [_texts(self._pairs, each, rows) for each in ("LeftSource", "LeftId", "RightSource", "RightId")]
        return [(Key(a, b), Key(c, d)) for a, b, c, d in zip(*(each.to_pylist() for each in ends), strict=True)]

    def _pairs_of(self, rows: Array, view: str) -> tuple[Pair, ...]:
        keys = self._keys(rows)
        contents = self._contents([(each.source, each.id) for pair in keys for each in pair])
        scores, reasons = self._scores(rows), _texts(self._pairs, "Reasons", rows)
        return tuple(
            Pair(left, right, _fields(contents, left, right), float(score), reason, view, self._by(left, right))
            for (left, right), score, reason in zip(keys, scores, reasons.to_pylist(), strict=True)
        )

    def _by(self, left: Key, right: Key) -> str:
        decided: Decision | None = self._decided.get((left, right))
        return decided.by if decided else ""

    def _contents(
        self, keys: Sequence[tuple[str, str]]
    ) -> dict[tuple[str, str], tuple[dict[str, str | None], dict[str, int]]]:
        """Return what stands in records by meaning, and codes that are the same where it means the same."""
        records = self.sides.records(keys)
        normal = normalise(records, self._match.kind)
        compared = {**normal.values, "name": normal.names.texts}
        compared |= {meaning: compared[each] for meaning, each in _COMPARED_BY.items() if each in compared}
        shown = {each: texts.rows().to_pylist() for each, texts in records.texts.items()}
        found = {}
        for place, (source, id_) in enumerate(zip(records.source.tolist(), records.ids.to_pylist(), strict=True)):
            values = {each: texts[place] for each, texts in shown.items()}
            found[records.datasets[source], id_] = (
                values,
                {each: int(compared[each].codes[place]) if each in compared else -1 for each in shown},
            )
        return found


def _fields(
    contents: Mapping[tuple[str, str], tuple[dict[str, str | None], dict[str, int]]], left: Key, right: Key
) -> tuple[Field, ...]:
    (ours, our_codes), (theirs, their_codes) = (contents[each.source, each.id] for each in (left, right))
    return tuple(
        Field(
            each,
            ours[each],
            theirs[each],
            None if ours[each] is None or theirs[each] is None else our_codes[each] == their_codes[each],
        )
        for each in ours
        if ours[each] is not None or theirs[each] is not None
    )


def _texts(dataset: Dataset, name: str, rows: Array) -> pa.StringArray:
    column = dataset.column(name)
    if not isinstance(column, TextColumn):
        raise MatchingError(f"The field '{name}' of '{dataset.name}' has no texts.")
    codes = column.codes[rows].astype(np.int64)
    return column.dictionary.take(pa.array(codes - 1, mask=codes == 0))
