"""Engines other than the embedded one, by name: imported only where a workspace asks for one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from engine.errors import SwellError
from engine.query_errors import MissingExtraError

if TYPE_CHECKING:
    from engine.columns import Frame
    from engine.mapped.dataset import Contents
    from engine.mapped.table import TableSetting
    from engine.physical.setting import RunSetting
    from engine.plan.nodes import Node
    from engine.query_errors import Failure

EMBEDDED = "arrow"
_LIBRARIES = {
    "duckdb": "DuckDB",
    "spark": "PySpark",
    "databricks": "the SQL connector of Databricks",
    "trino": "the client of Trino",
    "snowflake": "the connector of Snowflake",
    "bigquery": "the client of BigQuery",
}
ENGINES = (EMBEDDED, *_LIBRARIES)
"""The engines there are."""


class BackEnd(Protocol):
    """An engine that runs optimized plans in the place of the embedded one."""

    @property
    def name(self) -> str:
        """What people call it."""

    def run(self, plans: Sequence[Node], setting: RunSetting) -> list[Frame | Failure]:
        """Return the results of plans; one that fails has its error in the place of its result."""

    def look_at(self, setting: TableSetting) -> Contents:
        """Return what there is of one of its own tables.

        Raises:
            SwellError: There is no such table.
        """

    def explain(self, plan: Node, setting: RunSetting) -> str:
        """Return what it runs of a plan and what the embedded engine finishes.

        Raises:
            SwellError: It can't run the plan.
        """


def open_back_end(name: str, options: Mapping[str, Any], folder: Path) -> BackEnd | None:
    """Return the engine of a name; None for the embedded one.

    Args:
        name: One of `ENGINES`.
        options: Its settings.
        folder: Where it may keep copies of datasets.

    Raises:
        SwellError: There is no engine of that name.
        MissingExtraError: A library that it needs is not installed.
    """
    if name == EMBEDDED:
        return None
    if name not in ENGINES:
        raise SwellError(f"There is no engine '{name}'.", hint=f"The engines there are: {', '.join(ENGINES)}.")
    try:
        from engine.ibis.back_end import connected

        return connected(name, options, folder)
    except ImportError as error:
        raise MissingExtraError(f"The engine {name}", f"Ibis with {_LIBRARIES[name]}", name) from error
