"""What is asked of a session, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field

import pyarrow as pa

from saql.diagnostics import Diagnostic
from saql.record import record
from saql.schema import Schema
from saql.syntax.expressions import Expression

Filters = Mapping[str, Sequence[Expression]]
"""Predicates on the fields of datasets, by the datasets' names."""


@record(eq=False)
class QueryRequest:
    """A query among several that are run together.

    Args:
        text: The query.
        filters: Predicates on the fields of datasets, by the datasets' names. They hold for every load of the dataset,
            as if its other rows did not exist: facets.
        row_limit: The most rows of the result if the query has no limit of its own (default: the session's).
        name: What errors call the query.
    """

    text: str
    filters: Filters = field(default_factory=dict)
    row_limit: int | None = None
    name: str = "query"


@record(eq=False)
class QueryResult:
    """The rows that a query gave.

    `truncated` says that there were more than the limit of rows lets through. `datasets` are the names and versions
    that were read: the same query, instant and versions give the same rows. `warnings` are what a reader of the query
    should know. `cached` says that the rows were kept from an equal query before. `lasting` says that the same query
    gives the same rows all day, as long as the versions are the newest: it reads no clock and takes no random sample.
    """

    table: pa.Table
    schema: Schema
    truncated: bool
    datasets: tuple[tuple[str, int], ...]
    warnings: tuple[Diagnostic, ...] = ()
    cached: bool = False
    lasting: bool = False
