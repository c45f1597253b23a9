"""The fields that an expression at a place can read, as far as the statements before it tell."""

from __future__ import annotations

from collections.abc import Iterable

from saql.check.members import side_of
from saql.check.session import Session
from saql.check.streams import Groups, Side, Stream
from saql.functions.registry import find_aggregate
from saql.schema import Field, Schema
from saql.service.answers import Completion
from saql.service.offers import fields, written
from saql.service.place import Place
from saql.syntax.expressions import Name


def readable(place: Place, session: Session) -> tuple[Completion, ...]:
    """Return the fields that can stand at a place."""
    stream = session.streams.get(place.stream)
    if isinstance(stream, Groups):
        return _of_groups(stream, place)
    if stream is not None and stream.known:
        return fields(stream.schema)
    return fields(_any_field(session))


def of_stream(name: str, place: Place, session: Session) -> tuple[Completion, ...]:
    """Return the fields behind the name of a stream and a dot."""
    read = session.streams.get(place.stream)
    if isinstance(read, Groups):
        side = side_of(read, (place.stream,), name)
        if side is not None:
            return fields(read.sides[side].rows.schema)
    named = session.streams.get(name, read)
    return fields(schema_of(named)) if named is not None else fields(_any_field(session))


def schema_of(stream: Stream) -> Schema:
    """Return the fields of a stream's rows; of groups, those of the members of the first stream."""
    return stream.sides[0].rows.schema if isinstance(stream, Groups) else stream.schema


def sides(place: Place, session: Session) -> tuple[Side, ...]:
    """Return the streams that are grouped together in the one that is read; none where it is of one stream."""
    stream = session.streams.get(place.stream)
    return stream.sides if isinstance(stream, Groups) and len(stream.sides) > 1 else ()


def is_over_members(place: Place) -> bool:
    """Whether the place reads the rows of groups, rather than their keys: inside an aggregate, or in a filter."""
    if place.statement in ("filter", "group", "cogroup") or "group" in place.calls:
        return True
    inner = place.calls[place.calls.index("over") + 1 :] if place.is_in_window else place.calls
    return any(find_aggregate(each) for each in inner if each != "grouping")


def _of_groups(groups: Groups, place: Place) -> tuple[Completion, ...]:
    together = len(groups.sides) > 1
    if is_over_members(place):
        found = [fields(side.rows.schema, side.name if together else "") for side in groups.sides]
        return tuple(each for part in found for each in part)
    keys = fields(_keys(groups.sides[:1]), detail="key")
    if not together:
        return keys
    qualified = [fields(_keys([side]), side.name, "key") for side in groups.sides]
    return (*keys, *(each for part in qualified for each in part))


def _keys(grouped: Iterable[Side]) -> list[Field]:
    """Return the keys that are fields."""
    return [
        Field(name, key.type)
        for side in grouped
        for written_key, key, name in zip(side.written, side.keys, side.names, strict=True)
        if isinstance(written_key, Name)
    ]


def _any_field(session: Session) -> list[Field]:
    """Return the fields of all streams, for a place whose stream is not known."""
    known = [stream for stream in session.streams.values() if isinstance(stream, Groups) or stream.known]
    return list({each.name: each for stream in known for each in schema_of(stream)}.values())


def streams(session: Session) -> tuple[Completion, ...]:
    """Return the streams so far, the latest first."""
    found = reversed(list(session.streams.items()))
    return tuple(Completion(name, "stream", written(name), described(stream), rank=0) for name, stream in found)


def described(stream: Stream) -> str:
    """Return in a few words what a stream is."""
    if isinstance(stream, Groups):
        keys = ", ".join(stream.sides[0].names) or "all"
        several = f" of {len(stream.sides)} streams" if len(stream.sides) > 1 else ""
        return f"groups{several} by {keys}"
    if not stream.known:
        return "a stream"
    count = sum(each.date_part is None for each in stream.schema)
    return f"{'projected' if stream.projected else 'loaded'}, {count} {'field' if count == 1 else 'fields'}"
