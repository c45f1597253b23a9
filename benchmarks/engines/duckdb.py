"""DuckDB: on its own file, on its own file with enumerations for the dimensions, and on Parquet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from benchmarks.data import DIMENSIONS, Data
from benchmarks.engines.engine import THREADS, Engine
from benchmarks.engines.sql import QUERIES


def load(name: str, data: Data) -> Engine:
    """Connect to the data, of which DuckDB's file is made where it is missing."""
    if name == "duckdb-parquet":
        connection = connect()
        for table, path in (("opportunities", data.opportunities), ("accounts", data.accounts)):
            connection.execute(f"create view {table} as select * from '{path}'")
    else:
        connection = connect(database(name, data), read_only=True)
    questions = {question: _asking(connection, texts) for question, texts in QUERIES.items()}
    return Engine(name, questions, lambda table: table)


def connect(path: Path | None = None, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """Connect to a file, or to a database in memory, with as many threads as every engine has."""
    connection = duckdb.connect(f"{path or ':memory:'}", read_only=read_only)
    connection.execute(f"set threads = {THREADS}")
    connection.execute("set enable_progress_bar = false")  # it is drawn where the figures go
    return connection


def database(name: str, data: Data) -> Path:
    """Return the database file of the data, which is made where it is missing."""
    path = data.folder / f"{name}.duckdb"
    if not path.exists():
        unfinished = path.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        with connect(unfinished) as connection:
            replaced = _enumerate(connection, data) if name == "duckdb-enum" else ""
            connection.execute(f"create table opportunities as select * {replaced} from '{data.opportunities}'")
            connection.execute(f"create table accounts as select * from '{data.accounts}'")
            connection.execute("checkpoint")
        unfinished.rename(path)
    return path


def _enumerate(connection: duckdb.DuckDBPyConnection, data: Data) -> str:
    """Make a type of each dimension's values; return what to replace in a select of all columns."""
    for each in DIMENSIONS:
        values = f"select distinct {each} from '{data.opportunities}' where {each} is not null order by 1"
        connection.execute(f"create type {each}_value as enum ({values})")
    return f"replace ({', '.join(f'{each}::{each}_value as {each}' for each in DIMENSIONS)})"


def _asking(connection: duckdb.DuckDBPyConnection, texts: Sequence[str]) -> Callable[[], list[pa.Table]]:
    return lambda: [connection.sql(text).to_arrow_table() for text in texts]
