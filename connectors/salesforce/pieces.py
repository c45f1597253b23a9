"""What a read asks of an object, and where it is: pieces of time, each with a place in its result."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

from connectors.errors import ResumeLostError
from connectors.protocol import Checkpoint, Read, SourceField
from connectors.salesforce import soql
from connectors.salesforce.clock import literal, moment

DELETED, SURVIVOR, ARCHIVED = "IsDeleted", "MasterRecordId", "IsArchived"
BEGINNING = dt.datetime(1999, 1, 1, tzinfo=dt.UTC)  # Salesforce is not older
SHORTEST = dt.timedelta(seconds=2)

Way: TypeAlias = Literal["any", "rest", "bulk", "keys"]
"""How a piece is read: as its size asks for, by REST, by Bulk 2.0, or by REST a few keys at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked of an object.

    Args:
        read: what the runner asks.
        fields: the fields of the read, then those by which gone records are told.
        everything: whether records are asked for that `query` hides (deleted, archived).
        conditions: of all pieces.
    """

    read: Read
    fields: tuple[SourceField, ...]
    everything: bool
    conditions: tuple[str, ...]

    @property
    def name(self) -> str:
        """The object."""
        return self.read.schema.name

    @property
    def way(self) -> str:
        """What REST and Bulk 2.0 call such a query."""
        return "queryAll" if self.everything else "query"

    def soql(self, piece: Piece, *, after: str = "", limit: int | None = None) -> str:
        """Return the query of a piece; with a limit, by key, of the keys after one."""
        names = [each.name for each in self.fields]
        conditions = [*self.conditions, *piece.conditions(self.read.schema.cursor)]
        if limit is None:
            return soql.select(names, self.name, conditions)
        key = self.read.schema.key
        return soql.select(names, self.name, [*conditions, soql.after_id(key, after)], order=key, limit=limit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Records whose cursor is in a time, and how far they have been read.

    Args:
        low: the first moment; None from the beginning.
        high: the moment after the last; None without end.
        way: how it is read.
        job: the job of Bulk 2.0, once there is one.
        place: where to go on: an address (REST), a locator (Bulk 2.0), a key (by keys).
        rows: how many were read before that place.
        step: keys at a time.
    """

    low: dt.datetime | None
    high: dt.datetime | None
    way: Way = "any"
    job: str = ""
    place: str = ""
    rows: int = 0
    step: int = 2000

    @property
    def is_begun(self) -> bool:
        """Whether it speaks of a result that Salesforce keeps."""
        return bool(self.job) or (self.way == "rest" and bool(self.place))

    def conditions(self, cursor: str | None) -> list[str]:
        """Return the conditions of its time."""
        return [] if cursor is None else [soql.at_or_after(cursor, self.low), soql.before(cursor, self.high)]

    def anew(self, way: Way) -> Piece:
        """Return it as before anything was read."""
        return replace(self, way=way, job="", place="", rows=0)

    def halves(self, until: dt.datetime) -> tuple[Piece, ...]:
        """Return two pieces of half the time; none where it is too short."""
        low, high = self.low or BEGINNING, self.high or until
        if high - low < SHORTEST:
            return ()
        middle = (low + (high - low) / 2).replace(microsecond=0)
        return Piece(low=self.low, high=middle), Piece(low=middle, high=self.high)


def question_of(read: Read) -> Question:
    """Return what a read asks: also which records are gone, where it is of a time."""
    known = {each.name: each for each in read.schema.fields}
    asked = [read.schema.field(each) for each in read.fields]
    if read.since is None:
        # Activities older than about a year are archived, and `query` hides them.
        hidden = DELETED in known and ARCHIVED in known
        conditions = (soql.is_false(DELETED),) if hidden else ()
        return Question(read=read, fields=tuple(asked), everything=hidden, conditions=conditions)
    everything = DELETED in known
    extra = [DELETED, SURVIVOR, read.schema.cursor or ""] if everything else []
    asked += [known[each] for each in extra if each in known and each not in read.fields]
    return Question(read=read, fields=tuple(asked), everything=everything, conditions=())


def whole(read: Read) -> Piece:
    """Return all that a read asks for as one piece."""
    if read.since is None or read.schema.cursor is None:
        return Piece(low=None, high=None)
    return Piece(low=read.since, high=read.until)


def checkpoint(question: Question, pieces: Sequence[Piece], version: str) -> Checkpoint:
    """Return a checkpoint: the pieces that are left."""
    return {**_identity(question, version), "pieces": [_written(each) for each in pieces]}


def pieces_of(question: Question, version: str) -> list[Piece]:
    """Return the pieces of a read: those of its checkpoint, or all in one.

    Raises:
        ResumeLostError: the checkpoint is one of another read, or of another API version.
    """
    read = question.read
    if read.resume is None:
        return [whole(read)]
    identity = _identity(question, version)
    try:
        if any(read.resume[name] != value for name, value in identity.items()):
            raise ValueError
        return [_read(each) for each in read.resume["pieces"]]
    except (KeyError, TypeError, ValueError):
        lost = ResumeLostError(f"{question.name}: what is left of the sync before does not fit this one")
    raise lost


def _identity(question: Question, version: str) -> dict[str, Any]:
    read = question.read
    window = None if read.since is None else [literal(read.since), literal(read.until)]
    return {
        "object": question.name,
        "fields": [each.name for each in question.fields],
        "window": window,
        "version": version,
    }


def _written(piece: Piece) -> dict[str, Any]:
    return {
        "low": literal(piece.low) if piece.low else None,
        "high": literal(piece.high) if piece.high else None,
        "way": piece.way,
        "job": piece.job,
        "place": piece.place,
        "rows": piece.rows,
        "step": piece.step,
    }


def _read(written: Mapping[str, Any]) -> Piece:
    return Piece(**{**written, "low": moment(written["low"]), "high": moment(written["high"])})
