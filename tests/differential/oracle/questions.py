"""Random questions: streams of every kind, one inside the other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from oracle.choose import Choose
from oracle.groups import cogroup, group
from oracle.rows import RowTerms
from oracle.streams import Augment, Cut, Filter, Foreach, Join, Known, Load, Question, Stream, Union
from oracle.terms import BOOLEAN, DATE, DAY, MULTIVALUE, NUMBER, TEXT, is_exact
from oracle.writers import Key

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "America/Sao_Paulo", "Pacific/Auckland")
NOW = dt.datetime(2024, 5, 20, 12, tzinfo=dt.UTC)
QUESTIONS = 10
"""How many are asked of each pair of datasets."""

LOADED = (
    *(Known("k", TEXT), Known("Owner.Name", TEXT), Known("it's", TEXT), Known("x", NUMBER), Known("n", NUMBER)),
    *(Known("d", DATE), Known("e", DAY), Known("m", MULTIVALUE)),
    *(Known(f"d_{part}", TEXT) for part in ("Year", "Quarter", "Month", "Week", "Day", "Hour", "Year_Fiscal")),
    *(Known(f"d_{part}", TEXT) for part in ("Quarter_Fiscal", "Month_Fiscal", "Week_Fiscal", "Minute", "Second")),
    *(Known(f"e_{part}", TEXT) for part in ("Year", "Month", "Day")),
    *(Known("d_day_epoch", NUMBER), Known("e_day_epoch", NUMBER)),
)
KEYS = {TEXT: ("k", "Owner.Name", "it's", "d_Year", "e_Month"), NUMBER: ("x", "n"), DAY: ("e",)}
"""Fields by which rows of both datasets find each other."""
SORTED = (TEXT, NUMBER, DATE, DAY)


def loaded(choose: Choose, dataset: str = "deals") -> Stream:
    """Return a dataset, filtered or not."""
    stream: Stream = Load(LOADED, True, dataset)
    for _ in range(max(choose.number(5) - 3, 0)):
        stream = Filter(stream.fields, stream.ordered, stream, RowTerms(choose, stream.fields).boolean(2))
    return stream


def projected(choose: Choose, source: Stream, kinds: tuple[str, ...] | None = None) -> Foreach:
    """Return a foreach of rows, of the kinds asked for or of any."""
    terms = RowTerms(choose, source.fields)
    there = {each.kind for each in source.fields}
    free = [TEXT, NUMBER, BOOLEAN, *(kind for kind in (DATE, DAY) if kind in there)]
    wanted = kinds or tuple(choose.one(free) for _ in range(1 + choose.number(3)))
    items = tuple((f"c{place}", terms.of(kind, 2)) for place, kind in enumerate(wanted))
    fields = tuple(Known(name, kind, is_exact(term)) for (name, term), kind in zip(items, wanted, strict=True))
    return Foreach(fields, source.ordered, source, items)


def cut(choose: Choose, source: Stream) -> Stream:
    """Return the source in order, and less of it; as it is where its order is not certain."""
    if not all(each.exact and each.kind in SORTED for each in source.fields):
        return source
    terms = RowTerms(choose, source.fields)
    keys = [
        Key(terms.field(each), choose.maybe(), choose.one((None, True, False)))
        for each in choose.some(source.fields, len(source.fields), len(source.fields))
    ]
    offset = choose.number(4) if choose.maybe() else None
    count = choose.number(8) if choose.maybe() else None
    return Cut(source.fields, True, source, tuple(keys), offset, count)


def rows(choose: Choose) -> Stream:
    """Return projected rows, filtered, projected again, in order."""
    stream: Stream = projected(choose, loaded(choose))
    if choose.maybe():
        stream = Filter(stream.fields, stream.ordered, stream, RowTerms(choose, stream.fields).boolean(2))
    if choose.maybe(3):
        stream = projected(choose, stream)
    return cut(choose, stream) if choose.maybe() else stream


def after_groups(choose: Choose, stream: Stream) -> Stream:
    """Return groups, filtered as `having` does, grouped again, in order."""
    if choose.maybe(3):
        stream = Filter(stream.fields, stream.ordered, stream, RowTerms(choose, stream.fields).boolean(1))
    if choose.maybe(4):
        stream = group(choose, stream)
    if choose.maybe(4):
        stream = projected(choose, stream)
    return cut(choose, stream) if choose.maybe() else stream


def groups(choose: Choose) -> Stream:
    source = loaded(choose) if not choose.maybe(4) else cut(choose, projected(choose, loaded(choose)))
    return after_groups(choose, group(choose, source))


def cogroups(choose: Choose) -> Stream:
    count = 2 + choose.number(2)
    sources = [loaded(choose, choose.one(("deals", "goals"))) for _ in range(count)]
    return after_groups(choose, cogroup(choose, sources))


def several(choose: Choose) -> Stream:
    """Return a union or a join."""
    if choose.maybe():
        kinds = tuple(choose.one((TEXT, NUMBER)) for _ in range(1 + choose.number(2)))
        sources = tuple(
            projected(
                choose, loaded(choose, choose.one(("deals", "goals"))), kinds[: len(kinds) - choose.number(1)] or kinds
            )
            for _ in range(2 + choose.number(1))
        )
        fields: dict[str, Known] = {}
        for each in (field for source in sources for field in source.fields):
            exact = each.exact and (each.name not in fields or fields[each.name].exact)
            fields[each.name] = Known(each.name, each.kind, exact)
        return after_groups(choose, Union(tuple(fields.values()), False, sources))
    joined: Stream = _join(choose, loaded(choose), ("k", "Owner.Name", "d_Year", "e_Month"))
    if choose.maybe(3):
        joined = _join(choose, projected(choose, joined, (TEXT, NUMBER, TEXT)), ("c0", "c2"))
    return projected(choose, joined) if choose.maybe() else after_groups(choose, group(choose, joined))


def _join(choose: Choose, source: Stream, names: tuple[str, ...]) -> Join:
    other = loaded(choose, "goals")
    keys = choose.some(names, 2, 1)
    others = choose.some(("k", "Owner.Name", "d_Year", "e_Month"), len(keys), len(keys))
    return Join(source.fields, source.ordered, source, other, keys, others, choose.one(("semi", "anti")))


def look_ups(choose: Choose) -> Stream:
    """Return rows that were looked up: of a dataset or of a foreach, filtered by old and new fields, once or twice."""
    stream = loaded(choose)
    if choose.maybe():
        stream = projected(choose, stream, (TEXT, NUMBER, DAY, TEXT))
    for _ in range(1 + choose.number(1)):
        stream = _augment(choose, stream)
        if choose.maybe():
            stream = Filter(stream.fields, stream.ordered, stream, RowTerms(choose, stream.fields).boolean(2))
    return projected(choose, stream) if choose.maybe() else after_groups(choose, group(choose, stream))


def _augment(choose: Choose, source: Stream) -> Stream:
    other = loaded(choose, choose.one(("goals", "deals")))
    if choose.maybe():
        inner = cut(choose, projected(choose, other, (TEXT, NUMBER, DAY, TEXT)))
        other = inner if inner.ordered else other
    shared = [kind for kind in KEYS if _keys(source, kind) and _keys(other, kind)]
    kinds_of_keys = choose.some(shared, 2, 1)
    pairs = [(choose.one(_keys(source, kind)), choose.one(_keys(other, kind))) for kind in kinds_of_keys]
    terms = RowTerms(choose, other.fields)
    kinds = [choose.one((TEXT, NUMBER, BOOLEAN, DAY, DATE)) for _ in range(1 + choose.number(2))]
    there = {each.kind for each in other.fields}
    kinds = [kind if kind in there or kind == BOOLEAN else TEXT for kind in kinds]
    items = tuple((f"z{len(source.fields)}{place}", terms.of(kind, 1)) for place, kind in enumerate(kinds))
    added = tuple(Known(name, kind, is_exact(term)) for (name, term), kind in zip(items, kinds, strict=True))
    keys, other_keys = zip(*pairs, strict=True)
    return Augment((*source.fields, *added), source.ordered, source, other, keys, other_keys, items)


def _keys(stream: Stream, kind: str) -> list[str]:
    """Return the fields of a kind whose values meet those of other rows: of a dataset, only a few."""
    of_kind = [each.name for each in stream.fields if each.kind == kind and (each.exact or kind == TEXT)]
    return [each for each in of_kind if each in KEYS[kind]] or of_kind


def dates(choose: Choose) -> Stream:
    """Return rows or groups of what lies in ranges of dates."""
    source = Load(LOADED, True, "deals")
    terms = RowTerms(choose, LOADED)
    predicate = terms.date_in(choose.one([*terms.fields(DATE), *terms.fields(DAY)]))
    stream: Stream = Filter(LOADED, True, source, predicate)
    return projected(choose, stream, (DATE, DAY, NUMBER)) if choose.maybe() else group(choose, stream)


def questions(stream: Callable[[Choose], Stream]) -> st.SearchStrategy[list[Question]]:
    """Return a strategy of a few questions about streams of a kind."""

    @st.composite
    def one(draw: Any) -> Question:
        choose = Choose(draw)
        now = NOW + dt.timedelta(hours=choose.number(3000) * 29 - 40_000) if choose.maybe() else NOW
        return Question(stream(choose), now, choose.one(ZONES), not choose.maybe(3))

    return st.lists(one(), min_size=QUESTIONS, max_size=QUESTIONS)
