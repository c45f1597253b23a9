"""Functions of texts. Meanings: `saql.functions.text` and `saql.functions.operators`.

Regular expressions are written in what RE2, Java's and Joni have in common: all of them take any mark with a backslash
before it for itself.
"""

from __future__ import annotations

import re

import ibis

from engine.ibis.errors import NotLoweredError
from engine.ibis.functions.math import finite, number
from engine.ibis.functions.operators import any_value
from engine.ibis.functions.registry import Call, lowering
from engine.ibis.stream import Value

_BLANKS = " \t\r"
_NUMBER = r"\A[ \t\n\r\f\x0B]*[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)[ \t\n\r\f\x0B]*\z"
_OCCURRENCES = 4
REFUSED = "is not a number"
"""What the message of a text that holds no number ends with."""


def pattern_of(text: str) -> str:
    """Return a text as a regular expression that stands for it alone."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


@lowering("text_concat")
def concat(call: Call) -> Value:
    """Texts one after the other."""
    return call.values[0] + call.values[1]


@lowering("text_like")
def like(call: Call) -> Value:
    """Whether texts have the form of a pattern of `%`, `_` and backslashes."""
    pattern = call.constant(1)
    if pattern is None:
        return ibis.null("boolean")
    form = rf"(?s)\A{_expression(pattern)}\z"
    return any_value(call.values[0], lambda text: text.re_search(form))


def _expression(pattern: str) -> str:
    parts: list[str] = []
    escaped = False
    for character in pattern:
        if escaped or character not in "%_\\":
            parts.append(pattern_of(character if character in "%_\\" or not escaped else "\\" + character))
            escaped = False
        elif character == "\\":
            escaped = True
        else:
            parts.append(".*" if character == "%" else ".")
    return "".join(parts) + (pattern_of("\\") if escaped else "")


@lowering("text_matches")
def matches(call: Call) -> Value:
    """Whether texts contain another, upper case being lower case."""
    searched = call.constant(1)
    if searched is None:
        return ibis.null("boolean")
    return any_value(call.values[0], lambda text: text.lower().contains(searched.lower()))


@lowering("text_starts_with")
def starts_with(call: Call) -> Value:
    """Whether texts start with another."""
    return call.values[0].startswith(call.values[1].nullif(""))


@lowering("text_ends_with")
def ends_with(call: Call) -> Value:
    """Whether texts end with another."""
    return call.values[0].endswith(call.values[1].nullif(""))


@lowering("utf8_length")
def length(call: Call) -> Value:
    """Numbers of characters."""
    return call.values[0].length().cast("int64")


@lowering("utf8_lower")
def lower(call: Call) -> Value:
    """Texts in lower case."""
    return call.values[0].lower()


@lowering("utf8_upper")
def upper(call: Call) -> Value:
    """Texts in upper case."""
    return call.values[0].upper()


@lowering("text_code_point")
def code_point(call: Call) -> Value:
    """The code points of first characters."""
    return call.dialect.code_point(call.values[0].nullif(""))


@lowering("text_of_code_point")
def of_code_point(call: Call) -> Value:
    """The characters with code points."""
    point = _whole(call.values[0])
    known = (point > 0) & (point <= 0x10FFFF) & ~((point >= 0xD800) & (point < 0xE000))
    return call.dialect.character(known.ifelse(point, ibis.null("int64")))


@lowering("text_index_of")
def index_of(call: Call) -> Value:
    """Places where texts are found in others, from 1; 0 where they are not."""
    text, searched = call.values[0].nullif(""), call.values[1].nullif("")
    position, occurrence = int(call.constant(2, 1) or 1), int(call.constant(3, 1) or 1)
    if occurrence > _OCCURRENCES:
        raise NotLoweredError(f"it looks for more than {_OCCURRENCES} occurrences")
    place: Value = number(position - 1)
    for _ in range(occurrence):
        after = text.substr(place, text.length()).find(searched) + 1
        place = place + after.nullif(0)
    missing = text.isnull() | searched.isnull()
    return missing.ifelse(ibis.null("int64"), ibis.coalesce(place.cast("int64"), number(0)))


@lowering("text_replace")
def replace(call: Call) -> Value:
    """Texts with each occurrence of a text replaced by another."""
    return call.values[0].replace(call.values[1].nullif(""), call.values[2])


@lowering("text_substr")
def substring(call: Call) -> Value:
    """Parts of texts from a position on."""
    text, position = call.values[0], _whole(call.values[1])
    size = text.length().cast("int64")
    start = (position > 0).ifelse(position - 1, size + position)
    outside = (position == 0) | (position.abs() > size)
    wanted = _whole(call.values[2]) if len(call) > 2 else size
    found = text.substr(outside.ifelse(0, start), (wanted >= 0).ifelse(wanted, 0))
    missing = text.isnull() | position.isnull() | wanted.isnull() | (wanted < 0)
    return ibis.cases((missing, ibis.null("string")), (outside, ibis.literal("")), else_=found)


def _whole(value: Value) -> Value:
    """Return numbers without their decimals."""
    if value.type().is_integer():
        return value.cast("int64")
    value = value.cast("float64")
    return (value < 0).ifelse(value.ceil(), value.floor()).cast("int64")


def _stripped(name: str, form: str) -> None:
    @lowering(name)
    def _(call: Call) -> Value:
        characters = call.constant(1, _BLANKS)
        if characters is None:
            return ibis.null("string")
        if not characters:
            return call.values[0]
        return call.values[0].re_replace(form.format(f"[{pattern_of(characters)}]+"), "")


_stripped("text_trim", r"\A{0}|{0}\z")
_stripped("text_ltrim", r"\A{0}")
_stripped("text_rtrim", r"{0}\z")


@lowering("number_or_null")
def number_or_null(call: Call) -> Value:
    """The numbers that texts hold, null where they hold none."""
    text = call.values[0]
    held = text.re_search(_NUMBER).ifelse(text, ibis.null("string"))
    return finite(held.strip().try_cast("float64"))


@lowering("text_to_number")
def to_number(call: Call) -> Value:
    """The numbers that texts hold; any other text ends the query, or is what is given for that."""
    text, found = call.values[0], number_or_null(call)
    wrong = text.notnull() & ~text.re_search(_NUMBER)
    if len(call) == 2:
        return wrong.ifelse(call.values[1].cast("float64"), found)
    return wrong.ifelse(call.dialect.fail(ibis.literal('the text "') + text.substr(0, 60) + f'" {REFUSED}'), found)
