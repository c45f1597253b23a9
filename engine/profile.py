"""How a query ran: the time of its stages, and for each step of its plan what it read, tested and gave."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any, Literal

from saql.record import record


@record
class Tested:
    """A condition that a pass over rows tests: by the code of a value, as a range, or computed row by row."""

    text: str
    by: Literal["code", "range", "row"]


@record
class Pass:
    """A pass over rows: how many, and the bytes of the columns that it reads of them.

    Of the `blocks` of a dataset, zones have left `blocks_read`; None where the rows are no dataset's.
    """

    rows: int
    bytes: int
    blocks: int | None
    blocks_read: int | None
    conditions: tuple[Tested, ...]


@record
class Step:
    """A step of the plan: a number, what it does, the numbers of the steps that it reads, and what it took.

    Aggregates of the same rows run together: `seconds` is of all `together` of them.
    """

    number: int
    text: str
    inputs: tuple[int, ...]
    rows_in: int
    rows_out: int
    seconds: float
    together: int
    passes: tuple[Pass, ...]


@record
class QueryProfile:
    """How a query ran. `kept` says whether the session had its result at hand; it was run all the same.

    `stages` are their names and seconds in order, `steps` those of the plan, the result last.
    """

    stages: tuple[tuple[str, float], ...]
    steps: tuple[Step, ...]
    kept: bool
    rows: int
    kernels: str
    threads: int

    @property
    def bytes(self) -> int:
        """The bytes of stored columns that all passes read."""
        passes = {id(each): each.bytes for step in self.steps for each in step.passes if each.blocks is not None}
        return sum(passes.values())

    def to_json(self) -> dict[str, Any]:
        """Return the profile as JSON has it."""
        stages = [{"name": name, "seconds": seconds} for name, seconds in self.stages]
        return {**asdict(self), "stages": stages, "bytes": self.bytes}

    def __str__(self) -> str:
        """Return the profile as text, the result first."""
        return "\n".join(_lines(self)) + "\n"


class Stopwatch:
    """Measures stages one after the other."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """Take what gives seconds that only grow."""
        self._clock = clock
        self.stages: list[tuple[str, float]] = []

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Measure a stage."""
        start = self._clock()
        yield
        self.stages.append((name, self._clock() - start))


def _lines(profile: QueryProfile) -> Iterator[str]:
    total = sum(seconds for _, seconds in profile.stages)
    used = f"{profile.kernels} kernels, {_threads(profile)}"
    yield f"{profile.rows:,} rows in {_time(total)}, {_size(profile.bytes)} read, {used}"
    yield "  ".join(f"{name} {_time(seconds)}" for name, seconds in profile.stages)
    yield (
        "the result was kept from before: asked in the usual way, nothing runs"
        if profile.kept
        else "no result was kept"
    )
    yield ""
    steps = {each.number: each for each in profile.steps}
    shown: set[int] = set()
    waiting = [(each.number, 0) for each in profile.steps[-1:]]
    while waiting:
        number, depth = waiting.pop()
        indent = "  " * depth
        if number in shown:
            yield f"{indent}step {number}, above"
            continue
        shown.add(number)
        yield from (indent + line for line in _step(steps[number]))
        waiting += [(each, depth + 1) for each in reversed(steps[number].inputs)]


def _step(step: Step) -> Iterator[str]:
    together = f" for {step.together} together" if step.together > 1 else ""
    yield f"{step.number}. {step.text}"
    yield f"   {step.rows_in:,} → {step.rows_out:,} rows, {_time(step.seconds)}{together}"
    for each in step.passes:
        blocks = "" if each.blocks is None else f", {each.blocks_read} of {each.blocks} blocks"
        yield f"   passes over {each.rows:,} rows, {_size(each.bytes)}{blocks}"
        yield from (f"   tests {tested.text} {_BY[tested.by]}" for tested in each.conditions)


_BY = {"code": "by code", "range": "as a range", "row": "row by row"}


def _threads(profile: QueryProfile) -> str:
    return "1 thread" if profile.threads == 1 else f"{profile.threads} threads"


def _time(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.2f} ms"


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 100_000 else f"{count / 1e3:.1f} kB"
