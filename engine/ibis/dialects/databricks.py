"""Databricks, by a SQL warehouse or a cluster: Spark's functions over its own tables."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import ibis

from engine.ibis.connection import Connection
from engine.ibis.dialects.remote import finder, reached, remote
from engine.ibis.dialects.spark_sql import SparkSqlDialect
from engine.ibis.errors import NotLoweredError
from engine.ibis.stream import Value

_OPTIONS = ("server_hostname", "http_path", "access_token", "catalog", "schema", "memtable_volume")


class DatabricksDialect(SparkSqlDialect):
    """What Databricks calls differently."""

    name = "databricks"

    def character(self, _code_point: Value) -> Value:
        """Refuse: its `chr` knows 256 characters."""
        raise NotLoweredError("Databricks has characters for 256 numbers")

    def in_utc(self, instant: Value) -> Value:
        """Return an instant as a timestamp in UTC, the zone of the session."""
        return instant.cast("timestamp")

    def prepared(self, table: ibis.Table) -> ibis.Table:
        """Return the table: Ibis writes all of it."""
        return table


def connect(options: Mapping[str, Any], _folder: Path) -> Connection:
    """Connect to a warehouse.

    Args:
        options: `server_hostname`, `http_path` and `access_token` say where it is and who asks; `catalog` and `schema`,
            where tables are that are named without them. Ibis makes a volume there, called `memtable_volume` if
            that is given.
        _folder: Not needed.

    Raises:
        SwellError: It can't be reached, or an option is none of these.
    """

    def begin(**settings: Any) -> Any:
        backend = ibis.databricks.connect(**settings)
        with backend.begin() as cursor:
            cursor.execute("SET TIME ZONE 'UTC'")
        return backend

    backend = reached("databricks", options, _OPTIONS, begin)
    return remote(DatabricksDialect(), finder(backend), backend.to_pyarrow)
