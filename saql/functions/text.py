"""Functions of texts. Characters are Unicode code points; places are counted from 1."""

from __future__ import annotations

from saql.functions.define import Function, Nulls, Parameter
from saql.types import Type

_TEXT = Parameter("text", (Type.TEXT,))
_STRIPPED = Parameter("characters", (Type.TEXT,), optional=True)
_NUMBER = Parameter("number", (Type.NUMBER,))


def _text(
    name: str,
    summary: str,
    *examples: str,
    kernel: str,
    parameters: tuple[Parameter, ...] = (_TEXT,),
    returns: Type = Type.TEXT,
    details: str = "",
    nulls: Nulls = Nulls.PROPAGATE,
) -> Function:
    return Function(
        name=name,
        spellings=(name,),
        parameters=parameters,
        returns=returns,
        family="text",
        summary=summary,
        details=details,
        nulls=nulls,
        examples=examples,
        kernel=kernel,
    )


def _affix(name: str, part: str, summary: str, *examples: str) -> Function:
    return _text(
        name,
        summary,
        *examples,
        kernel=f"text_{name}",
        parameters=(_TEXT, Parameter(part, (Type.TEXT,))),
        returns=Type.BOOLEAN,
        details=f"Upper case is not lower case. Null where the {part} is empty.",
    )


def _strip(name: str, where: str, *examples: str) -> Function:
    return _text(
        name,
        f"The text without the characters given at its {where}.",
        *examples,
        kernel=f"text_{name}",
        parameters=(_TEXT, _STRIPPED),
        details="The characters are a set, in any order; by default space, tab and carriage return.",
    )


TEXT = (
    _text(
        "ascii",
        "The code point of the first character.",
        'ascii("a") => 97',
        kernel="text_code_point",
        returns=Type.NUMBER,
        details="Null of an empty text.",
    ),
    _text(
        "chr",
        "The character with the code point.",
        'chr(97) => "a"',
        kernel="text_of_code_point",
        parameters=(_NUMBER,),
        details="Decimals are dropped. Null for what is no code point: below 1, a surrogate, above 1114111.",
    ),
    _affix("ends_with", "suffix", "Whether the text ends with another.", 'ends_with("FIT", "T") => true'),
    _text(
        "index_of",
        "The place where a text is found in another, 0 where it is not.",
        'index_of("Hawaii", "a", 3) => 4',
        'index_of("Hawaii", "a", 3, 2) => 0',
        'index_of("", "i") => null',
        kernel="text_index_of",
        parameters=(
            _TEXT,
            Parameter("searched", (Type.TEXT,)),
            Parameter("position", (Type.NUMBER,), optional=True, literal=True, minimum=1),
            Parameter("occurrence", (Type.NUMBER,), optional=True, literal=True, minimum=1),
        ),
        returns=Type.NUMBER,
        details=(
            "Counted from 1. The search starts at the position and gives the occurrence, both 1 by default; "
            "occurrences may overlap. Null where the text or what is searched is empty."
        ),
    ),
    _text(
        "len",
        "The number of characters.",
        'len(" rocket ") => 8',
        'len("") => 0',
        kernel="utf8_length",
        returns=Type.NUMBER,
    ),
    _text("lower", "The text in lower case.", 'lower("JAVA") => "java"', kernel="utf8_lower"),
    _strip("ltrim", "start", 'ltrim("__c__val__", "_") => "c__val__"', 'ltrim("  a ") => "a "'),
    _text(
        "mv_to_string",
        "All values of a multivalue as one text, in ascending order.",
        'mv_to_string(["b", "a"]) => "a, b"',
        kernel="multivalue_join",
        parameters=(
            Parameter("values", (Type.MULTIVALUE, Type.TEXT)),
            Parameter("delimiter", (Type.TEXT,), optional=True, literal=True),
        ),
        details="Between two values stands the delimiter, by default a comma and a space. A text comes back as it is.",
    ),
    _text(
        "number_to_string",
        "A number as text, by a format.",
        'number_to_string(1234.56, "####.#") => "1234.6"',
        'number_to_string(12000, "#,###") => "12,000"',
        'number_to_string(12200000, "0.0,,") => "12.2"',
        'number_to_string(0.03457, "#.00%") => "3.46%"',
        'number_to_string(-12.3, "$#.00;($#.00)") => "($12.30)"',
        'number_to_string(-32, "+;-") => "-"',
        kernel="number_format",
        parameters=(_NUMBER, Parameter("format", (Type.TEXT,), literal=True)),
        details=(
            "`0` is a digit that is always shown, `#` one that is not, `.` the point. A comma between digits groups "
            "thousands, each comma after the last digit divides by 1000. `%` multiplies by 100 and stays. Other "
            "characters are themselves. After `;` stands the form of negative numbers, which then lose their sign; "
            "without it they get a `-` in front. Rounds to the digits shown, halves away from zero, as round does."
        ),
    ),
    _text(
        "replace",
        "The text with each occurrence of a text replaced by another.",
        'replace("a-b-c", "-", "+") => "a+b+c"',
        'replace("abc", "", "x") => null',
        kernel="text_replace",
        parameters=(_TEXT, Parameter("searched", (Type.TEXT,)), Parameter("replacement", (Type.TEXT,))),
        details="Upper case is not lower case. Null where what is searched is empty.",
    ),
    _strip("rtrim", "end", 'rtrim("val__", "_") => "val"', 'rtrim(" a  ") => " a"'),
    _affix("starts_with", "prefix", "Whether the text starts with another.", 'starts_with("FIT", "F") => true'),
    _text(
        "string_to_number",
        "The number that a text holds.",
        'string_to_number("12345") => 12345',
        'string_to_number("-1.5") => -1.5',
        'string_to_number("n/a", 0) => 0',
        kernel="text_to_number",
        parameters=(_TEXT, Parameter("otherwise", (Type.NUMBER,), optional=True)),
        returns=Type.NUMBER,
        details=(
            "An optional sign, digits, an optional point with digits; spaces around it do not matter. Any "
            "other text, with thousands separators for instance, is an error that ends the query, or what is given "
            "for that, which CRM Analytics can't be given; null stays null."
        ),
        nulls=Nulls.OWN,
    ),
    _text(
        "substr",
        "The part of the text from a position on.",
        'substr("CRM", 1, 2) => "CR"',
        'substr("CRM", -2) => "RM"',
        'substr("CRM", 4, 1) => ""',
        kernel="text_substr",
        parameters=(
            _TEXT,
            Parameter("position", (Type.NUMBER,)),
            Parameter("length", (Type.NUMBER,), optional=True),
        ),
        details=(
            "Counted from 1; a negative position counts from the end. Position 0, or one beyond the text in either "
            "direction, gives an empty text. A negative length gives null; without one, all up to the end. Decimals "
            "are dropped."
        ),
    ),
    _strip("trim", "start and end", 'trim("abcMyStringabc", "abc") => "MyString"', 'trim("  a ") => "a"'),
    _text("upper", "The text in upper case.", 'upper("abc") => "ABC"', kernel="utf8_upper"),
)
"""In alphabetical order."""
