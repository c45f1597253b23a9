"""What is measured: Swell and its peers, each in a file that loads the data and asks the questions in its own words."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Iterable, Iterator

from benchmarks.data import Data
from benchmarks.engines.engine import THREADS, Engine

ENGINES = {
    "swell": "swell",
    "duckdb": "duckdb",
    "duckdb-enum": "duckdb",
    "duckdb-parquet": "duckdb",
    "polars": "polars",
    "polars-parquet": "polars",
    "pandas": "pandas",
    "acero": "acero",
}
"""The engines by name, and the module here that loads each."""

SWELL, DUCKDB = "swell", "duckdb"


def load(names: Iterable[str], data: Data) -> Iterator[Engine]:
    """Load the data into engines, one after the other.

    Raises:
        ModuleNotFoundError: a peer is not installed.
    """
    os.environ["POLARS_MAX_THREADS"] = f"{THREADS}"  # read when it is imported
    for name in names:
        opened: Callable[[str, Data], Engine] = importlib.import_module(f"benchmarks.engines.{ENGINES[name]}").load
        yield opened(name, data)
