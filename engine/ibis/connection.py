"""A back end that is connected: how it speaks, what it runs, where its tables are."""

from __future__ import annotations

from typing import Any

from engine.ibis.dialects.dialect import Dialect
from engine.ibis.tables import Tables
from saql.record import record


@record(eq=False)
class Connection:
    """A back end that is connected; `backend` is Ibis' own object for it."""

    dialect: Dialect
    backend: Any
    tables: Tables
