"""Functions of numbers. Where a result is not defined, or no finite float64, it is null."""

from __future__ import annotations

from saql.functions.define import Function, Parameter
from saql.types import Type

_NUMBER = (Parameter("number", (Type.NUMBER,)),)
_ANGLE = (Parameter("radians", (Type.NUMBER,)),)
_DIGITS = Parameter("digits", (Type.NUMBER,), optional=True, literal=True, minimum=-15, maximum=15)


def _math(
    name: str,
    summary: str,
    *examples: str,
    kernel: str,
    parameters: tuple[Parameter, ...] = _NUMBER,
    details: str = "",
) -> Function:
    return Function(
        name=name,
        spellings=(name,),
        parameters=parameters,
        returns=Type.NUMBER,
        family="math",
        summary=summary,
        details=details,
        examples=examples,
        kernel=kernel,
    )


MATH = (
    _math("abs", "The number without its sign.", "abs(-2.5) => 2.5", kernel="abs"),
    _math(
        "acos",
        "The angle, in radians, of a cosine.",
        "acos(1) => 0",
        "acos(2) => null",
        kernel="number_acos",
        details="Null outside -1 to 1.",
    ),
    _math(
        "asin",
        "The angle, in radians, of a sine.",
        "asin(0) => 0",
        "asin(2) => null",
        kernel="number_asin",
        details="Null outside -1 to 1.",
    ),
    _math("atan", "The angle, in radians, of a tangent.", "atan(0) => 0", kernel="atan"),
    _math(
        "ceil",
        "The least whole number that is not below the number.",
        "ceil(1.2) => 2",
        "ceil(-1.2) => -1",
        kernel="ceil",
    ),
    _math("cos", "The cosine of an angle.", "cos(0) => 1", kernel="cos", parameters=_ANGLE),
    _math(
        "degrees",
        "An angle in degrees.",
        "degrees(pi()) => 180",
        kernel="number_degrees",
        parameters=_ANGLE,
        details="radians * 180 / pi.",
    ),
    _math(
        "erlang_c",
        "The chance that a call has to wait, by Erlang's formula C.",
        "erlang_c(1, 0.5) => 0.5",
        kernel="number_erlang_c",
        parameters=(Parameter("agents", (Type.NUMBER,)), Parameter("intensity", (Type.NUMBER,))),
        details=(
            "With N agents (decimals dropped) and an intensity A: W / (W + sum over k from 0 to N - 1 of A^k / k!), "
            "where W is A^N / N! * N / (N - A). 1 where A >= N; null for N < 1 or A < 0. No documentation of CRM "
            "Analytics has it."
        ),
    ),
    _math(
        "exp",
        "e to the power of the number.",
        "exp(0) => 1",
        "exp(701) => null",
        kernel="number_exp",
        details="Null above 700.",
    ),
    _math(
        "floor",
        "The greatest whole number that is not above the number.",
        "floor(1.8) => 1",
        "floor(-1.2) => -2",
        kernel="floor",
    ),
    _math(
        "log",
        "The logarithm of the number to the base.",
        "log(10, 1000) => 3",
        "log(1, 5) => null",
        kernel="number_log",
        parameters=(Parameter("base", (Type.NUMBER,)), Parameter("number", (Type.NUMBER,))),
        details=(
            "Null where one of the two is not above 0, or the base is 1. Exact for whole powers of the base 2 and 10; "
            "else ln(number) / ln(base)."
        ),
    ),
    _math(
        "pi",
        "The number pi.",
        "round(pi(), 4) => 3.1416",
        kernel="number_pi",
        parameters=(),
    ),
    _math(
        "power",
        "The base to the power of the exponent.",
        "power(2, 10) => 1024",
        "power(0, -1) => null",
        "power(-8, 0.5) => null",
        kernel="number_power",
        parameters=(Parameter("base", (Type.NUMBER,)), Parameter("exponent", (Type.NUMBER,))),
        details="Null for base 0 with a negative exponent, and for a negative base with a broken exponent.",
    ),
    _math(
        "radians",
        "An angle in radians.",
        "radians(0) => 0",
        kernel="number_radians",
        parameters=(Parameter("degrees", (Type.NUMBER,)),),
        details="degrees * pi / 180.",
    ),
    _math(
        "round",
        "The number with so many decimals, halves away from zero.",
        "round(-1.2345) => -1",
        "round(2.355, 2) => 2.36",
        "round(-3455.8, -1) => -3460",
        kernel="number_round",
        parameters=(*_NUMBER, _DIGITS),
        details=(
            "Digits default to 0; negative ones count left of the point. The decimals of the number as it is written "
            "count, not those of its binary form: 2.355 with 2 digits is 2.36. Of a whole number, a whole number."
        ),
    ),
    _math(
        "sign",
        "-1, 0 or 1 as the number is below, at or above zero.",
        "sign(-3.5) => -1",
        kernel="sign",
    ),
    _math("sin", "The sine of an angle.", "sin(0) => 0", kernel="sin", parameters=_ANGLE),
    _math(
        "sqrt",
        "The square root.",
        "sqrt(9) => 3",
        "sqrt(-1) => null",
        kernel="number_sqrt",
        details="Null below 0.",
    ),
    _math("tan", "The tangent of an angle.", "tan(0) => 0", kernel="tan", parameters=_ANGLE),
    _math(
        "trunc",
        "The number with so many decimals, the rest cut off.",
        "trunc(-1.89) => -1",
        "trunc(2.359, 2) => 2.35",
        "trunc(1234, -2) => 1200",
        kernel="number_trunc",
        parameters=(*_NUMBER, _DIGITS),
        details=(
            "Digits default to 0; negative ones count left of the point. The decimals of the number as it is written "
            "count, as for round. Of a whole number, a whole number."
        ),
    ),
)
"""In alphabetical order."""
