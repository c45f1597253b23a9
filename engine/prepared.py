"""A query between its plan and its answer."""

from __future__ import annotations

from collections.abc import Hashable

from engine.kept_plans import KeptPlan
from engine.plan import nodes
from engine.preparation import views
from engine.queries import QueryRequest, QueryResult
from engine.result_cache import KeptResult
from engine.snapshot import Snapshot
from saql.record import record
from saql.typed import statements as typed


@record(eq=False)
class Prepared:
    """A query with its plan, optimized but for its columns; `capped` is the most rows where the query has no limit.

    `lasting` is that of the result; `steady` says that the plan is kept.
    """

    request: QueryRequest
    query: typed.Query
    datasets: tuple[tuple[str, int], ...]
    plan: nodes.Node
    capped: int | None
    key: Hashable
    lasting: bool
    steady: bool


def prepared_of(
    request: QueryRequest,
    query: typed.Query,
    made: KeptPlan,
    read: tuple[tuple[str, int], ...],
    snapshot: Snapshot,
    steady: bool = False,
) -> Prepared:
    """Return a query with its plan, which is the same for all; its result is only for those who see the same rows.

    Args:
        request: What is asked.
        query: The checked query.
        made: Its plan.
        read: The names and versions of the datasets that it loads.
        snapshot: These datasets.
        steady: Whether the plan is kept.
    """
    key = None if made.key is None else (made.key, views(query, snapshot))
    return Prepared(request, query, read, made.plan, made.capped, key, made.lasting, steady)


def result_of(prepared: Prepared, kept: KeptResult, *, cached: bool = False) -> QueryResult:
    """Return the answer to a query; `cached` says that it was kept from before."""
    query = prepared.query
    return QueryResult(
        kept.table, query.schema, kept.truncated, prepared.datasets, query.warnings, cached, prepared.lasting
    )
