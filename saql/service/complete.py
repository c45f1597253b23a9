"""Completion: what can be written at a place of a query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from saql.check.session import Session
from saql.check.streams import Groups
from saql.functions.registry import RANKINGS, find_aggregate
from saql.keywords import STATEMENTS
from saql.schema import Catalog
from saql.service.answers import Completion, Completions
from saql.service.cursor import Cursor, at
from saql.service.fields import is_over_members, of_stream, readable, sides, streams
from saql.service.guide import LINEAGE, PARAMETERS
from saql.service.offers import functions, keywords, quoted, relative_dates, written
from saql.service.place import Place, place_of, relevant
from saql.service.reading import survey
from saql.service.texts import is_in_dates, texts


def complete(text: str, offset: int, catalog: Catalog) -> Completions:
    """Return what can be written at a place, the likeliest first.

    The text may be broken, before the place and behind it. What has been written of a word does not matter: a client
    keeps those that fit it.

    Args:
        text: The query.
        offset: The place, in characters.
        catalog: The datasets that it can load.
    """
    cursor = at(text, offset)
    if cursor is None:
        return Completions(offset, offset, ())
    place = place_of(cursor)
    session = survey(cursor.text, relevant(place, cursor), catalog)
    if cursor.quote == '"':
        begun = text[cursor.start + 1 : offset]
        return Completions(cursor.start + 1, offset, _sorted(_in_text(place, cursor, begun, session)))
    items = _at_place(place, cursor, session)
    end = offset
    if cursor.quote:
        names = [each for each in items if each.kind in ("field", "stream")]
        items = [replace(each, insert=each.insert if "'" in each.insert else quoted(each.name)) for each in names]
        end += text[offset : offset + 1] == "'"
    return Completions(cursor.start, end, _sorted(items))


def _sorted(items: Iterable[Completion]) -> tuple[Completion, ...]:
    unique = {(each.kind, each.insert): each for each in items}
    return tuple(sorted(unique.values(), key=lambda each: each.rank))


def _in_text(place: Place, cursor: Cursor, begun: str, session: Session) -> Iterable[Completion]:
    if place.role == "dataset":
        return _datasets(session.catalog, quoted_too=False)
    return texts(place, cursor.words, begun, session)


def _datasets(catalog: Catalog, quoted_too: bool) -> Iterator[Completion]:
    for name in catalog.names():
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        yield Completion(name, "dataset", f'"{escaped}"' if quoted_too else escaped, "dataset")


def _at_place(place: Place, cursor: Cursor, session: Session) -> list[Completion]:
    match place.role:
        case "statement":
            targets = () if cursor.words else streams(session)
            return [*(replace(each, rank=1) for each in targets), *keywords(STATEMENTS, rank=0)]
        case "dataset":
            return list(_datasets(session.catalog, quoted_too=True))
        case "stream":
            return list(streams(session))
        case "member":
            return list(of_stream(place.qualifier, place, session))
        case "new name":
            return []
        case "parameter" | "lineage":
            return list(_known_names(place))
        case "parameter value":
            return [*readable(place, session), *keywords(sorted(place.keywords))]
        case "keyword":
            return list(keywords(sorted(place.keywords), rank=0))
        case "value":
            return list(_values(place, cursor, session))


def _known_names(place: Place) -> Iterator[Completion]:
    """Yield the names that a statement itself knows."""
    if place.role == "lineage":
        yield from (Completion(name, "field", name, summary=LINEAGE[name]) for name in LINEAGE)
        return
    known = PARAMETERS[place.statement]
    yield from (Completion(name, "parameter", f"{name}=", summary=known[name]) for name in known)


def _values(place: Place, cursor: Cursor, session: Session) -> Iterator[Completion]:
    """Yield what an expression can go on with: fields, streams before their fields, functions, keywords, dates."""
    if is_in_dates(place, cursor.words, session):
        for each in relative_dates(""):
            yield replace(each, insert=f'"{each.insert}"')
        yield Completion("dateRange", "function", "dateRange(", "dateRange([y, m, d], [y, m, d])", "A range of days.")
        return
    if place.calls[-1:] == ("count",):
        names = [side.name for side in sides(place, session)] or [place.stream]
        yield from (Completion(name, "stream", written(name), "counts its rows", rank=0) for name in names)
        return
    if place.brackets[-1:] and place.brackets[-1].before == "in":  # a list holds constants
        yield from keywords(sorted(place.keywords - {"case", "not"}))
        return
    yield from readable(place, session)
    if [each.text for each in cursor.words[-2:]] == ["partition", "by"]:
        yield from keywords(("all",))
        return
    for side in sides(place, session):
        yield Completion(side.name, "stream", f"{written(side.name)}.", "a stream of this group", rank=1)
    if place.statement not in ("timeseries", "arimax"):
        generates = any(word.text == "generate" for word in cursor.words)
        yield from _legal_functions(place, generates, session)
    yield from keywords(sorted(place.keywords))


def _legal_functions(place: Place, generates: bool, session: Session) -> Iterator[Completion]:
    """Yield the functions that can be called at a place, those first that are likelier there."""
    stream = session.streams.get(place.stream)
    groups = stream if isinstance(stream, Groups) else None
    aggregating = generates or place.statement == "foreach" or (place.statement == "order" and groups is not None)
    nested = groups is not None and is_over_members(place)
    for each in functions():
        if each.kind == "function":
            yield replace(each, rank=2 if groups and not nested else 1)
        elif each.kind == "window":
            if place.statement == "foreach" and not place.calls and (groups or RANKINGS[each.name].extension):
                yield replace(each, rank=1 if groups else 3)
        elif aggregating and _is_legal(each.name, groups):
            yield replace(each, rank=3 if nested or groups is None else 1)


def _is_legal(name: str, groups: Groups | None) -> bool:
    aggregate = find_aggregate(name)
    if aggregate is None or groups is None:
        return name != "grouping"
    if len(groups.sides) > 1 and not aggregate.in_cogroup:
        return False
    return aggregate.in_rollup if groups.rollup else name != "grouping"
