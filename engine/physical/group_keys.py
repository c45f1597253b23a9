"""The keys of a group-by as the numbers that a pass over rows adds up to the number of a group."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from engine.columns import TextColumn
from engine.kernels.keys import Factor, factorise
from engine.kernels.scan import Key, Lookup
from engine.physical.coding import Coded, Coder
from engine.physical.expressions import Evaluator
from saql.record import record
from saql.typed.expressions import Expression


@record(eq=False)
class GroupKeys:
    """The keys for a pass over rows; `factors` say what the numbers mean, `groups` how many there may be."""

    keys: tuple[Key, ...]
    factors: tuple[Factor, ...]
    groups: int


def group_keys(expressions: Sequence[Expression], coder: Coder, evaluator: Evaluator) -> GroupKeys:
    """Return the keys; what can't be computed by code is computed for all rows."""
    found: list[tuple[Lookup, Factor]] = []
    for expression in expressions:
        coded = coder.code(expression)
        if coded is None:
            factor = factorise(evaluator.column(expression))
            found.append((Lookup(factor.codes, 0, factor.size), factor))
        else:
            found.append((coded.of, _by_code(coded)))
    strides = [math.prod(factor.size for _, factor in found[place + 1 :]) for place in range(len(found))]
    parts: dict[int, list[Key]] = {}
    for (of, factor), stride in zip(found, strides, strict=True):
        codes = None if factor.codes is of.values else factor.codes.astype(np.int32)
        parts.setdefault(id(of), []).append(Key(of, codes, stride))
    keys = tuple(each[0] if len(each) == 1 else _one(each) for each in parts.values())
    return GroupKeys(keys, tuple(factor for _, factor in found), math.prod(factor.size for _, factor in found))


def _one(keys: Sequence[Key]) -> Key:
    """Return keys by the same lookup as one, so that a pass looks each row up once: year, month and day of a date."""
    of = keys[0].of
    size = of.size
    codes = sum(each.stride * (np.arange(size) if each.codes is None else each.codes.astype(np.int64)) for each in keys)
    return Key(of, np.asarray(codes, np.int32), 1)


def _by_code(coded: Coded) -> Factor:
    """Return the factor of an expression by code: its codes are those of the places, not of rows."""
    values = coded.values
    if isinstance(values, TextColumn) and _is_identity(values, coded.of):
        return Factor(coded.of.values, coded.of.size, 0, values, values.dictionary)
    return factorise(values)


def _is_identity(values: TextColumn, of: Lookup) -> bool:
    """Return whether the places are the codes of the text column that they come from."""
    size = len(values.dictionary) + 1
    return of.low == 0 and of.size == size and len(values) == size and bool((values.codes == np.arange(size)).all())
