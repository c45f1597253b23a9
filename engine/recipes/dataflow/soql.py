"""The where clause of a query in SOQL, as `complexFilterConditions` holds it.

Source: Salesforce's SOQL reference, "Condition Expression Syntax". Queries inside, `IN (SELECT ..)`, are refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from engine.recipes.dataflow.conditions import OPERATORS, Comparison, Condition, Group, Value, Word
from engine.recipes.dataflow.form import Form

_TOKEN = re.compile(
    r"""\s*(?:
    '(?P<text>(?:[^'\\]|\\.)*)'
    |(?P<sign><=|>=|!=|<>|=|<|>|\(|\)|,)
    |(?P<word>[^\s'(),=<>!]+)
    )""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
_DEEPEST = 60


class _Unreadable(Exception):
    """The clause can't be read; the message says why."""


def read_where(text: str, at: str, form: Form) -> Condition | None:
    """Read a where clause.

    Args:
        text: the clause, with or without the word WHERE.
        at: the JSON pointer to it.
        form: where to say what is wrong with it.

    Returns:
        The condition, or None after saying what is wrong.
    """
    try:
        return _Reader(_tokens(text), at).whole()
    except _Unreadable as error:
        hint = "A where clause in SOQL is like: StageName = 'Closed Won' AND CloseDate = THIS_YEAR."
        form.error(f"The condition can't be read: {error}.", hint, at)
        return None


def _tokens(text: str) -> list[Value]:
    """Return words and signs as words, texts as texts."""
    found: list[Value] = []
    place, end = 0, len(text.rstrip())
    while place < end:
        match = _TOKEN.match(text, place)
        if match is None or match.end() == place:
            raise _Unreadable(f"at '{text[place : place + 20].strip()}'")
        inner = match["text"]
        if inner is not None:
            found.append(_ESCAPE.sub(lambda each: _ESCAPES.get(each[1], each[1]), inner))
        else:
            found.append(Word(match["sign"] or match["word"]))
        place = match.end()
    return found


class _Reader:
    """Reads conditions from tokens, from left to right."""

    def __init__(self, tokens: list[Value], at: str) -> None:
        self._tokens = tokens
        self._at = at
        self._place = 0
        self._depth = 0

    def whole(self) -> Condition:
        """Return the condition that all tokens are."""
        if self._is("WHERE"):
            self._place += 1
        found = self._any()
        if self._place < len(self._tokens):
            raise _Unreadable(f"at '{_shown(self._tokens[self._place])}'")
        return found

    def _any(self) -> Condition:
        return self._chain("OR", lambda: self._chain("AND", self._one))

    def _chain(self, word: str, part: Callable[[], Condition]) -> Condition:
        found: list[Condition] = [part()]
        while self._is(word):
            self._place += 1
            found.append(part())
        return found[0] if len(found) == 1 else Group(word, tuple(found))

    def _one(self) -> Condition:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _Unreadable("its brackets are nested too deeply")
        try:
            if self._is("NOT"):
                self._place += 1
                return Group("NOT", (self._one(),))
            if self._is("("):
                self._place += 1
                inner = self._any()
                self._expect(")")
                return inner
            return self._comparison()
        finally:
            self._depth -= 1

    def _comparison(self) -> Condition:
        field = self._next("a field")
        if not isinstance(field, Word):
            raise _Unreadable(f"a field stands without quotes: '{field}'")
        function = None
        if self._is("("):
            function, field = field.text.upper(), self._argument()
        operator = self._word("an operator")
        if operator == "NOT":
            operator = f"NOT {self._word('IN')}"
        if operator not in OPERATORS:
            raise _Unreadable(f"there is no operator '{operator}'")
        return Comparison(field.text, operator, self._values(), self._at, function)

    def _argument(self) -> Word:
        """Return the field in the brackets of a function."""
        self._expect("(")
        field = self._next("a field")
        self._expect(")")
        if not isinstance(field, Word):
            raise _Unreadable(f"a field stands without quotes: '{field}'")
        return field

    def _values(self) -> tuple[Value, ...]:
        if not self._is("("):
            return (self._next("a value"),)
        self._place += 1
        if self._is("SELECT"):
            raise _Unreadable("a query inside a query is not supported; look the rows up with augment, then filter")
        found: list[Value] = []
        while True:
            found.append(self._next("a value"))
            if not self._is(","):
                break
            self._place += 1
        self._expect(")")
        return tuple(found)

    def _is(self, word: str) -> bool:
        if self._place >= len(self._tokens):
            return False
        token = self._tokens[self._place]
        return isinstance(token, Word) and token.text.upper() == word

    def _expect(self, word: str) -> None:
        if not self._is(word):
            raise _Unreadable(f"'{word}' is missing")
        self._place += 1

    def _word(self, what: str) -> str:
        token = self._next(what)
        return token.text.upper() if isinstance(token, Word) else token

    def _next(self, what: str) -> Value:
        if self._place >= len(self._tokens):
            raise _Unreadable(f"{what} is missing at its end")
        self._place += 1
        return self._tokens[self._place - 1]


def _shown(token: Value) -> str:
    return token.text if isinstance(token, Word) else token
