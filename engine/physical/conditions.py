"""A predicate as conditions that a pass over rows tests, and the blocks of rows that it can leave out.

Each part of a conjunction is a look-up by code, a range of numbers, or else computed as it is, row by row.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from engine.columns import Columns, Frame, Zones
from engine.kernels.arrays import Array, Mask, is_true, repeat, values
from engine.kernels.scan import Lookup, Selector
from engine.physical import plain
from engine.physical.coding import Coder
from engine.physical.stored import base_of, stored_numbers
from engine.physical.workers import Rows
from engine.plan.expressions import columns
from saql.record import record
from saql.typed import expressions as typed
from saql.typed.expressions import Call, Expression, Literal, Membership
from saql.types import Type

_EXACT = 1 << 53
_FLIPPED = {"less": "greater", "less_equal": "greater_equal", "greater": "less", "greater_equal": "less_equal"}


@record(eq=False)
class Conditions:
    """What rows have to satisfy: conditions on stored columns, and expressions that are computed for each row.

    `fields` are the columns whose values the selectors look at, which may be derived ones; `predicates` are what the
    selectors stand for.
    """

    selectors: tuple[Selector, ...]
    fields: tuple[str, ...]
    computed: tuple[Expression, ...]
    predicates: tuple[Expression, ...]

    @property
    def columns(self) -> list[Array]:
        """What the selectors look at."""
        return [each.of.values for each in self.selectors]

    @property
    def known(self) -> frozenset[str]:
        """The columns of numbers and dates that have a value in all rows that satisfy these: null is in no range."""
        ranges = zip(self.selectors, self.fields, strict=True)
        return frozenset(field for selector, field in ranges if selector.flags is None)


EVERY_ROW = Conditions((), (), (), ())


def conditions(predicate: Expression | None, frame: Frame, coder: Coder) -> Conditions:
    """Return the conditions of a predicate over the rows of a frame."""
    selectors: list[tuple[Selector, str, Expression]] = []
    computed: list[Expression] = []
    for part in conjuncts(predicate):
        found = _range(part, frame)
        if found is not None:
            selectors.append((found, next(iter(columns(part))), part))
            continue
        found = _coded(part, coder)
        if found is not None:
            selectors.append((found, base_of(frame, next(iter(columns(part)))), part))
        else:
            computed.append(part)
    selectors.sort(key=lambda each: each[0].flags is None)  # look-ups are quicker than doubles
    found_selectors, fields, predicates = zip(*selectors, strict=True) if selectors else ((), (), ())
    return Conditions(found_selectors, fields, tuple(computed), predicates)


def remaining(found: Conditions, frame: Frame) -> tuple[Rows, ...]:
    """Return the ranges of rows that may satisfy the conditions, by the zones of the columns."""
    if not isinstance(frame.columns, Columns):
        return whole(frame)
    possible: Mask | None = None
    starts: Array | None = None
    for selector, field in zip(found.selectors, found.fields, strict=True):
        zones = frame.columns.zones(field)
        if zones is not None:
            starts = zones.starts
            passed = _may_pass(selector, zones)
            possible = passed if possible is None else possible & passed
    if possible is None or starts is None or possible.all():
        return whole(frame)
    edges = np.diff(np.concatenate([[False], possible, [False]]).astype(np.int8))
    pairs = zip(np.flatnonzero(edges == 1), np.flatnonzero(edges == -1), strict=True)
    return tuple(Rows(int(starts[first]), int(starts[end])) for first, end in pairs)


def whole(frame: Frame) -> tuple[Rows, ...]:
    """Return all rows of a frame."""
    return (Rows(0, frame.rows),) if frame.rows else ()


def _may_pass(selector: Selector, zones: Zones) -> Mask:
    """Return which blocks may have a value that satisfies a condition."""
    if selector.flags is None:
        least, greatest = (np.rint(each * float(selector.divisor)) for each in (zones.least, zones.greatest))
        passed: Mask = (greatest >= selector.least) & (least <= selector.greatest)
        return passed
    of = selector.of
    if (selector.flags[-1] and of.clamped) or (of.low == 0 and selector.flags[0] and of.divisor == 1):
        return np.ones(len(zones.least), np.bool_)  # null satisfies it, and zones leave nulls out
    known = zones.least <= zones.greatest
    before = np.concatenate([[0], np.cumsum(selector.flags)])
    first = np.where(known, (zones.least - of.low) // of.divisor, 0).astype(np.int64)
    last = np.where(known, (zones.greatest - of.low) // of.divisor, -1).astype(np.int64)
    return before[last + 1] > before[first]


def conjuncts(predicate: Expression | None) -> Iterator[Expression]:
    """Yield the parts of a predicate that must all be true."""
    if predicate is None:
        return
    if isinstance(predicate, Call) and predicate.function == "and":
        for each in predicate.arguments:
            yield from conjuncts(each)
    else:
        yield predicate


def _coded(predicate: Expression, coder: Coder) -> Selector | None:
    found = coder.code(predicate)
    if found is None or not isinstance(found.values, pa.Array) or found.values.type != pa.bool_():
        return None
    return Selector(found.of, is_true(found.values).astype(np.uint8))


def _range(predicate: Expression, frame: Frame) -> Selector | None:
    """Return a comparison of a column of numbers or dates with a constant as a range."""
    found = _bounds(predicate)
    if found is None:
        return None
    name, least, greatest = found
    stored = stored_numbers(frame, name)
    if stored is None:
        return None
    if stored.are_whole and max(abs(each) for each in (least, greatest) if np.isfinite(each)) >= _EXACT:
        return None
    valid = stored.valid if least <= 0 <= greatest else None  # 0 is under null
    if stored.divisor is None:
        return Selector(Lookup(stored.values), None, valid, least, greatest)
    return Selector(Lookup(stored.values), None, valid, *_times(least, greatest, stored.divisor), stored.divisor)


def _times(least: float, greatest: float, divisor: int) -> tuple[float, float]:
    """Return the least and the greatest whole numbers that lie between two bounds when they are divided."""
    if abs(least) < _EXACT / divisor:
        first = np.floor(least * divisor) - 1
        while first / divisor < least:
            first += 1
        least = float(first)
    if abs(greatest) < _EXACT / divisor:
        last = np.ceil(greatest * divisor) + 1
        while last / divisor > greatest:
            last -= 1
        greatest = float(last)
    return least, greatest


def _bounds(predicate: Expression) -> tuple[str, float, float] | None:
    if isinstance(predicate, Membership):
        operand = predicate.operand
        if predicate.values or len(predicate.ranges) != 1 or not isinstance(operand, typed.Column):
            return None
        lower, upper = (None if each is None else _number(each) for each in predicate.ranges[0])
        if lower is None and upper is None:
            return None
        return operand.name, -np.inf if lower is None else lower, np.inf if upper is None else upper
    if not isinstance(predicate, Call) or len(predicate.arguments) != 2:
        return None
    function = predicate.function
    left, right = predicate.arguments
    if isinstance(left, Literal):
        left, right, function = right, left, _FLIPPED.get(function, function)
    if not isinstance(left, typed.Column) or not isinstance(right, Literal) or left.type is not right.type:
        return None
    constant = _number(right)
    return None if constant is None else _compared(left, function, constant)


def _compared(column: typed.Column, function: str, constant: float) -> tuple[str, float, float] | None:
    step = 1.0 if column.type.is_temporal else 0.0
    match function:
        case "equal":
            return column.name, constant, constant
        case "greater_equal":
            return column.name, constant, np.inf
        case "less_equal":
            return column.name, -np.inf, constant
        case "greater":
            return column.name, constant + step if step else float(np.nextafter(constant, np.inf)), np.inf
        case "less":
            return column.name, -np.inf, constant - step if step else float(np.nextafter(constant, -np.inf))
        case _:
            return None


def _number(literal: Literal) -> float | None:
    """Return a constant as columns of its type hold it, None for null and for what is no number or date."""
    if literal.value is None or literal.type not in (Type.NUMBER, Type.DATE, Type.DAY):
        return None
    scalar = plain.scalar(literal)
    if literal.type is Type.NUMBER:
        return float(scalar.as_py())
    return float(values(repeat(scalar, 1))[0])
