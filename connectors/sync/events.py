"""What a run tells while it goes: plain records, for a terminal, a log of JSON lines or a page."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStarted:
    """A run began: what it syncs, and of whom."""

    connection: str
    account: str
    objects: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectStarted:
    """An object is about to be read, or read on: `resumed_rows` were safe already."""

    object: str
    mode: str
    why: str
    resumed_rows: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectProgress:
    """A page is safe: rows so far, of how many, where known, and rows a second."""

    object: str
    part: str
    rows: int
    total: int | None
    rows_per_second: float
    seconds_left: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectFetched:
    """All that an object needs has been read."""

    object: str
    rows: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectFailed:
    """An object was left as it was."""

    object: str
    message: str
    hint: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something that an admin should know of, while all goes on."""

    object: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """All datasets of the run were published at one stroke."""

    datasets: tuple[str, ...]
    rows: int
    gone: int
    seconds: float


Event: TypeAlias = RunStarted | ObjectStarted | ObjectProgress | ObjectFetched | ObjectFailed | Remark | Published
Report: TypeAlias = Callable[[Event], None]


def as_json(event: Event, now: dt.datetime) -> dict[str, Any]:
    """Return an event as JSON has it: `event` names its kind, `at` the moment."""
    kind = re.sub(r"(?<!^)(?=[A-Z])", "_", type(event).__name__).lower()
    return {"event": kind, "at": now.isoformat(), **dataclasses.asdict(event)}
