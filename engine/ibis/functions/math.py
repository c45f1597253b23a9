"""Functions of numbers; a result that is no finite number is null. Meanings: `saql.functions.math`, `.operators`."""

from __future__ import annotations

import math
from collections.abc import Callable

import ibis

from engine.ibis.functions.registry import Call, lowering
from engine.ibis.stream import Value


def number(value: float) -> Value:
    """Return a constant as it is: databases take a decimal point for an exact decimal, and small numbers for int32."""
    if isinstance(value, int) and -(1 << 63) <= value < 1 << 63:
        return ibis.literal(str(value)).cast("int64")
    return ibis.literal(repr(float(value))).cast("float64")


def finite(value: Value) -> Value:
    """Return float64 with null in the place of infinity.

    Sums, products and quotients go without: databases write the value down twice for it, and do so at each level.
    What is infinite in a result is null all the same (`engine.ibis.frames`).
    """
    return value.nullif(ibis.literal(math.inf)).nullif(ibis.literal(-math.inf))


def _where(condition: Value, value: Value) -> Value:
    return condition.ifelse(value, ibis.null("float64"))


def _floats(name: str, function: Callable[..., Value]) -> None:
    @lowering(name)
    def _(call: Call) -> Value:
        return function(*(each.cast("float64") for each in call.values))


def _within(value: Value, function: Callable[[Value], Value]) -> Value:
    return function(_where((value >= -1) & (value <= 1), value))


def _power(base: Value, exponent: Value) -> Value:
    broken = (base < 0) & (exponent != exponent.floor())
    return finite(_where(~(broken | ((base == 0) & (exponent < 0))), base) ** exponent)


def _log(base: Value, value: Value) -> Value:
    known = (base > 0) & (value > 0) & (base != 1)
    base, value = _where(known, base), _where(known, value)
    return ibis.cases((base == 10, value.log10()), (base == 2, value.log2()), else_=value.ln() / base.ln())


_FLOATS: dict[str, Callable[..., Value]] = {
    "number_divide": lambda left, right: left / right.nullif(number(0.0)),
    "number_acos": lambda value: _within(value, lambda each: each.acos()),
    "number_asin": lambda value: _within(value, lambda each: each.asin()),
    "ceil": lambda value: value.ceil().cast("float64"),
    "floor": lambda value: value.floor().cast("float64"),
    "atan": lambda value: value.atan(),
    "sin": lambda value: value.sin(),
    "cos": lambda value: value.cos(),
    "tan": lambda value: value.tan(),
    "number_sqrt": lambda value: _where(value >= 0, value).sqrt(),
    "number_degrees": lambda radians: radians * number(180.0) / number(math.pi),
    "number_radians": lambda degrees: degrees * number(math.pi) / number(180.0),
    "number_exp": lambda value: _where(value <= 700, value).exp(),
    "number_power": _power,
    "number_log": _log,
}
for _name, _function in _FLOATS.items():
    _floats(_name, _function)


def _exact(name: str, function: Callable[[Value, Value], Value]) -> None:
    @lowering(name)
    def _(call: Call) -> Value:
        left, right = call.values
        if left.type().is_integer() and right.type().is_integer():
            return function(left, right).cast("int64")
        return function(left.cast("float64"), right.cast("float64"))


_exact("add", lambda left, right: left + right)
_exact("subtract", lambda left, right: left - right)
_exact("multiply", lambda left, right: left * right)


@lowering("negate")
def negated(call: Call) -> Value:
    """Numbers with the other sign; of 0 it is 0, without a sign."""
    value = call.values[0]
    return number(0) - value if value.type().is_integer() else number(0.0) - value.cast("float64")


@lowering("number_pi")
def pi(_call: Call) -> Value:
    """The number pi."""
    return number(math.pi)


@lowering("number_modulo")
def modulo(call: Call) -> Value:
    """The rest of a division with the sign of the left operand; null by zero."""
    left, right = call.values
    if left.type().is_integer() and right.type().is_integer():
        return (left % right.nullif(number(0))).cast("int64")
    left, right = left.cast("float64"), right.cast("float64")
    return left % right.nullif(number(0.0))


@lowering("abs")
def absolute(call: Call) -> Value:
    """Numbers without their signs."""
    return call.values[0].abs()


@lowering("sign")
def sign(call: Call) -> Value:
    """-1, 0 or 1."""
    value = call.values[0]
    of = number if value.type().is_integer() else lambda each: number(float(each))
    return ibis.cases((value > 0, of(1)), (value < 0, of(-1)), (value == 0, of(0)))


@lowering("number_round")
def rounded(call: Call) -> Value:
    """Numbers with so many decimals, halves away from zero."""
    value, digits = call.values[0], int(call.constant(1, 0) or 0)
    if value.type().is_integer():
        return value if digits >= 0 else _to_tens(value, digits, 5)
    return _rounded(value, digits, call)


@lowering("number_trunc")
def truncated(call: Call) -> Value:
    """Numbers with so many decimals, the rest cut off."""
    value, digits = call.values[0], int(call.constant(1, 0) or 0)
    if value.type().is_integer():
        return value if digits >= 0 else _to_tens(value, digits, 0)
    near = _rounded(value, digits, call)
    step = ibis.cases((value < 0, number(-(10.0**-digits))), else_=number(10.0**-digits))
    return (near.abs() > value.abs()).ifelse(_rounded(near - step, digits, call), near)


def _rounded(value: Value, digits: int, call: Call) -> Value:
    return call.dialect.rounded(value.cast("float64"), digits).cast("float64")


def _to_tens(value: Value, digits: int, half: int) -> Value:
    """Return whole numbers to tens, hundreds, .., of which `half` tenths count as one more."""
    step = 10**-digits
    size = value.abs() + number(half * step // 10)
    size = size - size % number(step)
    return (value < 0).ifelse(number(0) - size, size).cast("int64")
