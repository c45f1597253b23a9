"""The C kernels do what the NumPy kernels do: random columns, conditions and questions, over ends of blocks."""

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.kernels.scan import REPLICAS, Fold, Key, Lookup, Measure, Question, ScanKernels, Selector, TopOrder
from engine.kernels.scan_native import load
from engine.kernels.scan_numpy import NumpyKernels

NATIVE = load()
pytestmark = pytest.mark.skipif(NATIVE is None, reason="the C kernels were not built")

SIZES = st.sampled_from([1, 7, 63, 64, 65, 2047, 2048, 2049, 5000])
CODES = st.sampled_from([np.uint8, np.uint16, np.int32])
NUMBERS = st.sampled_from([np.int8, np.int16, np.int32, np.uint32, np.int64, np.float64])


class Case:
    """Columns of a few thousand rows, made from one seed."""

    def __init__(self, rows: int, seed: int) -> None:
        self.rows = rows
        self.rng = np.random.default_rng(seed)

    def codes(self, kind: Any, size: int) -> np.ndarray:
        return self.rng.integers(0, size, self.rows).astype(kind)

    def numbers(self, kind: Any) -> np.ndarray:
        return self.rng.integers(0 if kind is np.uint32 else -100, 100, self.rows).astype(kind)

    def bitmap(self, share: float) -> np.ndarray:
        return np.packbits(self.rng.random(self.rows) >= share, bitorder="little")

    def filled(self, values: np.ndarray, bitmap: np.ndarray) -> np.ndarray:
        return np.where(np.unpackbits(bitmap, count=self.rows, bitorder="little") == 1, values, 0).astype(values.dtype)

    def flags(self, size: int) -> np.ndarray:
        return (self.rng.random(size) < 0.6).astype(np.uint8)


def conditions(case: Case, draw: st.DrawFn) -> tuple[Selector, ...]:
    found = []
    for kind in draw(st.lists(st.sampled_from(["codes", "clamped", "range", "divided"]), max_size=3)):
        if kind == "codes":
            size = draw(st.sampled_from([2, 16, 17, 200]))
            found.append(Selector(Lookup(case.codes(draw(CODES), size), 0, size), case.flags(size)))
        elif kind == "clamped":
            of = Lookup(case.numbers(draw(st.sampled_from([np.int16, np.int64]))), -20, 41, 1, True)
            found.append(Selector(of, case.flags(41)))
        elif kind == "divided":
            of = Lookup(case.numbers(np.int64) * 1_000_003, -100 * 1_000_003, 30, 7_000_000, True)
            found.append(Selector(of, case.flags(30)))
        else:
            valid = case.bitmap(0.2) if draw(st.booleans()) else None
            bounds = draw(
                st.tuples(st.sampled_from([-np.inf, -30.5, 0, 1e300]), st.sampled_from([np.inf, 40.25, -500]))
            )
            found.append(Selector(Lookup(case.numbers(draw(NUMBERS))), None, valid, *bounds))
    return tuple(found)


def question(case: Case, draw: st.DrawFn) -> Question:
    kinds = draw(st.lists(st.sampled_from(["codes", "coded", "clamped"]), max_size=3))
    sizes = [5, 6, 4][: len(kinds)]
    groups = int(np.prod(sizes, dtype=np.int64)) if sizes else 1
    keys, stride = [], groups
    for kind, size in zip(kinds, sizes, strict=True):
        stride //= size
        if kind == "codes":
            keys.append(Key(Lookup(case.codes(draw(CODES), size), 0, size), None, stride))
        elif kind == "coded":
            table = case.rng.integers(0, size, 200).astype(np.int32)
            keys.append(Key(Lookup(case.numbers(draw(st.sampled_from([np.int8, np.int32]))), -100, 200), table, stride))
        else:
            keys.append(Key(Lookup(case.numbers(np.int16), 0, size, 1, True), None, stride))
    replicas = draw(st.sampled_from([1, REPLICAS]))
    measures = []
    for place, fold in enumerate(sorted(draw(st.lists(st.sampled_from(list(Fold)), max_size=4)))):
        bitmap = case.bitmap(0.1)
        values = case.filled(case.numbers(draw(NUMBERS)), bitmap)
        nulls = np.zeros(groups, np.int64)
        shape: dict[Fold, Any] = {
            Fold.SUM: np.zeros((replicas, groups, 2) if place == 0 else (replicas, groups)),
            Fold.LEAST: np.full(groups, np.inf),
            Fold.GREATEST: np.full(groups, -np.inf),
            Fold.FIRST: np.full(groups, np.iinfo(np.int64).max),
            Fold.LAST: np.full(groups, -1),
            Fold.DISTINCT: np.zeros((groups, 2), np.uint64),
            Fold.HISTOGRAM: np.zeros((groups, 8), np.uint32),
        }
        if fold is Fold.DISTINCT:
            measures.append(Measure(Lookup(case.codes(draw(CODES), 100), 0, 100), fold, shape[fold]))
        elif fold in (Fold.FIRST, Fold.LAST):
            measures.append(Measure(Lookup(values), fold, shape[fold]))
        else:
            first, shift = -(1 << 9) + 1, 54
            measures.append(Measure(Lookup(values), fold, shape[fold], bitmap, nulls, first, shift))
    counted = bool(measures) and measures[0].fold is Fold.SUM
    rows = None if counted else np.zeros((replicas, groups), np.int64)
    return Question(groups, replicas, tuple(keys), tuple(measures), conditions(case, draw), rows)


