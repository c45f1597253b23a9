"""Boolean filter logic: `1 AND (2 OR 3)`, where a number is the place of a filter, from 1."""

from __future__ import annotations

import re
from collections.abc import Sequence

_TOKEN = re.compile(r"\s*(?:(\d+)|(and|&&)|(or|\|\|)|(not|!)|([()]))", re.IGNORECASE)
_KINDS = ("number", "and", "or", "not", "bracket")

Token = tuple[str, str]


def combine(conditions: Sequence[str | None], logic: str | None) -> str | None:
    """Join conditions to one.

    Args:
        conditions: SAQL conditions by their place; None is one that restricts nothing.
        logic: how they are joined. None, and a logic that can't be read, joins all by `and`.

    Returns:
        The condition, or None where nothing is restricted.
    """
    read = None if logic is None else _Reader(conditions, _tokens(logic)).read()
    if read is not None:
        return read[0]
    present = [each for each in conditions if each is not None]
    return " && ".join(present) if present else None


def _tokens(logic: str) -> list[Token]:
    tokens: list[Token] = []
    place = 0
    while place < len(logic.rstrip()):
        match = _TOKEN.match(logic, place)
        if match is None:
            return []
        kind = match.lastindex or 0
        tokens.append((_KINDS[kind - 1], match.group(kind)))
        place = match.end()
    return tokens


class _Unreadable(Exception):
    """The logic is not of the grammar, or names a filter that is not there."""


class _Reader:
    """Reads tokens by recursive descent: or binds looser than and, and looser than not."""

    def __init__(self, conditions: Sequence[str | None], tokens: list[Token]) -> None:
        self._conditions = conditions
        self._tokens = tokens
        self._place = 0

    def read(self) -> tuple[str | None] | None:
        """Return the condition in a tuple, or None where the logic can't be read."""
        if not self._tokens:
            return None
        try:
            condition = self._either()
        except _Unreadable:
            return None
        return (condition,) if self._place == len(self._tokens) else None

    def _either(self) -> str | None:
        operands = [self._both()]
        while self._take("or"):
            operands.append(self._both())
        if None in operands:  # one of them always holds
            return None
        return _joined([each for each in operands if each is not None], " || ")

    def _both(self) -> str | None:
        operands = [self._one()]
        while self._take("and"):
            operands.append(self._one())
        present = [each for each in operands if each is not None]
        return _joined(present, " && ") if present else None

    def _one(self) -> str | None:
        if self._take("not"):
            operand = self._one()
            return None if operand is None else f"!({operand})"
        if self._take("bracket", "("):
            inner = self._either()
            if not self._take("bracket", ")"):
                raise _Unreadable
            return inner
        digits = self._take("number")
        if digits is None or not 1 <= int(digits) <= len(self._conditions):
            raise _Unreadable
        return self._conditions[int(digits) - 1]

    def _take(self, kind: str, spelling: str | None = None) -> str | None:
        if self._place < len(self._tokens):
            found, text = self._tokens[self._place]
            if found == kind and spelling in (None, text):
                self._place += 1
                return text
        return None


def _joined(operands: list[str], operator: str) -> str:
    return operands[0] if len(operands) == 1 else f"({operator.join(operands)})"
