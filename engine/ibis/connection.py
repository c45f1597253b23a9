"""A back end that is connected: how it speaks, what it runs, where its tables are."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pyarrow as pa

from engine.ibis.dialects.dialect import Dialect
from engine.ibis.tables import Tables
from saql.record import record

if TYPE_CHECKING:
    import ibis


def _anything(_table: ibis.Table) -> None:
    """Take every table."""


@record(eq=False)
class Connection:
    """A back end that is connected.

    Args:
        dialect: What it calls differently.
        tables: Where datasets are on it.
        run: Returns the rows of an Ibis table.
        sql: Returns the query of an Ibis table, for people to read.
        check: Raises NotLoweredError where it has no form for an Ibis table.
    """

    dialect: Dialect
    tables: Tables
    run: Callable[[ibis.Table], pa.Table]
    sql: Callable[[ibis.Table], str]
    check: Callable[[ibis.Table], object] = _anything