def states(kernels: ScanKernels, size: int, seed: int, draw_again: Any, cuts: Sequence[int] | None = None) -> list[Any]:
    where, questions = draw_again(Case(size, seed))
    if cuts is None:
        kernels.scan(size, 1000, where, questions)
    else:
        scanner, edges = kernels.scanner(where, questions), [0, *(min(64 * each, size) for each in sorted(cuts)), size]
        for begin, end in itertools.pairwise(edges):
            scanner(begin, end)
    found: list[Any] = []
    for asked in questions:
        found.append(None if asked.rows is None else asked.rows.sum(axis=0))
        for each in asked.measures:
            found.append(each.state.sum(axis=0) if each.fold is Fold.SUM else each.state)
            found.append(each.nulls)
    return found


class Replay:
    """Draws as hypothesis did the first time, so that both kernels get the same question in states of their own."""

    def __init__(self) -> None:
        self.drawn: list[Any] = []
        self.place = 0

    def recording(self, draw: st.DrawFn) -> Any:
        def record(strategy: st.SearchStrategy[Any]) -> Any:
            self.drawn.append(draw(strategy))
            return self.drawn[-1]

        return record

    def again(self, _strategy: st.SearchStrategy[Any]) -> Any:
        self.place += 1
        return self.drawn[self.place - 1]


@settings(max_examples=150, deadline=None)
@given(data=st.data(), size=SIZES, seed=st.integers(0, 2**32 - 1))
def test_states_are_the_same(data: st.DataObject, size: int, seed: int) -> None:
    assert NATIVE is not None
    replay = Replay()

    def asked(case: Case, draw: Any) -> tuple[tuple[Selector, ...], list[Question]]:
        where = conditions(case, draw)
        return where, [question(case, draw) for _ in range(draw(st.integers(1, 3)))]

    mine = states(NATIVE, size, seed, lambda case: asked(case, replay.recording(data.draw)))
    theirs = states(NumpyKernels(), size, seed, lambda case: asked(case, replay.again))
    assert len(mine) == len(theirs)
    for one, other in zip(mine, theirs, strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("kernels", [NATIVE or NumpyKernels(), NumpyKernels()], ids=["best", "reference"])
@settings(max_examples=60, deadline=None)
@given(
    data=st.data(),
    size=SIZES,
    seed=st.integers(0, 2**32 - 1),
    cuts=st.lists(st.integers(0, 100), min_size=1, max_size=4),
)
def test_ranges_add_up_to_all_rows(
    kernels: ScanKernels, data: st.DataObject, size: int, seed: int, cuts: list[int]
) -> None:
    replay = Replay()

    def asked(case: Case, draw: Any) -> tuple[tuple[Selector, ...], list[Question]]:
        return conditions(case, draw), [question(case, draw)]

    at_once = states(kernels, size, seed, lambda case: asked(case, replay.recording(data.draw)), [])
    in_ranges = states(kernels, size, seed, lambda case: asked(case, replay.again), cuts)
    for one, other in zip(at_once, in_ranges, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-12) if one is not None else None


@settings(max_examples=80, deadline=None)
@given(
    data=st.data(),
    size=SIZES,
    seed=st.integers(0, 2**32 - 1),
    order=st.builds(TopOrder, st.integers(0, 60), st.booleans(), st.booleans()),
    kind=NUMBERS,
)
def test_the_same_rows_are_chosen_and_come_first(
    data: st.DataObject, size: int, seed: int, order: TopOrder, kind: Any
) -> None:
    assert NATIVE is not None
    case = Case(size, seed)
    where = conditions(case, data.draw)
    plain = NumpyKernels()
    np.testing.assert_array_equal(NATIVE.select(size, where), plain.select(size, where))
    valid = case.bitmap(0.1) if data.draw(st.booleans()) else None
    values = case.numbers(kind)
    first = [np.sort(each.top(size, where, values, valid, order)) for each in (NATIVE, plain)]
    np.testing.assert_array_equal(*first)
