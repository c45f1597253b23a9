"""A query as a whole: its statements in order, and what the last one has to be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from saql.check.augment import check_augment
from saql.check.fill import check_fill
from saql.check.filter import check_filter
from saql.check.flatten import check_flatten
from saql.check.foreach import check_foreach
from saql.check.forecast import check_forecast
from saql.check.group import check_group
from saql.check.join import check_join
from saql.check.limit import check_limit, check_offset
from saql.check.load import check_load
from saql.check.order import check_order
from saql.check.session import Session
from saql.check.streams import UNKNOWN, Groups, Rows, Stream, named
from saql.check.union import check_union
from saql.diagnostics import SaqlError
from saql.schema import Catalog, Schema
from saql.span import NOWHERE, Span
from saql.syntax import statements as syntax
from saql.typed.expressions import Column
from saql.typed.statements import Foreach, Query


def check(query: syntax.Query, catalog: Catalog, *, makes_dataset: bool = False) -> Query:
    """Resolve the names of a query and find its types.

    Args:
        query: What the parser made.
        catalog: The datasets that can be loaded.
        makes_dataset: Whether the result becomes a dataset. Multivalue fields stay whole then, and rows that are not
            projected at the end have all their fields but the parts of dates, which the dataset has by itself.

    Returns:
        The checked query. Its last statement is its result.

    Raises:
        SaqlError: With every mistake that was found.
    """
    session = Session(query.text, catalog, makes_dataset)
    session.findings.aliases = _aliases(query)
    stream: Stream = UNKNOWN
    for statement in query.statements:
        stream = check_statement(statement, session)
    _check_result(query, stream, session)
    if session.findings:
        raise SaqlError(session.findings.in_order(), query.text)
    warnings = sorted((*query.warnings, *session.findings.in_order()), key=lambda each: each.span)
    return Query(tuple(session.statements), tuple(warnings))


def _aliases(query: syntax.Query) -> dict[str, int]:
    items = [item for each in query.statements if isinstance(each, syntax.Foreach) for item in each.projections]
    return {item.alias.name: item.alias.span.start for item in reversed(items) if item.alias is not None}


def check_statement(statement: syntax.Statement, session: Session) -> Stream:
    """Return the stream that a statement gives, which has its name in the session from now on."""
    stream = _CHECKS[type(statement)](statement, session)
    if statement.target is not None:
        session.streams[statement.target.name] = named(stream, statement.target.name)
    return stream


def _check_result(query: syntax.Query, stream: Stream, session: Session) -> None:
    if not query.statements:
        hints = ('a query starts with `q = load "dataset";`',)
        session.findings.add("SAQL400", Span(0, len(query.text)), hints=hints)
    elif isinstance(stream, Rows) and not stream.projected and session.makes_dataset:
        _project_all(stream, session)
    elif isinstance(stream, Groups) or not stream.projected:
        last = query.statements[-1]
        name = last.target.name if last.target else "q"
        hints = (f"add `{name} = foreach {name} generate ..;` to say what the result shows",)
        session.findings.add("SAQL401", last.span, hints=hints)


def _project_all(stream: Rows, session: Session) -> None:
    fields = tuple(each for each in stream.schema if each.date_part is None)
    items = tuple((each.name, Column(each.name, each.type, NOWHERE)) for each in fields)
    session.emit(Foreach(stream.position, items, Schema(fields)))


_CHECKS: dict[type, Callable[[Any, Session], Stream]] = {
    syntax.Load: check_load,
    syntax.Filter: check_filter,
    syntax.Foreach: check_foreach,
    syntax.Group: check_group,
    syntax.Join: check_join,
    syntax.Augment: check_augment,
    syntax.Flatten: check_flatten,
    syntax.Union: check_union,
    syntax.Order: check_order,
    syntax.Limit: check_limit,
    syntax.Offset: check_offset,
    syntax.Fill: check_fill,
    syntax.Forecast: check_forecast,
}
