"""Passes over the rows of a frame: of all that satisfy a predicate, for one question or for several at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from engine.columns import Frame
from engine.kernels.arrays import Array
from engine.kernels.scan import Question, Scanner
from engine.limits import Watch
from engine.physical.accumulate import Accumulator, Kept, State
from engine.physical.chunk import Chunk
from engine.physical.conditions import EVERY_ROW, Conditions, remaining
from engine.physical.percentiles import Fetch
from engine.physical.setting import RunSetting
from engine.physical.totals import Totals
from engine.physical.workers import Rows, split

_COMPUTED = 1 << 17
"""Rows at a time where expressions are computed row by row: their arrays stay small."""

_STORED = 1 << 22

_State = TypeVar("_State")


class Pass:
    """The rows of a frame that satisfy conditions, and those who pass over them."""

    def __init__(
        self,
        frame: Frame,
        found: Conditions,
        setting: RunSetting,
        watch: Watch,
        ranges: tuple[Rows, ...] | None = None,
    ) -> None:
        """Take the frame, its conditions, what the run depends on, and the rows that may satisfy them, if known."""
        self.frame = frame
        self.conditions = found
        self.ranges = remaining(found, frame) if ranges is None else ranges
        self._setting = setting
        self._watch = watch

    def accumulate(self, accumulators: Sequence[Accumulator], own: Sequence[Conditions] = ()) -> list[Totals]:
        """Return what each accumulator keeps of the rows.

        Args:
            accumulators: Those that are added up together.
            own: What the rows of each have to satisfy besides the conditions of the pass.
        """
        conditions, kernels = own or [EVERY_ROW] * len(accumulators), self._setting.kernels
        computed = any(kept.is_computed for each in accumulators for kept in each.kept)
        computed = computed or any(each.computed for each in (self.conditions, *conditions))

        def questions(states: list[State], chunk: Chunk) -> list[Question]:
            return [
                each.question(chunk, state, chunk.selectors(where))
                for each, state, where in zip(accumulators, states, conditions, strict=True)
            ]

        def begin() -> tuple[list[State], Scanner | None]:
            states = [each.begin(self._setting.buffers) for each in accumulators]
            if computed:
                return states, None
            everything = self._chunk(Rows(0, self.frame.rows))
            return states, kernels.scanner(everything.selectors(self.conditions), questions(states, everything))

        def add(adding: tuple[list[State], Scanner | None], chunk: Chunk) -> None:
            states, scanner = adding
            if scanner is not None:
                scanner(chunk.rows.begin, chunk.rows.end)
                return
            where = chunk.selectors(self.conditions)
            kernels.scan(len(chunk.rows), chunk.rows.begin, where, questions(states, chunk))

        if self._setting.trace is not None:
            read = [column for each in accumulators for column in each.columns]
            self._setting.trace.passed(self.frame, [self.conditions, *conditions], self.ranges, read)
        states = [states for states, _ in self._fold(begin, add, computed, len(accumulators))]
        return [each.merge([state[place] for state in states]) for place, each in enumerate(accumulators)]

    def rows(self) -> npt.NDArray[np.int64]:
        """Return the numbers of the rows, ascending."""
        if self._are_all:
            return np.arange(self.frame.rows)
        kernels = self._setting.kernels
        return self.collect(lambda chunk: kernels.select(len(chunk.rows), chunk.selectors(self.conditions)))

    def collect(
        self, choose: Callable[[Chunk], npt.NDArray[Any]], computed: bool = False, columns: Sequence[Array] = ()
    ) -> npt.NDArray[np.int64]:
        """Return the numbers of the rows whose positions in each chunk `choose` gives, ascending.

        Args:
            choose: Gives positions, ascending.
            computed: Whether it computes expressions row by row.
            columns: What it reads.
        """
        if self._setting.trace is not None:
            self._setting.trace.passed(self.frame, [self.conditions], self.ranges, columns)

        def add(parts: list[tuple[int, npt.NDArray[Any]]], chunk: Chunk) -> None:
            parts.append((chunk.rows.begin, choose(chunk)))

        states: list[list[tuple[int, npt.NDArray[Any]]]] = self._fold(list, add, computed)
        parts = sorted((part for state in states for part in state), key=lambda part: part[0])
        return np.concatenate([np.zeros(0, np.int64), *(found + np.int64(begin) for begin, found in parts)])

    def fetch(self, accumulator: Accumulator, kept: Kept, wanted: Fetch) -> None:
        """Fetch the values in the wanted bins of a histogram."""
        kernels = self._setting.kernels
        only = Accumulator(accumulator.keys, [kept], self.frame.rows)
        no_state = only.begin(self._setting.buffers)
        if self._setting.trace is not None:
            self._setting.trace.passed(self.frame, [self.conditions], self.ranges, only.columns)

        def add(state: tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]], chunk: Chunk) -> None:
            where, question = chunk.selectors(self.conditions), only.question(chunk, no_state)
            kernels.fetch(len(chunk.rows), where, question, wanted.table, *state)

        wanted.fill(self._fold(lambda: (np.empty(wanted.size), wanted.cursors()), add))

    @property
    def _are_all(self) -> bool:
        return not self.conditions.selectors and not self.conditions.computed

    def first_rows(self, count: int) -> npt.NDArray[np.int64]:
        """Return the numbers of the first `count` rows, or of all where there are fewer."""
        if self._are_all:
            return np.arange(min(count, self.frame.rows))
        found: list[npt.NDArray[np.int64]] = []
        passed: list[Rows] = []
        missing = count
        for rows in split(self.ranges, 1, _COMPUTED):
            self._watch.check()
            passed.append(rows)
            chunk = self._chunk(rows)
            some = self._setting.kernels.select(len(rows), chunk.selectors(self.conditions))[:missing]
            found.append(some + np.int64(rows.begin))
            missing -= len(some)
            if not missing:
                break
        if self._setting.trace is not None:
            self._setting.trace.passed(self.frame, [self.conditions], passed, ())
        return np.concatenate(found) if found else np.zeros(0, np.int64)

    def _chunk(self, rows: Rows) -> Chunk:
        return Chunk(self.frame, rows, self._setting.zone)

    def _fold(
        self,
        begin: Callable[[], _State],
        add: Callable[[_State, Chunk], None],
        computed: bool = False,
        questions: int = 1,
    ) -> list[_State]:
        most = _COMPUTED if computed or self.conditions.computed else _STORED

        def step(state: _State, rows: Rows) -> None:
            self._watch.check()
            add(state, self._chunk(rows))

        return self._setting.workers.fold(self.ranges, most, begin, step, questions)
