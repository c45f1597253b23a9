"""A workspace with scores and actions, and its jobs, whose clock the test sets."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import swell
from swell.acting.acting import Acting
from swell.jobs.assembly import Jobs, assemble

START = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
LIST = 'q = load "scores"; q = filter q by Band == "high"; q = foreach q generate Id, Name, Email, Band, Score;'


class Clock:
    """Tells the time that a test sets."""

    def __init__(self) -> None:
        self.moment = START

    def __call__(self) -> dt.datetime:
        return self.moment

    def pass_(self, **span: float) -> None:
        self.moment += dt.timedelta(**span)


class DyingClock(Clock):
    """The process dies when it looks at the clock for the n-th time."""

    def __init__(self, looks: int) -> None:
        super().__init__()
        self.looks = looks

    def __call__(self) -> dt.datetime:
        self.looks -= 1
        if self.looks < 0:
            raise KeyboardInterrupt
        return super().__call__()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    score(tmp_path, a="high", b="low", c="high")
    return tmp_path


def score(folder: Path, **bands: str | None) -> None:
    """Write a new version of the dataset of scores: a record for each band; c has no e-mail."""
    names = [*bands]
    table = pa.table(
        {
            "Id": [f"00{each}" for each in names],
            "Name": [f"Firm {each.upper()}" for each in names],
            "Email": [None if each == "c" else f"{each}@example.com" for each in names],
            "Band": pa.array([*bands.values()], pa.string()),
            "Score": [0.5] * len(names),
        }
    )
    swell.open(folder).write("scores", table)


def write_file(folder: Path, name: str, content: dict[str, Any]) -> None:
    """Write a file such as `actions/call`."""
    file = folder / f"{name}.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(content))


@pytest.fixture
def jobs_of(clock: Clock) -> Callable[[Path], Jobs]:
    """Return the jobs of a folder, as a process that has just started has them."""
    return lambda folder: assemble(swell.open(folder), clock)


@pytest.fixture
def acting_of(jobs_of: Callable[[Path], Jobs]) -> Callable[[Path], Acting]:
    """Return the actions of a folder, as a process that has just started has them."""
    return lambda folder: jobs_of(folder).acting
