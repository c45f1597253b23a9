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
        connection = duckdb.connect()
        for table, path in (("opportunities", data.opportunities), ("accounts", data.accounts)):
            connection.execute(f"create view {table} as select * from '{path}'")
    else:
        connection = duckdb.connect(str(_file(name, data)), read_only=True)
    connection.execute(f"set threads = {THREADS}")
    questions = {question: _asking(connection, texts) for question, texts in QUERIES.items()}
    return Engine(name, questions, lambda table: table)


def _file(name: str, data: Data) -> Path:
    path = data.folder / f"{name}.duckdb"
    if not path.exists():
        unfinished = path.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        with duckdb.connect(str(unfinished)) as connection:
            connection.execute(f"set threads = {THREADS}")
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
