"""Words that diagnostics share: types as an admin calls them, and close matches."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

from saql.types import Type

_TYPES = {
    Type.TEXT: "a text",
    Type.NUMBER: "a number",
    Type.BOOLEAN: "a condition",
    Type.DATE: "a date",
    Type.DAY: "a day",
    Type.MULTIVALUE: "a multivalue",
    Type.NULL: "null",
    Type.ERROR: "nothing",
}


def a_type(kind: Type) -> str:
    """Return a type with its article: `a number`."""
    return _TYPES[kind]


def one_of(kinds: Sequence[Type]) -> str:
    """Return types as a choice: `a text or a multivalue`."""
    return alternatives([_TYPES[each] for each in kinds])


def alternatives(words: Sequence[str]) -> str:
    """Return words as a choice: `a, b or c`."""
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last


def as_field(text: str) -> str:
    """Return the hint that a text in double quotes would be a field in single ones."""
    name = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"a field stands in single quotes: '{name}'"


def did_you_mean(name: str, known: Iterable[str], quote: str = "'") -> tuple[str, ...]:
    """Return a hint with the known names that are close to a misspelt one, or none.

    A name that differs only in its case is the closest.
    """
    names = list(known)
    folded = name.casefold()
    close = [each for each in names if each.casefold() == folded and each != name]
    close = close or difflib.get_close_matches(name, names, n=3, cutoff=0.7)
    if not close:
        return ()
    return (f"did you mean {alternatives([f'{quote}{each}{quote}' for each in close[:3]])}?",)


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: `1 argument`, `2 arguments`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
