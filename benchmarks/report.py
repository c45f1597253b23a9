"""What is printed and written: medians, ratios to the best peer, and how far from the memory's speed."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from benchmarks.engines import DUCKDB, SWELL
from benchmarks.protocol import Timing
from benchmarks.questions import QUESTIONS

Times = Mapping[str, Timing]
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Report:
    """The times of a size: of each question, by engine. `others` are the cores that other processes kept busy."""

    rows: int
    engines: tuple[str, ...]
    times: Mapping[str, Times]
    bandwidth: float
    others: float | None = None

    def best_peer(self, question: str) -> str | None:
        """Return the peer with the smallest median."""
        peers = {name: each.median for name, each in self.times[question].items() if name != SWELL}
        return min(peers, key=peers.__getitem__) if peers else None

    def ratio(self, question: str, peer: str | None) -> float | None:
        """Return how many times as fast as a peer Swell is."""
        times = self.times[question]
        if peer is None or peer not in times or SWELL not in times:
            return None
        return times[peer].median / times[SWELL].median

    def floor(self, question: str) -> float:
        """Return the milliseconds that memory needs to deliver the bytes that the question must touch."""
        return QUESTIONS[question].bytes_touched(self.rows) / self.bandwidth / 1e6

    def ratios(self, peer: str | None = None) -> list[float]:
        """Return the ratio of each question to a peer, the best one where none is named."""
        found = (self.ratio(each, peer or self.best_peer(each)) for each in self.times)
        return [each for each in found if each is not None]

    def text(self) -> str:
        """Return the table for people."""
        head = ["", *self.engines, "best peer", "ratio", "floor", "x floor"]
        lines = [[*self._cells(each)] for each in self.times]
        means = [f"against {name}: {mean:.2f}" for name, mean in self._means()]
        return "\n".join(
            [
                f"{self.rows:,} rows, median milliseconds" + self._disturbance(),
                _aligned([head, *lines]),
                f"Geometric mean of Swell's ratios {', '.join(means)}" if means else "",
            ]
        )

    def json(self) -> dict[str, object]:
        """Return all of it as plain data."""
        questions = {
            each: {
                "median_ms": {name: taken.median for name, taken in times.items()},
                "runs_ms": {name: taken.runs for name, taken in times.items()},
                "best_peer": self.best_peer(each),
                "ratio": self.ratio(each, self.best_peer(each)),
                "floor_ms": self.floor(each),
            }
            for each, times in self.times.items()
        }
        return {
            "rows": self.rows,
            "others": self.others,
            "questions": questions,
            "geometric_means": dict(self._means()),
        }

    def _means(self) -> Iterable[tuple[str, float]]:
        for name, ratios in (("the best peer", self.ratios()), (DUCKDB, self.ratios(DUCKDB))):
            if ratios:
                yield name, math.exp(sum(map(math.log, ratios)) / len(ratios))

    def _disturbance(self) -> str:
        return "" if self.others is None else f"; other processes kept {self.others} cores busy"

    def _cells(self, question: str) -> Iterable[str]:
        times = self.times[question]
        yield question
        for name in self.engines:
            yield f"{times[name].median:.1f}" if name in times else "-"
        peer = self.best_peer(question)
        ratio = self.ratio(question, peer)
        yield peer or "-"
        yield f"{ratio:.2f}" if ratio else "-"
        yield f"{self.floor(question):.1f}"
        yield f"{times[SWELL].median / self.floor(question):.1f}" if SWELL in times else "-"


def growth(reports: Sequence[Report]) -> str:
    """Return Swell's medians over the sizes, and by how much the time grows for each time the rows grow."""
    head = ["", *(f"{each.rows:,}" for each in reports), *(f"x, rows x{_growth(*pair)}" for pair in _pairs(reports))]
    lines = []
    for question in reports[0].times:
        medians = [each.times[question][SWELL].median for each in reports if SWELL in each.times[question]]
        if len(medians) == len(reports):
            grown = [f"{after / before:.1f}" for before, after in _pairs(medians)]
            lines.append([question, *(f"{each:.1f}" for each in medians), *grown])
    return "Swell's growth, median milliseconds\n" + _aligned([head, *lines])


def _pairs(values: Sequence[_Value]) -> list[tuple[_Value, _Value]]:
    return list(itertools.pairwise(values))


def _growth(before: Report, after: Report) -> int:
    return round(after.rows / before.rows)


def _aligned(lines: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) if not number else cell.rjust(width) for number, (cell, width) in enumerate(cells))
        for cells in (list(zip(line, widths, strict=True)) for line in lines)
    )
