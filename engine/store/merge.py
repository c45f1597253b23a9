"""The rows of all parts that still count, in order, some at a time: what compaction reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

import numpy as np
import numpy.typing as npt

from engine.columns import Codes, MultivalueColumn
from engine.kernels.arrays import Array
from engine.kernels.codes import EMPTY_DICTIONARY
from engine.kernels.rows import take
from engine.store import narrow
from engine.store.blocks import code_block, list_block, number_block
from engine.store.merge_plan import Run, Step, plan_steps
from engine.store.narrow import Form, Stored
from engine.store.parts import Part
from engine.store.zones import BLOCK_ROWS
from saql.record import record

Order = npt.NDArray[np.int32]


@record
class _Placed:
    """A step, and which items of the scratch file have its order; None where its rows stay as they are."""

    step: Step
    order: tuple[int, int] | None


class MergedRows:
    """Columns of the rows that count. Each is read anew; no more than a step of it is in memory."""

    def __init__(self, parts: Sequence[Part], date: str | None, scratch: Path) -> None:
        """Put the rows in order.

        Args:
            parts: all parts of a version.
            date: the main date, which the rows of each part are in order of; None: rows stay as they are.
            scratch: a file to write the order to.
        """
        self._parts = parts
        self._scratch = scratch
        self._steps: list[_Placed] = []
        self.rows = 0
        end = 0
        with scratch.open("wb") as opened:
            for step in plan_steps(parts, date):
                order = self._find_order(step, date)
                if order is None:
                    self._steps.append(_Placed(step, None))
                    self.rows += sum(stop - start for start, stop in step.runs)
                elif len(order):
                    order.tofile(opened)
                    self._steps.append(_Placed(step, (end, end + len(order))))
                    end += len(order)
                    self.rows += len(order)

    def codes(self, field: str) -> Iterator[Array]:
        """Yield the codes of a text field."""
        for placed in self._steps:
            order = self._order(placed)
            codes = np.concatenate([code_block(part, field, *run) for part, run in self._runs(placed.step)])
            yield codes if order is None else codes[order]

    def lists(self, field: str) -> Iterator[tuple[Array, Codes]]:
        """Yield how many texts each row of a multivalue field has, and their codes."""
        for placed in self._steps:
            order = self._order(placed)
            blocks = [list_block(part, field, *run) for part, run in self._runs(placed.step)]
            lengths = np.concatenate([each for each, _ in blocks])
            codes = cast(Codes, np.concatenate([each for _, each in blocks]))
            if order is not None:
                offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
                taken = cast(MultivalueColumn, take(MultivalueColumn(offsets, codes, EMPTY_DICTIONARY), order))
                lengths, codes = np.diff(taken.offsets), taken.codes
            yield lengths, codes

    def number_form(self, field: str) -> Form | None:
        """Return the form that holds the numbers of a field, None where no part has any."""
        forms = [form for each in self._parts if each.rows and (form := each.form(field)) is not None]
        return narrow.common_form(forms) if forms else None

    def numbers(self, field: str, form: Form) -> Iterator[Stored]:
        """Yield the numbers or dates of a field in a form that holds them all."""
        for placed in self._steps:
            order = self._order(placed)
            joined = narrow.join([number_block(part, field, *run) for part, run in self._runs(placed.step)], form)
            yield joined if order is None else narrow.select(joined, order)

    def _runs(self, step: Step) -> list[tuple[Part, Run]]:
        runs = [(part, run) for part, run in zip(self._parts, step.runs, strict=True) if run[1] > run[0]]
        return runs or [(self._parts[0], (0, 0))]

    def _order(self, placed: _Placed) -> Order | None:
        if placed.order is None:
            return None
        start, stop = placed.order
        return np.fromfile(self._scratch, np.int32, stop - start, offset=start * 4)

    def _find_order(self, step: Step, date: str | None) -> Order | None:
        """Return the places of the rows that count, in order, among all rows of a step; None where that is all."""
        runs = self._runs(step)
        order = None
        if date is not None and not step.one_date and len(runs) > 1:
            ticks = np.concatenate([number_block(part, date, *run).values for part, run in runs])
            order = np.argsort(ticks, kind="stable")
        if all(part.live is None or bool(part.live[slice(*run)].all()) for part, run in runs):
            return None if order is None else order.astype(np.int32)
        live = np.concatenate(
            [np.ones(run[1] - run[0], np.bool_) if part.live is None else part.live[slice(*run)] for part, run in runs]
        )
        return (np.flatnonzero(live) if order is None else order[live[order]]).astype(np.int32)


def in_zones(blocks: Iterator[Array]) -> Iterator[Array]:
    """Yield the same items in blocks of a whole number of zones each, but the last."""
    return (values for (values,) in _in_zones((block,) for block in blocks))


def numbers_in_zones(blocks: Iterator[Stored], form: Form) -> Iterator[Stored]:
    """Yield the same numbers in blocks of a whole number of zones each, but the last."""
    apart = ((each.values, np.ones(len(each), np.bool_) if each.valid is None else each.valid) for each in blocks)
    return (narrow.of(values, form[1], valid) for values, valid in _in_zones(apart))


def _in_zones(blocks: Iterator[tuple[Array, ...]]) -> Iterator[tuple[Array, ...]]:
    waiting: list[tuple[Array, ...]] = []
    count = 0
    for block in blocks:
        waiting.append(block)
        count += len(block[0])
        if count >= BLOCK_ROWS:
            whole = [np.concatenate(each) for each in zip(*waiting, strict=True)]
            full = count - count % BLOCK_ROWS
            yield tuple(each[:full] for each in whole)
            waiting, count = [tuple(each[full:] for each in whole)], count - full
    if count:
        yield tuple(np.concatenate(each) for each in zip(*waiting, strict=True))
