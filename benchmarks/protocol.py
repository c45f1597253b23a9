"""How time is taken: one process, all engines loaded, their order drawn anew for each repetition."""

from __future__ import annotations

import gc
import random
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.engines.engine import Ask, Engine

PAUSE = 0.005
"""Seconds between two runs, so that threads of one engine have come to rest before the next starts."""

BUDGET = 10.0
"""Seconds after which a slow engine is not asked again, once it was asked FEWEST times."""

FEWEST = 3


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds of each run of a question by an engine."""

    runs: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.runs)


def measure(question: str, engines: Sequence[Engine], repeat: int, order: random.Random) -> dict[str, Timing]:
    """Return the times of each engine that answers the question. They were asked before, so all are warm."""
    asks = {each.name: each.questions[question] for each in engines if question in each.questions}
    runs: dict[str, list[float]] = {name: [] for name in asks}
    gc.collect()
    for _ in range(repeat):
        names = [name for name in asks if not _is_enough(runs[name])]
        order.shuffle(names)
        for name in names:
            time.sleep(PAUSE)
            runs[name].append(_milliseconds(asks[name]))
    return {name: Timing(tuple(taken)) for name, taken in runs.items()}


def _is_enough(runs: Sequence[float]) -> bool:
    return len(runs) >= FEWEST and sum(runs) > BUDGET * 1000


def _milliseconds(ask: Ask) -> float:
    start = time.perf_counter()
    answer = ask()
    taken = time.perf_counter() - start
    del answer  # freed outside of the time
    return taken * 1000
