"""Functions of texts, run on distinct texts: the caller maps the results by code.

Meanings: `saql.functions.text` and `saql.functions.operators`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from engine.kernels import arrow
from engine.kernels.arrays import array, from_list, scalar
from engine.kernels.registry import Arguments, KernelError, Values, kernel

_BLANKS = " \t\r"
_NUMBER = re.compile(r"\s*[+-]?(\d+(\.\d*)?|\.\d+)\s*\Z", re.ASCII)
_LAST_CODE_POINT = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)


def _textwise(name: str, kind: pa.DataType, function: Callable[..., Any]) -> None:
    """Register a Python function of the values of one row; a null argument makes the result null."""

    @kernel(name)
    def _(arguments: Arguments) -> pa.Array:
        columns = [_cells(each, arguments.rows) for each in arguments.values]
        rows = zip(*columns, strict=True)
        return from_list([None if None in row else function(*row) for row in rows], kind)


def _cells(value: Values, rows: int) -> Sequence[Any]:
    return [value.as_py()] * rows if isinstance(value, pa.Scalar) else value.to_pylist()


@kernel("text_concat")
def concat(arguments: Arguments) -> pa.Array:
    """Texts one after the other."""
    return arrow.call("binary_join_element_wise", arguments.array(0), arguments.values[1], scalar("", pa.string()))


@kernel("text_like")
def like(arguments: Arguments) -> pa.Array:
    """Whether texts have the form of a pattern of `%`, `_` and backslashes."""
    pattern = arguments.constant(1)
    if pattern is None:
        return pa.nulls(arguments.rows, pa.bool_())
    form = re.compile(_expression(pattern), re.DOTALL)
    texts = arguments.array(0).to_pylist()
    return from_list([None if text is None else form.fullmatch(text) is not None for text in texts], pa.bool_())


def _expression(pattern: str) -> str:
    parts: list[str] = []
    escaped = False
    for character in pattern:
        if escaped or character not in "%_\\":
            parts.append(re.escape(character if character in "%_\\" or not escaped else "\\" + character))
            escaped = False
        elif character == "\\":
            escaped = True
        else:
            parts.append(".*" if character == "%" else ".")
    return "".join(parts) + ("\\\\" if escaped else "")


@kernel("text_matches")
def matches(arguments: Arguments) -> pa.Array:
    """Whether texts contain another, upper case being lower case."""
    searched = arguments.constant(1)
    if searched is None:
        return pa.nulls(arguments.rows, pa.bool_())
    folded = searched.lower()
    texts = arguments.array(0).to_pylist()
    return from_list([None if text is None else folded in text.lower() for text in texts], pa.bool_())


def _code_point(text: str) -> int | None:
    return ord(text[0]) if text else None


def _of_code_point(number: float) -> str | None:
    point = int(number)
    return chr(point) if 0 < point <= _LAST_CODE_POINT and point not in _SURROGATES else None


def _starts_with(text: str, prefix: str) -> bool | None:
    return text.startswith(prefix) if prefix else None


def _ends_with(text: str, suffix: str) -> bool | None:
    return text.endswith(suffix) if suffix else None


def _index_of(text: str, searched: str, position: float = 1, occurrence: float = 1) -> int | None:
    if not text or not searched:
        return None
    place = int(position) - 2
    for _ in range(int(occurrence)):
        place = text.find(searched, place + 1)
        if place < 0:
            return 0
    return place + 1


def _replace(text: str, searched: str, replacement: str) -> str | None:
    return text.replace(searched, replacement) if searched else None


def _substring(text: str, position: float, length: float | None = None) -> str | None:
    start = int(position)
    if length is not None and int(length) < 0:
        return None
    if start == 0 or abs(start) > len(text):
        return ""
    start = start - 1 if start > 0 else len(text) + start
    return text[start:] if length is None else text[start : start + int(length)]


for _name, _kind, _function in (
    ("text_code_point", pa.int64(), _code_point),
    ("text_of_code_point", pa.string(), _of_code_point),
    ("text_starts_with", pa.bool_(), _starts_with),
    ("text_ends_with", pa.bool_(), _ends_with),
    ("text_index_of", pa.int64(), _index_of),
    ("text_replace", pa.string(), _replace),
    ("text_substr", pa.string(), _substring),
    ("text_trim", pa.string(), lambda text, characters=_BLANKS: text.strip(characters) if characters else text),
    ("text_ltrim", pa.string(), lambda text, characters=_BLANKS: text.lstrip(characters) if characters else text),
    ("text_rtrim", pa.string(), lambda text, characters=_BLANKS: text.rstrip(characters) if characters else text),
):
    _textwise(_name, _kind, _function)


@kernel("text_to_number")
def to_number(arguments: Arguments) -> pa.Array:
    """The numbers that texts hold; where they hold none, what is given for that.

    Raises:
        KernelError: A text holds no number, and nothing is given.
    """
    texts = arguments.array(0).to_pylist()
    if len(arguments) == 2:
        pairs = zip(texts, arguments.array(1).to_pylist(), strict=True)
        found = [None if text is None else float(text) if _NUMBER.match(text) else other for text, other in pairs]
        return from_list(found, pa.float64())
    for text in texts:
        if text is not None and not _NUMBER.match(text):
            raise KernelError(f'the text "{text[:60]}" is not a number')
    return from_list([None if text is None else float(text) for text in texts], pa.float64())


@kernel("number_or_null")
def number_or_null(arguments: Arguments) -> pa.Array:
    """The numbers that texts hold, null where they hold none."""
    texts = arguments.array(0).to_pylist()
    return from_list(
        [float(text) if text is not None and _NUMBER.match(text) else None for text in texts], pa.float64()
    )


@kernel("number_text")
def number_text(arguments: Arguments) -> pa.Array:
    """Numbers as texts with all their digits."""
    numbers = arguments.array(0).to_pylist()
    return from_list([None if number is None else _digits(number) for number in numbers], pa.string())


def _digits(number: float) -> str:
    return str(number) if isinstance(number, int) else np.format_float_positional(number, trim="-")


@kernel("multivalue_join")
def join_values(arguments: Arguments) -> pa.Array:
    """All texts of lists, which are in order, with a delimiter between two."""
    lists = arguments.array(0)
    if lists.type == pa.string():
        return lists
    delimiter = arguments.constant(1, ", ")
    if delimiter is None:
        return pa.nulls(arguments.rows, pa.string())
    return from_list([delimiter.join(each) if each else None for each in lists.to_pylist()], pa.string())


@kernel("first_value")
def first_value(arguments: Arguments) -> pa.Array:
    """The first text of lists, which are in order."""
    return from_list([each[0] if each else None for each in arguments.array(0).to_pylist()], pa.string())


@kernel("boolean_text")
def of_boolean(arguments: Arguments) -> pa.Array:
    """`true` and `false` as texts."""
    return arrow.cast(arguments.array(0), pa.string())


@kernel("utf8_length")
def length(arguments: Arguments) -> pa.Array:
    """Numbers of characters."""
    return arrow.cast(arrow.call("utf8_length", arguments.array(0)), pa.int64())


@kernel("is_null")
def is_null(arguments: Arguments) -> pa.Array:
    """Whether there is no value; a list without texts is none."""
    tested = arguments.array(0)
    if not pa.types.is_list(tested.type):
        return arrow.call("is_null", tested)
    return array(np.array([not each for each in tested.to_pylist()], np.bool_))
