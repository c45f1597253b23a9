"""What lowering depends on beside the plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import field
from typing import TYPE_CHECKING

from engine.ibis.dialects.dialect import Dialect
from engine.ibis.stream import Names
from engine.ibis.tables import Tables
from saql.record import record

if TYPE_CHECKING:
    import ibis

    from engine.store import Dataset


@record(eq=False)
class Context:
    """What the lowering of one query depends on.

    Args:
        dialect: What the back end calls differently.
        tables: Where datasets are on the back end.
        source: Gives the version of a dataset that a plan reads.
        zone: The zone in which instants have their days and hours.
        check: Raises NotLoweredError where the back end has no form for a table.
        names: Gives the names of columns.
    """

    dialect: Dialect
    tables: Tables
    source: Callable[[str, int], Dataset]
    zone: dt.tzinfo
    check: Callable[[ibis.Table], object]
    names: Names = field(default_factory=Names)
