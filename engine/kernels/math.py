"""Functions of numbers. What has no result is null: `registry.call_kernel` makes null of infinity and of no number.

Meanings: `saql.functions.math` and `saql.functions.operators`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal

import numpy as np
import pyarrow as pa

from engine.kernels import arrow
from engine.kernels.arrays import Array, array, scalar, values
from engine.kernels.registry import Arguments, kernel

_DECIMALS = Context(prec=400)


def _floats(name: str, function: Callable[..., Array]) -> None:
    """Register a NumPy function of float64 values; nulls stay null."""

    @kernel(name)
    def _(arguments: Arguments) -> pa.Array:
        numbers = [arguments.floats(place) for place in range(len(arguments))]
        with np.errstate(all="ignore"):
            return array(np.asarray(function(*numbers), np.float64), arguments.valid())


def _power(base: Array, exponent: Array) -> Array:
    return np.where((base == 0) & (exponent < 0), np.nan, np.power(base, exponent))


def _log(base: Array, number: Array) -> Array:
    result = np.log(number) / np.log(base)
    result = np.where(base == 10, np.log10(number), np.where(base == 2, np.log2(number), result))
    return np.where((base > 0) & (number > 0) & (base != 1), result, np.nan)


def _erlang_c(agents: Array, intensity: Array) -> Array:
    return np.array([_waiting(int(n), a) for n, a in zip(agents, intensity, strict=True)], np.float64)


def _waiting(agents: int, intensity: float) -> float:
    """Return the chance to wait, through Erlang's formula B, whose recursion can't overflow."""
    if agents < 1 or intensity < 0:
        return math.nan
    if intensity >= agents:
        return 1.0
    blocked = 1.0
    for place in range(1, agents + 1):
        blocked = intensity * blocked / (place + intensity * blocked)
    return agents * blocked / (agents - intensity * (1 - blocked))


_FLOATS: dict[str, Callable[..., Array]] = {
    "number_divide": np.divide,
    "number_acos": np.arccos,
    "number_asin": np.arcsin,
    "number_sqrt": np.sqrt,
    "number_degrees": lambda radians: radians * 180 / math.pi,
    "number_radians": lambda degrees: degrees * math.pi / 180,
    "number_exp": lambda number: np.where(number > 700, np.nan, np.exp(number)),
    "number_power": _power,
    "number_log": _log,
    "number_erlang_c": _erlang_c,
}
for _name, _function in _FLOATS.items():
    _floats(_name, _function)


def _exact(name: str) -> None:
    """Register an operation on two numbers; what is beyond int64 is computed in float64 instead of wrapping around."""

    @kernel(name)
    def _(arguments: Arguments) -> pa.Array:
        left, right = arguments.array(0), arguments.values[1]
        if pa.types.is_integer(left.type) and pa.types.is_integer(right.type):
            try:
                return arrow.call(f"{name}_checked", left, right)
            except pa.ArrowInvalid:
                left, right = arrow.cast(left, pa.float64()), arrow.cast(right, pa.float64())
        return arrow.call(name, left, right)


for _name in ("add", "subtract", "multiply"):
    _exact(_name)


@kernel("number_pi")
def pi(arguments: Arguments) -> pa.Array:
    """The number pi."""
    return array(np.full(arguments.rows, math.pi))


@kernel("negate")
def negated(arguments: Arguments) -> pa.Array:
    """Numbers with the other sign; of 0 it is 0, without a sign."""
    return arrow.call("subtract", scalar(0, pa.int64()), arguments.array(0))


@kernel("number_modulo")
def modulo(arguments: Arguments) -> pa.Array:
    """The rest of a division with the sign of the left operand; null by zero."""
    left, right = values(arguments.array(0)), values(arguments.array(1))
    valid = arguments.valid()
    whole = left.dtype.kind == "i" and right.dtype.kind == "i"
    known = right != 0
    divisor = np.where(known, right, 1)
    if valid is not None:
        known = known & valid
    with np.errstate(invalid="ignore"):  # what stands under a null may be infinite
        rest = np.fmod(left, divisor)
    return array(rest.astype(np.int64 if whole else np.float64), known)


@kernel("number_round")
def rounded(arguments: Arguments) -> pa.Array:
    """Numbers with so many decimals, halves away from zero."""
    return _by_decimals(arguments, ROUND_HALF_UP)


@kernel("number_trunc")
def truncated(arguments: Arguments) -> pa.Array:
    """Numbers with so many decimals, the rest cut off."""
    return _by_decimals(arguments, ROUND_DOWN)


def _by_decimals(arguments: Arguments, rounding: str) -> pa.Array:
    numbers = values(arguments.array(0))
    digits = int(arguments.constant(1, 0) or 0)
    if numbers.dtype.kind == "i":
        if digits >= 0:
            return array(numbers, arguments.valid())
        exact = [int(_quantized(repr(int(each)), digits, rounding)) for each in numbers]
        return array(np.array(exact, np.int64), arguments.valid())
    return array(_round_floats(numbers, digits, rounding), arguments.valid())


def _round_floats(numbers: Array, digits: int, rounding: str) -> Array:
    """Round by the decimals that a number is written with.

    Scaling by a power of ten finds the same result wherever the scaled number is not close to a half (or, to be cut
    off, to a whole); only those that are close are rounded as decimals.
    """
    with np.errstate(all="ignore"):
        scale = 10.0 ** abs(digits)
        scaled = np.abs(numbers * scale if digits >= 0 else numbers / scale)
        whole = np.floor(scaled)
        rest = scaled - whole
        if rounding == ROUND_HALF_UP:
            close = np.abs(rest - 0.5) < 1e-3
            whole += rest >= 0.5
        else:
            close = (rest > 1 - 1e-3) | (rest < 1e-3)
        result = np.copysign(whole / scale if digits >= 0 else whole * scale, numbers) + 0.0
        close |= scaled >= 2.0**40
    for place in np.flatnonzero(close & np.isfinite(numbers)):
        result[place] = float(_quantized(repr(float(numbers[place])), digits, rounding)) + 0.0
    return result


def _quantized(number: str, digits: int, rounding: str) -> Decimal:
    return Decimal(number).quantize(Decimal(1).scaleb(-digits), rounding, _DECIMALS)
