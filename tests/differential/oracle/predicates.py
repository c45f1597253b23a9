"""Random security predicates: as text, and as plain Python that says which rows they admit."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from oracle.data import NUMBERS, TEXTS, TYPES

Row = Mapping[str, Any]
Fields = Mapping[str, str | tuple[str, ...]]

TEXT_COLUMNS = ("k", "Owner.Name", "it's", "d_Year")
NUMBER_COLUMNS = ("x", "n")
COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
BREAKING = ('" || true || "" == "', "\\", '\\"', "' || 'k' == 'k", "$User.Id", "*/ true /*", '"')
"""Texts that would admit rows if they were put into the text of a predicate."""

_texts = st.sampled_from((*TEXTS[:6], *TEXTS, *BREAKING, "2024", "2016"))
_numbers = st.sampled_from([each for each in NUMBERS if abs(each) < 1000] + [2, 3])


@dataclass(frozen=True)
class Predicate:
    """A predicate: its text, and whether it admits a row of somebody's."""

    text: str
    admits: Callable[[Row, Fields], bool]


def row(values: tuple[Any, ...]) -> Row:
    """Return a row by the names of its columns, with those that derive from others."""
    found = dict(zip(TYPES, values, strict=True))
    return {**found, "d_Year": found["d"] and f"{found['d'].year:04d}"}


def text(value: str) -> str:
    for sign, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t")):
        value = value.replace(sign, escaped)
    return f'"{value}"'


def column(name: str) -> str:
    return "'" + name.replace("\\", "\\\\").replace("'", "\\'") + "'"


fields: st.SearchStrategy[Fields] = st.fixed_dictionaries(
    {
        "Id": _texts,
        "Team.Name": st.one_of(_texts, st.just(())),
        "Regions__c": st.lists(_texts, max_size=3, unique=True).map(tuple),
        "Level": st.one_of(_numbers.map(str), st.just(())),
    }
)


def _many(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


def _compare(kind: str, found: Any, sign: str, value: Any) -> bool:
    """Say how a comparison ends: null compares with nothing, a list equals by one of its values."""
    if found is None or found == [] or value is None:
        return False
    if kind == "list":
        return (value in found) == (sign == "==")
    return COMPARED[sign](found, value)


def _comparison(name: str, kind: str, sign: str, literal: str | None, value: Any) -> Predicate:
    def admits(row: Row, fields: Fields) -> bool:
        if literal is not None:
            return _compare(kind, row[name], sign, value)
        own = _many(fields[value])
        known = (float(own[0]) if kind == "number" else own[0]) if own else None
        return _compare(kind, row[name], sign, known)

    written = f'"$User.{value}"' if literal is None else literal
    return Predicate(f"{column(name)} {sign} {written}", admits)


def _member(name: str, kind: str, literal: str | None, value: Any) -> Predicate:
    def admits(row: Row, fields: Fields) -> bool:
        values = [value] if literal is not None else list(_many(fields[value]))
        if kind == "number":
            values = list(map(float, values))
        return any(_compare(kind, row[name], "==", each) for each in values)

    written = f'"$User.{value}"' if literal is None else literal
    return Predicate(f"{column(name)} in [{written}]", admits)


def _constant(value: bool) -> Predicate:
    return Predicate(str(value).lower(), lambda row, fields: value)


def _both(sign: str, left: Predicate, right: Predicate) -> Predicate:
    def admits(row: Row, fields: Fields) -> bool:
        one, other = left.admits(row, fields), right.admits(row, fields)
        return (one and other) if sign == "&&" else (one or other)

    return Predicate(f"({left.text}) {sign} ({right.text})", admits)


_plain_texts = _texts.filter(lambda each: "$User." not in each)
_leaves = st.one_of(
    st.builds(
        lambda name, sign, value: _comparison(name, "text", sign, text(value), value),
        st.sampled_from(TEXT_COLUMNS),
        st.sampled_from(["==", "!="]),
        _plain_texts,
    ),
    st.builds(
        lambda name, sign, field: _comparison(name, "text", sign, None, field),
        st.sampled_from(TEXT_COLUMNS),
        st.sampled_from(["==", "!="]),
        st.sampled_from(["Id", "Team.Name"]),
    ),
    st.builds(
        lambda name, sign, value: _comparison(name, "number", sign, f"{value}", value),
        st.sampled_from(NUMBER_COLUMNS),
        st.sampled_from(list(COMPARED)),
        _numbers,
    ),
    st.builds(
        lambda name, sign: _comparison(name, "number", sign, None, "Level"),
        st.sampled_from(NUMBER_COLUMNS),
        st.sampled_from(list(COMPARED)),
    ),
    st.builds(
        lambda sign, value: _comparison("m", "list", sign, text(value), value),
        st.sampled_from(["==", "!="]),
        _plain_texts,
    ),
    st.builds(
        lambda name, field: _member(name, "list" if name == "m" else "text", None, field),
        st.sampled_from(["k", "it's", "m"]),
        st.sampled_from(["Regions__c", "Id"]),
    ),
    st.builds(lambda value: _member("n", "number", f"{value}", value), _numbers),
    st.builds(lambda: _member("x", "number", None, "Level")),
    st.booleans().map(_constant),
)
predicates: st.SearchStrategy[Predicate] = st.recursive(
    _leaves, lambda inner: st.builds(_both, st.sampled_from(["&&", "||"]), inner, inner), max_leaves=5
)
