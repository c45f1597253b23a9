"""The records of one object: live ones, archived ones, those that were merged away, and what search knows of them."""

from __future__ import annotations

import bisect
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

Values: TypeAlias = Mapping[str, str | None]


@dataclass(slots=True, kw_only=True)
class Record:
    """A record as it is now. Times are milliseconds since 1970.

    Args:
        id: a number, as text.
        values: property to text. Never changed in place: the search index keeps older ones.
        archived_at: when it went to the recycle bin; None for a live record.
        history: what was written, and when: the oldest first.
    """

    id: str
    values: Values
    archived_at: int | None = None
    history: list[tuple[int, Values]] = field(default_factory=list)


class Shelf:
    """Records by id, in the order of their ids."""

    def __init__(self) -> None:
        self._records: dict[str, Record] = {}
        self._numbers: list[int] = []

    def __contains__(self, key: str) -> bool:
        return key in self._records

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[Record]:
        return (self._records[str(number)] for number in self._numbers)

    def get(self, key: str) -> Record | None:
        """Return a record, or None."""
        return self._records.get(key)

    def put(self, record: Record) -> None:
        """Put a record in."""
        if record.id not in self._records:
            bisect.insort(self._numbers, int(record.id))
        self._records[record.id] = record

    def take(self, key: str) -> Record:
        """Take a record out; KeyError where there is none."""
        record = self._records.pop(key)
        del self._numbers[bisect.bisect_left(self._numbers, int(key))]
        return record

    def since(self, number: int) -> Iterator[Record]:
        """Yield the records whose ids are a number or more."""
        for place in range(bisect.bisect_left(self._numbers, number), len(self._numbers)):
            yield self._records[str(self._numbers[place])]


class SearchIndex:
    """What search knows: each write comes to it some time after it was made."""

    def __init__(self) -> None:
        self._known: dict[str, Values] = {}
        self._coming: deque[tuple[int, str, Values | None]] = deque()
        self._last: tuple[str, list[str]] | None = None

    def write(self, now: int, key: str, values: Values | None) -> None:
        """Take note of a write; None of a record that is no more."""
        self._coming.append((now, key, values))

    def known(self, until: int) -> Mapping[str, Values]:
        """Return the records as search knows them, given that it has heard of the writes up to a moment."""
        while self._coming and self._coming[0][0] <= until:
            _, key, values = self._coming.popleft()
            self._last = None
            if values is None:
                self._known.pop(key, None)
            else:
                self._known[key] = values
        return self._known

    def once(self, question: str, ask: Callable[[], list[str]]) -> list[str]:
        """Return the answer to a question; asked anew only if it is another one, or the index has changed."""
        if self._last is None or self._last[0] != question:
            self._last = (question, ask())
        return self._last[1]


class Table:
    """The records of one object. Not safe between threads by itself: the account's lock is."""

    def __init__(self) -> None:
        self.live = Shelf()
        self.archived = Shelf()
        self.merged: dict[str, str] = {}
        self.index = SearchIndex()

    def survivor(self, key: str) -> str:
        """Return the id that a record goes by now: of one that was merged away, that of the record it went into."""
        while key in self.merged:
            key = self.merged[key]
        return key

    def set(self, record: Record, changes: Values, now: int) -> None:
        """Write values into a live record."""
        record.values = {**record.values, **changes}
        record.history.append((now, dict(changes)))
        self.live.put(record)
        self.index.write(now, record.id, record.values)

    def archive(self, key: str, now: int) -> None:
        """Move a record to the recycle bin; KeyError where it is not live."""
        record = self.live.take(key)
        record.archived_at = now
        self.archived.put(record)
        self.index.write(now, key, None)

    def restore(self, key: str) -> Record:
        """Move a record out of the recycle bin; KeyError where it is not there. A write must follow."""
        record = self.archived.take(key)
        record.archived_at = None
        return record

    def purge(self, key: str, now: int) -> None:
        """Forget a record for good, live or archived; KeyError where there is none."""
        if key in self.archived:
            self.archived.take(key)
        else:
            self.live.take(key)
            self.index.write(now, key, None)
