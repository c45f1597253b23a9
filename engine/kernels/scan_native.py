"""The pass over rows by the C kernels in `native/`, called through ctypes, which lets go of Python's lock meanwhile."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.kernels.arrays import Array
from engine.kernels.partition import PartitionKernels
from engine.kernels.scan import Fold, Key, Lookup, Measure, Question, Scanner, Selector, TopOrder

LIBRARY = Path(__file__).parent / "native" / "swell_kernels.so"

_LOOKUP = np.dtype(
    [("values", "u8"), ("low", "i8"), ("size", "i8"), ("divisor", "i8"), ("type", "i4"), ("clamped", "i4")]
)
_SELECTOR = np.dtype(
    [
        ("of", _LOOKUP),
        ("flags", "u8"),
        ("valid", "u8"),
        ("least", "f8"),
        ("greatest", "f8"),
        ("first", "i8"),
        ("last", "i8"),
    ]
)
_KEY = np.dtype([("of", _LOOKUP), ("codes", "u8"), ("stride", "i8")])
_MEASURE = np.dtype(
    [
        ("of", _LOOKUP),
        ("valid", "u8"),
        ("state", "u8"),
        ("nulls", "u8"),
        ("width", "i8"),
        ("first_bin", "i8"),
        ("shift", "i4"),
        ("fold", "i4"),
    ]
)
_QUESTION = np.dtype(
    [
        ("where", "u8"),
        ("keys", "u8"),
        ("measures", "u8"),
        ("rows", "u8"),
        ("groups", "i8"),
        ("conditions", "i4"),
        ("key_count", "i4"),
        ("measure_count", "i4"),
        ("replicas", "i4"),
    ]
)
_ENTRY = np.dtype([("rank", "f8"), ("row", "i8")])
"""The structs of `scan.h`, in the same order."""

_TYPES = {
    np.dtype(np.uint8): 1,
    np.dtype(np.uint16): 2,
    np.dtype(np.int32): 4,
    np.dtype(np.int64): 8,
    np.dtype(np.float64): 9,
    np.dtype(np.int16): 10,
    np.dtype(np.int8): 11,
    np.dtype(np.uint32): 12,
    np.dtype(np.bool_): 1,
}

_CODES = (np.dtype(np.uint8), np.dtype(np.uint16), np.dtype(np.int32))

_POINTER, _LONG, _INT = ctypes.c_void_p, ctypes.c_int64, ctypes.c_int32

_FUNCTIONS: dict[str, tuple[Any, list[Any]]] = {
    "swell_scan": (None, [_LONG, _LONG, _LONG, _POINTER, _INT, _POINTER, _INT]),
    "swell_select": (_LONG, [_LONG, _POINTER, _INT, _POINTER]),
    "swell_top": (_LONG, [_LONG, _POINTER, _INT, _POINTER, _POINTER, _INT, _INT, _LONG, _POINTER]),
    "swell_numbers": (_LONG, [_LONG, _POINTER, _INT, _POINTER, _INT, _POINTER, _POINTER]),
    "swell_count_bins": (None, [_LONG, _POINTER, _INT, _POINTER]),
    "swell_move": (
        None,
        [_LONG, _POINTER, _POINTER, _INT, _POINTER, _POINTER, _POINTER, _POINTER, _INT, _POINTER, _INT],
    ),
    "swell_rank": (_LONG, [_LONG, _POINTER, _LONG, _POINTER, _POINTER, _POINTER, _POINTER]),
    "swell_fetch": (None, [_LONG, _POINTER, _INT, _POINTER, _POINTER, _POINTER, _POINTER]),
}


def load() -> NativeKernels | None:
    """Return the C kernels, or None where they were not built or can't be loaded here."""
    try:
        library = ctypes.CDLL(str(LIBRARY))
    except OSError:
        return None
    for name, (result, arguments) in _FUNCTIONS.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return NativeKernels(library)


