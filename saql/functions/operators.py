"""Operators as functions, and the conversions that the checker puts in where types differ but are alike."""

from __future__ import annotations

from saql.functions.define import ANY, Function, Nulls, Parameter
from saql.types import Type

_NUMBER, _TEXT, _BOOLEAN = (Type.NUMBER,), (Type.TEXT,), (Type.BOOLEAN,)
_NUMBERS = (Parameter("left", _NUMBER), Parameter("right", _NUMBER))
_BOOLEANS = (Parameter("left", _BOOLEAN), Parameter("right", _BOOLEAN))
_ALIKE = (Parameter("left", ANY, same=True), Parameter("right", ANY, same=True))
_PATTERN = (
    Parameter("value", (Type.TEXT, Type.MULTIVALUE)),
    Parameter("pattern", _TEXT, literal=True),
)


def _arithmetic(name: str, symbol: str, summary: str, example: str, kernel: str, details: str = "") -> Function:
    return Function(
        name=name,
        symbol=symbol,
        parameters=_NUMBERS,
        returns=Type.NUMBER,
        family="operators",
        summary=summary,
        details=details,
        examples=(example,),
        kernel=kernel,
    )


def _comparison(name: str, symbol: str, summary: str, example: str) -> Function:
    return Function(
        name=name,
        symbol=symbol,
        parameters=_ALIKE,
        returns=Type.BOOLEAN,
        family="operators",
        summary=summary,
        details="Texts compare by code point, so upper case is not lower case; false comes before true.",
        examples=(example,),
        kernel=name,
    )


def _logic(
    name: str,
    symbol: str,
    parameters: tuple[Parameter, ...],
    summary: str,
    example: str,
    kernel: str,
) -> Function:
    return Function(
        name=name,
        symbol=symbol,
        parameters=parameters,
        returns=Type.BOOLEAN,
        family="operators",
        summary=summary,
        details="Null stands for unknown: false and null is false, true or null is true, else null gives null.",
        examples=(example,),
        kernel=kernel,
        nulls=Nulls.OWN,
    )


def _conversion(name: str, takes: Type, returns: Type, summary: str, example: str, details: str = "") -> Function:
    return Function(
        name=name,
        parameters=(Parameter("value", (takes,)),),
        returns=returns,
        family="conversions",
        summary=summary,
        details=details,
        examples=(example,),
        kernel=name,
    )


