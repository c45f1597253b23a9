"""Swell: open CRM analytics. `swell.open(folder)` gives a workspace to query, write and draw from Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from os import PathLike

    from swell.result import Result
    from swell.workspace import Workspace

__version__ = "0.1.0"
__all__ = ["Result", "Workspace", "open"]


def open(folder: str | PathLike[str], engine: str | None = None) -> Workspace:
    """Open a workspace: a folder with datasets, queries and dashboards. An empty folder is one too.

    Args:
        folder: the folder; it is made when the first dataset is written.
        engine: what runs queries: `"arrow"`, `"duckdb"`, `"spark"`, ..;
            by default what `swell.toml` says, or `"arrow"`.

    Returns:
        The workspace, which reads datasets as they are when a query asks for them.

    Raises:
        engine.errors.SwellError: `swell.toml` is not valid, or there is no such engine.
    """
    from swell.workspace import Workspace  # what comes with it takes longer to import than `swell --help` may take

    return Workspace.open(folder, engine=engine)


def __getattr__(name: str) -> object:
    if name == "Workspace":
        from swell.workspace import Workspace

        return Workspace
    if name == "Result":
        from swell.result import Result

        return Result
    raise AttributeError(f"module 'swell' has no attribute {name!r}")
