"""Kernels of one row's values, by the names that `saql.functions` gives them.

A kernel that is not here is the Arrow compute function of that name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa

from engine.kernels import arrow
from engine.kernels.arrays import Mask, array, repeat, scalar, validity, values
from saql.record import record

Values: TypeAlias = Any
"""A `pa.Array`, or a `pa.Scalar` that stands for the same value in every row."""


class KernelError(Exception):
    """A value for which a function has no result, where that ends the query. `str(error)` says which and why."""


@record(eq=False)
class Arguments:
    """The arguments of one call: arrays of `rows` values, or scalars; and the query's time zone."""

    values: Sequence[Values]
    rows: int
    zone: dt.tzinfo

    def __len__(self) -> int:
        return len(self.values)

    def array(self, position: int) -> pa.Array:
        """Return an argument as an array."""
        value = self.values[position]
        return repeat(value, self.rows) if isinstance(value, pa.Scalar) else value

    def constant(self, position: int, default: Any = None) -> Any:
        """Return the Python value of an argument that is a constant, or the default where it is not given."""
        return self.values[position].as_py() if position < len(self.values) else default

    def floats(self, position: int) -> Any:
        """Return an argument's numbers as float64."""
        return values(self.array(position)).astype(np.float64, copy=False)

    def valid(self) -> Mask | None:
        """Return the rows in which no argument is null, or None where that is every row."""
        result: Mask | None = None
        for value in self.values:
            if isinstance(value, pa.Scalar):
                if not value.is_valid:
                    return np.zeros(self.rows, np.bool_)
                continue
            known = validity(value)
            if known is not None:
                result = known if result is None else result & known
        return result


Kernel: TypeAlias = Callable[[Arguments], pa.Array]

KERNELS: dict[str, Kernel] = {}
"""The engine's own kernels; the modules of this folder add theirs when they are imported."""


def kernel(name: str) -> Callable[[Kernel], Kernel]:
    """Register the decorated function as the kernel of that name."""

    def register(function: Kernel) -> Kernel:
        if name in KERNELS:
            raise ValueError(f"two kernels are called {name}")
        KERNELS[name] = function
        return function

    return register


def call_kernel(name: str, arguments: Sequence[Values], rows: int, zone: dt.tzinfo) -> Values:
    """Apply a kernel.

    Args:
        name: Name of a kernel of the engine, else of an Arrow compute function.
        arguments: Arrays of `rows` values, or scalars.
        rows: Number of rows.
        zone: Zone in which instants have their days and hours.

    Returns:
        An array, or a scalar where all arguments are scalars.

    Raises:
        KernelError: The function has no result for one of the values.
    """
    own = KERNELS.get(name)
    constant = all(isinstance(each, pa.Scalar) for each in arguments)
    if own is None:
        return _finite(_wide(arrow.call(name, *arguments)))
    result = own(Arguments(arguments, 1 if constant else rows, zone))
    return _finite(result[0] if constant else result)


def _wide(result: Values) -> Values:
    """Return whole numbers as int64: Arrow gives int8 for the sign of one."""
    return arrow.cast(result, pa.int64()) if pa.types.is_integer(result.type) else result


def _finite(result: Values) -> Values:
    """Return the result with null in the place of infinity and of what is no number."""
    if result.type != pa.float64():
        return result
    if isinstance(result, pa.Scalar):
        return result if not result.is_valid or np.isfinite(result.as_py()) else scalar(None, pa.float64())
    numbers = values(result)
    finite = np.isfinite(numbers)
    if finite.all():
        return result
    valid = validity(result)
    return array(numbers, finite if valid is None else valid & finite)
