"""The first rows, and the rows after them: `q = limit q 10;`, `q = offset q 10;`."""

from __future__ import annotations

import dataclasses

from saql.check.session import Session
from saql.check.streams import Groups, Stream
from saql.syntax import statements as syntax
from saql.typed.statements import Limit, Offset


def check_limit(node: syntax.Limit, session: Session) -> Stream:
    """Return the first rows or groups."""
    stream = session.stream(node.stream)
    return _cut(stream, session.emit(Limit(stream.position, node.count, stream.schema)))


def check_offset(node: syntax.Offset, session: Session) -> Stream:
    """Return all but the first rows or groups."""
    stream = session.stream(node.stream)
    return _cut(stream, session.emit(Offset(stream.position, node.count, stream.schema)))


def _cut(stream: Stream, position: int) -> Stream:
    if isinstance(stream, Groups):
        return dataclasses.replace(stream, position=position, cut=True)
    return dataclasses.replace(stream, position=position)