class NativeKernels:
    """`ScanKernels` in C."""

    name = "C"

    def __init__(self, library: ctypes.CDLL) -> None:
        """Take the library with its functions declared."""
        self._library = library

    @property
    def partition(self) -> PartitionKernels:
        """Who splits rows."""
        from engine.kernels.partition_native import NativePartition

        return NativePartition(self._library)

    def scan(self, rows: int, base: int, where: Sequence[Selector], questions: Sequence[Question]) -> None:
        """Add rows to the states of the questions."""
        self._scanner(base, where, questions)(0, rows)

    def scanner(self, where: Sequence[Selector], questions: Sequence[Question]) -> Scanner:
        """Return what adds ranges of rows to the states of the questions."""
        return self._scanner(0, where, questions)

    def _scanner(self, base: int, where: Sequence[Selector], questions: Sequence[Question]) -> Scanner:
        passed = Structs()
        rest = base, passed.selectors(where), len(where), passed.questions(questions), len(questions)

        def add(begin: int, end: int) -> None:
            passed.call(self._library.swell_scan, begin, end, *rest)

        return add

    def select(self, rows: int, where: Sequence[Selector]) -> npt.NDArray[np.int32]:
        """Return the positions of the rows that satisfy all conditions."""
        found = np.empty(rows, np.int32)
        passed = Structs()
        count = self._library.swell_select(rows, passed.selectors(where), len(where), found.ctypes.data)
        return found[:count]

    def top(
        self, rows: int, where: Sequence[Selector], values: Array, valid: Array | None, order: TopOrder
    ) -> npt.NDArray[np.int64]:
        """Return the positions of the rows that come first."""
        heap = np.empty(order.count, _ENTRY)
        passed = Structs()
        count = self._library.swell_top(
            rows,
            passed.selectors(where),
            len(where),
            passed.column(values),
            passed.data(valid),
            order.descending,
            order.nulls_first,
            order.count,
            heap.ctypes.data,
        )
        found: npt.NDArray[np.int64] = heap["row"][:count].copy()
        return found

    def fetch(
        self,
        rows: int,
        where: Sequence[Selector],
        question: Question,
        wanted: npt.NDArray[np.int32],
        found: npt.NDArray[np.float64],
        cursors: npt.NDArray[np.int64],
    ) -> None:
        """Put the values in wanted bins of the question's histogram into the lists that start at the cursors."""
        passed = Structs()
        self._library.swell_fetch(
            rows,
            passed.selectors(where),
            len(where),
            passed.questions([question]),
            wanted.ctypes.data,
            found.ctypes.data,
            cursors.ctypes.data,
        )


class Structs:
    """The structs of a call or of several, and the arrays that their pointers lead to, kept as long as this."""

    def __init__(self) -> None:
        self._kept: list[Array] = []

    def call(self, function: Any, *arguments: int) -> None:
        """Call a function with pointers into what is kept here, for a call of this keeps it."""
        function(*arguments)

    def data(self, array: Array | None) -> int:
        """Return a pointer to an array's values, 0 for none."""
        if array is None:
            return 0
        if not array.flags.c_contiguous:
            array = np.ascontiguousarray(array)
        self._kept.append(array)
        pointer: int = array.__array_interface__["data"][0]
        return pointer

    def column(self, values: Array) -> int:
        """Return a pointer to a lookup of numbers."""
        return self.structs([self._lookup(Lookup(values))], _LOOKUP)

    def selectors(self, where: Sequence[Selector]) -> int:
        """Return a pointer to conditions."""
        return self.structs([self._selector(each) for each in where], _SELECTOR)

    def keys(self, keys: Sequence[Key]) -> int:
        """Return a pointer to keys."""
        return self.structs([self._key(each) for each in keys], _KEY)

    def questions(self, questions: Sequence[Question]) -> int:
        """Return a pointer to questions."""
        return self.structs([self._question(each) for each in questions], _QUESTION)

    def structs(self, rows: list[tuple[Any, ...]], kind: np.dtype[Any]) -> int:
        """Return a pointer to structs, 0 where there is none."""
        return self.data(np.array(rows, kind).view(np.uint8)) if rows else 0

    def _lookup(self, of: Lookup) -> tuple[Any, ...]:
        kind = of.values.dtype
        # codes were checked when they were mapped; a number of a damaged file must not lead beyond the table
        clamped = of.clamped or (of.size > 0 and (of.low != 0 or kind not in _CODES))
        return (self.data(of.values), of.low, of.size, of.divisor, _TYPES[kind], clamped)

    def _selector(self, each: Selector) -> tuple[Any, ...]:
        first, last = _integers(each)
        return (
            self._lookup(each.of),
            self.data(each.flags),
            self.data(each.valid),
            each.least,
            each.greatest,
            first,
            last,
        )

    def _key(self, each: Key) -> tuple[Any, ...]:
        return (self._lookup(each.of), self.data(each.codes), each.stride)

    def _measure(self, each: Measure) -> tuple[Any, ...]:
        width = each.state.shape[1] if each.fold in (Fold.DISTINCT, Fold.HISTOGRAM) else 0
        pointers = self.data(each.valid), self.data(each.state), self.data(each.nulls)
        return (self._lookup(each.of), *pointers, width, each.first_bin, each.shift, int(each.fold))

    def _question(self, each: Question) -> tuple[Any, ...]:
        return (
            self.selectors(each.where),
            self.keys(each.keys),
            self.structs([self._measure(measure) for measure in each.measures], _MEASURE),
            self.data(each.rows),
            each.groups,
            len(each.where),
            len(each.keys),
            len(each.measures),
            each.replicas,
        )


def _integers(each: Selector) -> tuple[int, int]:
    """Return the bounds of a condition on integers, within what their type holds; an empty range stays empty."""
    kind = each.of.values.dtype
    if kind.kind == "f" or each.flags is not None:
        return 0, 0
    limits = np.iinfo(kind) if kind != np.bool_ else np.iinfo(np.uint8)
    if each.least > limits.max or each.greatest < limits.min or each.least > each.greatest:
        return 1, 0
    first = max(each.least, limits.min)
    last = min(each.greatest, limits.max)
    return int(np.ceil(first)), int(np.floor(last))