OPERATORS = (
    _arithmetic("add", "+", "The sum of two numbers.", "1 + 2 => 3", "add"),
    _arithmetic("subtract", "-", "The difference of two numbers.", "1 - 2 => -1", "subtract"),
    _arithmetic("multiply", "*", "The product of two numbers.", "2 * 3 => 6", "multiply"),
    _arithmetic(
        "divide",
        "/",
        "The quotient of two numbers, with decimals.",
        "3 / 2 => 1.5",
        "number_divide",
        "Always float64. Division by zero gives null.",
    ),
    _arithmetic(
        "modulo",
        "%",
        "The rest of a division.",
        "5 % 3 => 2",
        "number_modulo",
        "It has the sign of the left operand (-5 % 3 is -2). By zero it is null. int64 of two int64, else float64.",
    ),
    Function(
        name="negate",
        symbol="-",
        parameters=(Parameter("operand", _NUMBER),),
        returns=Type.NUMBER,
        family="operators",
        summary="The number with the other sign.",
        examples=("-(3) => -3",),
        kernel="negate",
    ),
    Function(
        name="concat",
        symbol="+",
        parameters=(Parameter("left", _TEXT), Parameter("right", _TEXT)),
        returns=Type.TEXT,
        family="operators",
        summary="Two texts, one after the other.",
        examples=('"2018" + "-01" => "2018-01"',),
        kernel="text_concat",
    ),
    _comparison("equal", "==", "Whether two values are equal.", '"a" == "A" => false'),
    _comparison("not_equal", "!=", "Whether two values differ.", "1 != 2 => true"),
    _comparison("less", "<", "Whether the left value comes first.", '"B" < "a" => true'),
    _comparison("less_equal", "<=", "Whether the left value does not come last.", "2 <= 2 => true"),
    _comparison("greater", ">", "Whether the left value comes last.", '"10" > "9" => false'),
    _comparison("greater_equal", ">=", "Whether the left value does not come first.", "2 >= 3 => false"),
    _logic("and", "and", _BOOLEANS, "Whether both hold.", "1 == 1 and 1 == 2 => false", "and_kleene"),
    _logic("or", "or", _BOOLEANS, "Whether one holds.", "1 == 1 or 1 == 2 => true", "or_kleene"),
    _logic(
        "not",
        "not",
        (Parameter("operand", _BOOLEAN),),
        "Whether it does not hold.",
        "!(1 == 2) => true",
        "invert",
    ),
    Function(
        name="is_null",
        symbol="is null",
        parameters=(Parameter("value", (*ANY, Type.MULTIVALUE)),),
        returns=Type.BOOLEAN,
        family="operators",
        summary="Whether there is no value.",
        details="True or false, never null. `is not null` is `not` of it. A multivalue without values is null.",
        examples=('"a" is null => false', "null is null => true"),
        kernel="is_null",
        nulls=Nulls.OWN,
    ),
    Function(
        name="like",
        symbol="like",
        parameters=_PATTERN,
        returns=Type.BOOLEAN,
        family="operators",
        summary="Whether a text has the form of a pattern.",
        details=(
            "`%` stands for any characters, also none, and `_` for exactly one; a backslash before either, or before "
            "a backslash, takes it literally. Upper case is not lower case. The pattern is for the whole text, line "
            "breaks included. Of a multivalue, whether one of its values has the form."
        ),
        examples=('"Bahamas" like "%a%a%" => true', '"Bahamas" like "bah%" => false'),
        kernel="text_like",
    ),
    Function(
        name="matches",
        symbol="matches",
        parameters=_PATTERN,
        returns=Type.BOOLEAN,
        family="operators",
        summary="Whether a text contains another, upper case being lower case.",
        details="No wildcards. Of a multivalue, whether one of its values contains it.",
        examples=('"ATLANTA" matches "la" => true', '"JFK" matches "la" => false'),
        kernel="text_matches",
    ),
)
"""Operators, by name; `+` is `add` or `concat`, the one-sided `-` is `negate`."""

CONVERSIONS = (
    _conversion(
        "date_text",
        Type.DATE,
        Type.TEXT,
        "An instant as text in ISO form, in UTC, with milliseconds.",
        'date_text(toDate("2018-02-25 00:00:03")) => "2018-02-25T00:00:03.000Z"',
        "The year has at least four digits.",
    ),
    _conversion(
        "day_text",
        Type.DAY,
        Type.TEXT,
        "A day as text in ISO form.",
        'day_text(toDateOnly("2018-02-25", "yyyy-MM-dd")) => "2018-02-25"',
    ),
    _conversion(
        "boolean_text",
        Type.BOOLEAN,
        Type.TEXT,
        "A truth value as the text `true` or `false`.",
        'boolean_text(1 == 1) => "true"',
    ),
    _conversion(
        "day_start",
        Type.DAY,
        Type.DATE,
        "The first instant of a day, in the query's time zone.",
        'date_text(day_start(toDateOnly("2018-02-25", "yyyy-MM-dd"))) => "2018-02-25T00:00:00.000Z"',
    ),
    _conversion(
        "day_of",
        Type.DATE,
        Type.DAY,
        "The day of an instant, in the query's time zone.",
        'day_text(day_of(toDate("2018-02-25 23:59:59"))) => "2018-02-25"',
    ),
    _conversion(
        "number_or_null",
        Type.TEXT,
        Type.NUMBER,
        "The number that a text holds, null where it holds none.",
        'number_or_null("12.5") => 12.5',
        "float64. What string_to_number() reads is a number.",
    ),
    _conversion(
        "number_text",
        Type.NUMBER,
        Type.TEXT,
        "A number as text with all its digits, a whole one without a point.",
        'number_text(12.50) => "12.5"',
        "No exponent, no separators: string_to_number() gives the number back.",
    ),
    _conversion(
        "first_value",
        Type.MULTIVALUE,
        Type.TEXT,
        "The first value of a multivalue in ascending order, as a plain projection shows it.",
        'first_value(["b", "a"]) => "a"',
        "Null where it has none.",
    ),
)
"""What the checker puts in: a date where a text is wanted, and so on. Queries can't call these."""
