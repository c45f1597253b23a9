"""SOQL read: the text of a query to its parts. A subset: one object, its own fields, comparisons, order, limits.

The grammar is that of "SOQL SELECT Syntax" in Salesforce's SOQL and SOSL Reference.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TypeAlias

from connectors.standins.salesforce.refusals import Refusal

Literal: TypeAlias = str | int | float | bool | dt.datetime | dt.date | None
_COMPARISONS = ("=", "!=", "<>", "<=", ">=", "<", ">")
_TOKEN = re.compile(
    r"""\s+
    |(?P<text>'(?:[^'\\]|\\.)*')
    |(?P<moment>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d))
    |(?P<date>\d{4}-\d\d-\d\d)
    |(?P<number>[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)
    |(?P<word>[A-Za-z_][\w.]*)
    |(?P<sign><=|>=|!=|<>|[=<>(),])""",
    re.VERBOSE,
)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "N": "\n", "R": "\r", "T": "\t"}


@dataclass(frozen=True, slots=True)
class Name:
    """A field as the query has it, and at which character."""

    text: str
    at: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """A field next to a value. The sign is one of = != < <= > >= LIKE IN NOT IN; of IN there are several values."""

    field: Name
    sign: str
    values: tuple[Literal, ...]


@dataclass(frozen=True, slots=True)
class Joined:
    """Conditions of which all (AND) or any (OR) hold."""

    word: str
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Negated:
    """A condition that must not hold."""

    part: Condition


Condition: TypeAlias = Comparison | Joined | Negated


@dataclass(frozen=True, slots=True)
class Order:
    """A field that rows are sorted by."""

    field: Name
    descending: bool
    nulls_last: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A query.

    Args:
        text: the query as it came.
        fields: what is selected; empty where rows are counted.
        counted: the field of COUNT(field); "" for COUNT(); None where rows are selected.
        object: the object.
        where: which rows.
        order: how they are sorted.
        limit: how many at most.
        offset: how many are left out first.
    """

    text: str
    fields: tuple[Name, ...]
    counted: str | None
    object: Name
    where: Condition | None
    order: tuple[Order, ...]
    limit: int | None
    offset: int


def read_query(text: str) -> Query:
    """Return the parts of a query; the refusal MALFORMED_QUERY where it is none."""
    return _Reader(text).query()


def pointed(text: str, at: int, message: str) -> str:
    """Return a message with the place that it is about, as Salesforce writes it."""
    around = " ".join(text[max(0, at - 30) : at + 30].splitlines())
    return f"\n{around}\n{'^':>{min(at, 30) + 1}}\nERROR at Row:1:Column:{at + 1}\n{message}"


class _Reader:
    """Reads tokens from the left: each method takes what it knows and leaves the rest."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = self._split()
        self._place = 0

    def query(self) -> Query:
        self._expect("SELECT")
        counted, fields = self._selected()
        self._expect("FROM")
        object = self._name()
        where = self._any() if self._take("WHERE") else None
        order = self._order() if self._take("ORDER") else ()
        limit = self._whole() if self._take("LIMIT") else None
        offset = self._whole() if self._take("OFFSET") else 0
        if self._peek()[0] != "end":
            self._refuse()
        return Query(
            text=self._text,
            fields=fields,
            counted=counted,
            object=object,
            where=where,
            order=order,
            limit=limit,
            offset=offset,
        )

    def _selected(self) -> tuple[str | None, tuple[Name, ...]]:
        first = self._name()
        if first.text.upper() == "COUNT" and self._take("("):
            counted = "" if self._peek()[1] == ")" else self._name().text
            self._expect(")")
            if self._peek()[0] == "word" and self._peek()[1].upper() != "FROM":
                self._next()
            return counted, ()
        names = [first]
        while self._take(","):
            names.append(self._name())
        return None, tuple(names)

    def _any(self) -> Condition:
        """A condition: AND and OR are not mixed without parentheses."""
        parts = [self._one()]
        word = "OR" if self._peek()[1].upper() == "OR" else "AND"
        while self._take(word):
            parts.append(self._one())
        return Joined(word, tuple(parts)) if len(parts) > 1 else parts[0]

    def _one(self) -> Condition:
        if self._take("NOT"):
            return Negated(self._one())
        if self._take("("):
            inner = self._any()
            self._expect(")")
            return inner
        field = self._name()
        return Comparison(field, *self._compared())

    def _compared(self) -> tuple[str, tuple[Literal, ...]]:
        kind, text, _ = self._peek()
        if text in _COMPARISONS:
            self._next()
            return ("!=" if text == "<>" else text), (self._literal(),)
        if kind == "word" and self._take("LIKE"):
            return "LIKE", (self._literal(),)
        negated = self._take("NOT")
        self._expect("IN")
        self._expect("(")
        values = [self._literal()]
        while self._take(","):
            values.append(self._literal())
        self._expect(")")
        return ("NOT IN" if negated else "IN"), tuple(values)

    def _order(self) -> tuple[Order, ...]:
        self._expect("BY")
        found = [self._ordered()]
        while self._take(","):
            found.append(self._ordered())
        return tuple(found)

    def _ordered(self) -> Order:
        field = self._name()
        descending = self._take("DESC")
        if not descending:
            self._take("ASC")
        last = False
        if self._take("NULLS"):
            last = self._take("LAST")
            if not last:
                self._expect("FIRST")
        return Order(field, descending, last)

    def _literal(self) -> Literal:
        kind, text, at = self._next()
        if kind == "text":
            return re.sub(r"\\(.)", lambda match: _ESCAPES.get(match[1], match[1]), text[1:-1], flags=re.DOTALL)
        if kind == "moment":
            return dt.datetime.fromisoformat(text)
        if kind == "date":
            return dt.date.fromisoformat(text)
        if kind == "number":
            return int(text) if re.fullmatch(r"[+-]?\d+", text) else float(text)
        words: dict[str, Literal] = {"TRUE": True, "FALSE": False, "NULL": None}
        if kind == "word" and text.upper() in words:
            return words[text.upper()]
        raise self._unexpected(text, at)

    def _whole(self) -> int:
        kind, text, at = self._next()
        if kind != "number" or not text.isdigit():
            raise self._unexpected(text, at)
        return int(text)

    def _name(self) -> Name:
        kind, text, at = self._next()
        if kind != "word":
            raise self._unexpected(text, at)
        return Name(text, at)

    def _peek(self) -> tuple[str, str, int]:
        return self._tokens[self._place] if self._place < len(self._tokens) else ("end", "<EOF>", len(self._text))

    def _next(self) -> tuple[str, str, int]:
        found = self._peek()
        self._place += 1
        return found

    def _take(self, word: str) -> bool:
        kind, text, _ = self._peek()
        taken = kind in ("word", "sign") and text.upper() == word
        self._place += taken
        return taken

    def _expect(self, word: str) -> None:
        if not self._take(word):
            self._refuse()

    def _refuse(self) -> None:
        _, text, at = self._peek()
        raise self._unexpected(text, at)

    def _unexpected(self, text: str, at: int) -> Refusal:
        return Refusal("MALFORMED_QUERY", pointed(self._text, at, f"unexpected token: '{text}'"))

    def _split(self) -> list[tuple[str, str, int]]:
        found, at = [], 0
        while at < len(self._text):
            match = _TOKEN.match(self._text, at)
            if match is None:
                raise self._unexpected(self._text[at], at)
            if match.lastgroup is not None:
                found.append((match.lastgroup, match[0], at))
            at = match.end()
        return found
