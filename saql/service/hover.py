"""Hovers: what a word of a query means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from saql.check.session import Session
from saql.check.streams import Groups, Rows, Stream
from saql.keywords import KEYWORDS
from saql.mistake import Word, words
from saql.schema import Catalog, Field
from saql.service.answers import Hover
from saql.service.cursor import Cursor, at
from saql.service.fields import described
from saql.service.function import function_hover
from saql.service.guide import LINEAGE, PARAMETERS, STATEMENTS, meaning
from saql.service.offers import written
from saql.service.origin import origin
from saql.service.place import Place, place_of, relevant
from saql.service.reading import read_all, survey, unquoted
from saql.span import Span

_MOST_FIELDS = 24
"""How many fields of a stream are named."""


def hover(text: str, offset: int, catalog: Catalog) -> Hover | None:
    """Return what the word at a place means, or None where there is nothing to say.

    Args:
        text: The query, which may be broken.
        offset: The place, in characters.
        catalog: The datasets that it can load.
    """
    word = _word_at(text, offset)
    cursor = at(text, word.span.start) if word else None
    if word is None or cursor is None:
        return None
    place = place_of(cursor)
    if word.text.startswith('"'):
        found = _dataset(word.text.strip('"'), catalog) if place.role == "dataset" else None
    elif word.text in KEYWORDS and word.text in place.keywords:
        found = _keyword(word.text)
    elif place.role == "statement":
        found = _target(word, text, catalog)
    else:
        found = _name(word, place, cursor, text, catalog)
    return replace(found, start=word.span.start, end=word.span.end) if found else None


def _word_at(text: str, offset: int) -> Word | None:
    """Return the name, keyword or text at an offset, or right before it."""
    touching = None
    line = text.rfind("\n", 0, offset) + 1  # no word goes over the end of a line
    for word in words(text, Span(line, len(text))):
        if word.span.start > offset:
            break
        if offset <= word.span.end and (word.is_bare or (word.text[0] in "'\"" and len(word.text) > 1)):
            touching = word
    return touching


def _dataset(name: str, catalog: Catalog) -> Hover | None:
    schema = catalog.schema(name)
    return Hover(0, 0, f'load "{name}"', f"Dataset with {_counted(schema)}.") if schema is not None else None


def _keyword(word: str) -> Hover:
    statement = STATEMENTS.get(word)
    if statement is None:
        return Hover(0, 0, word, meaning(word))
    return Hover(0, 0, "\n".join(statement.forms), statement.summary, statement.example)


def _target(word: Word, text: str, catalog: Catalog) -> Hover | None:
    """Return what the stream is that a statement makes."""
    parts = [part for part in read_all(text) if part.span.start <= word.span.start]
    name = unquoted(word.text)
    return _stream(name, survey(text, parts, catalog))


def _name(word: Word, place: Place, cursor: Cursor, text: str, catalog: Catalog) -> Hover | None:
    name = unquoted(word.text)
    if place.role == "parameter":
        about = PARAMETERS[place.statement].get(name)
        return Hover(0, 0, f"{name}=", f"{about[0].upper()}{about[1:]}.") if about else None
    if place.role == "lineage":
        about = LINEAGE.get(name)
        return Hover(0, 0, name, f"{about[0].upper()}{about[1:]}.") if about else None
    if word.is_bare and text[word.span.end :].lstrip().startswith("("):
        return function_hover(name)
    session = survey(cursor.text, relevant(place, cursor), catalog)
    if place.role == "stream":
        return _stream(name, session)
    if place.role in ("value", "member", "parameter value"):
        return _field(name, place, cursor, session) or _stream(name, session)
    return None


def _stream(name: str, session: Session) -> Hover | None:
    stream = session.streams.get(name)
    if stream is None:
        return None
    if isinstance(stream, Groups):
        rows = "; ".join(f"{side.name}: {_counted(side.rows.schema)}" for side in stream.sides)
        return Hover(0, 0, written(name), f"Stream: {described(stream)}. {rows}.")
    if not stream.known:
        return Hover(0, 0, written(name), "Stream whose fields are not known, for a mistake above.")
    kind = "projected" if stream.projected else "loaded"
    return Hover(0, 0, written(name), f"Stream, {kind}, with {_counted(stream.schema)}.")


def _counted(schema: Iterable[Field]) -> str:
    """Return the number of fields and the first of them, without those that dates bring along."""
    named = [f"{each.name} ({each.type.value})" for each in schema if each.date_part is None]
    more = f" and {len(named) - _MOST_FIELDS} more" if len(named) > _MOST_FIELDS else ""
    return f"{len(named)} {'field' if len(named) == 1 else 'fields'}: {', '.join(named[:_MOST_FIELDS])}{more}"


def _field(name: str, place: Place, cursor: Cursor, session: Session) -> Hover | None:
    """Return the type of a field, and where it comes from."""
    stream = session.streams.get(place.stream)
    for owner, rows in _owners(stream, place) if stream is not None else ():
        field = rows.schema.get(name)
        if field is not None:
            source = origin(name, owner, cursor.earlier, cursor.text)
            part = f"the {field.date_part.part} of '{field.date_part.field}', " if field.date_part else ""
            found = f"Field, {part}{source}.".replace(", .", ".")
            about = f"{field.about.rstrip('.')}. " if field.about else ""
            return Hover(0, 0, f"{written(name)}: {field.type.value}", about + found)
    return None


def _owners(stream: Stream, place: Place) -> list[tuple[str, Rows]]:
    """Return the streams whose fields a place reads, with their rows."""
    if isinstance(stream, Rows):
        return [(place.stream, stream)]
    named = [(side.name, side.rows) for side in stream.sides]
    return [each for each in named if each[0] == place.qualifier] or named
