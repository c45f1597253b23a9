"""A back end that is connected: how it speaks, what it runs, where its tables are."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from engine.ibis.dialects.dialect import Dialect
from engine.ibis.tables import Tables
from saql.record import record

if TYPE_CHECKING:
    import ibis


@record(eq=False)
class Connection:
    """A back end that is connected.

    Args:
        dialect: What it calls differently.
        backend: Ibis' own object for it.
        tables: Where datasets are on it.
        run: Returns the rows of an Ibis table.
    """

    dialect: Dialect
    backend: Any
    tables: Tables
    run: Callable[[ibis.Table], pa.Table]
