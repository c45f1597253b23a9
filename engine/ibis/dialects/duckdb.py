"""DuckDB, in this process."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa

from engine.ibis.connection import Connection
from engine.ibis.dialects.builtin import builtin
from engine.ibis.embedded import EmbeddedTables
from engine.ibis.mapped import MappedTables, named_table
from engine.ibis.stream import Value
from engine.kernels.zones import is_utc

_epoch_ms = builtin("epoch_ms", "int64", "timestamp")
_make_timestamp = builtin("make_timestamp", "timestamp", "int64")
_make_date = builtin("make_date", "date", "int32")
_timezone = builtin("timezone", "timestamp", "string", "timestamp")
_error = builtin("error", "float64", "string")
_chr = builtin("chr", "string", "int32")
_EXACT = "decimal(38, 17)"


class DuckDbDialect:
    """What DuckDB calls differently."""

    name = "duckdb"

    def milliseconds(self, instant: Value) -> Value:
        """Return an instant as milliseconds since 1970, int64."""
        return _epoch_ms(instant)

    def instant(self, milliseconds: Value) -> Value:
        """Return the instant of milliseconds since 1970."""
        return _make_timestamp(milliseconds * 1000)

    def day_number(self, day: Value) -> Value:
        """Return a day as days since 1970, int64."""
        return day.delta(ibis.date(1970, 1, 1), unit="day")

    def day(self, number: Value) -> Value:
        """Return the day of days since 1970."""
        return _make_date(number.cast("int32"))

    def local(self, instant: Value, zone: dt.tzinfo) -> Value:
        """Return what clocks of a zone show at an instant."""
        return instant if is_utc(zone) else _timezone(str(zone), _timezone("UTC", instant))

    def instant_of(self, local_time: Value, zone: dt.tzinfo) -> Value:
        """Return the instant at which clocks of a zone show a time."""
        return local_time if is_utc(zone) else _timezone("UTC", _timezone(str(zone), local_time))

    def fail(self, message: Value) -> Value:
        """Return a number that ends the query with a message when it is computed."""
        return _error(message)

    def rounded(self, number: Value, digits: int) -> Value:
        """Return a decimal number with so many digits, halves away from zero, by the decimals it is written with."""
        if digits <= 0:
            return number.round(digits)
        written: Any = number.cast("string").try_cast(_EXACT)
        return ibis.coalesce(written.round(digits).cast("float64"), number.round(digits))

    def code_point(self, text: Value) -> Value:
        """Return the code point of the first character of texts that are not empty, int64."""
        return text.ascii_str().cast("int64")

    def character(self, code_point: Value) -> Value:
        """Return the character with a code point, int64."""
        return _chr(code_point.cast("int32"))


class _Memory:
    """Arrow tables that DuckDB reads where they are."""

    takes_fields = True

    def __init__(self, backend: Any) -> None:
        self._backend = backend

    def put(self, name: str, rows: pa.Table, _version: str) -> ibis.Table:
        """Return rows as a table."""
        self._backend.con.register(name, rows)
        return self._backend.table(name)

    def drop(self, name: str) -> None:
        """Let go of a table."""
        self._backend.con.unregister(name)

    def files(self, name: str, addresses: Sequence[str]) -> ibis.Table:
        """Return Parquet files as one table."""
        found: ibis.Table = self._backend.read_parquet(list(addresses), table_name=name, hive_partitioning=False)
        return found

    def named(self, name: str) -> ibis.Table:
        """Return a table that is there."""
        return named_table(self._backend, name)


def connect(options: Mapping[str, Any], _folder: Path) -> Connection:
    """Open a database in memory; `options` are settings of DuckDB, such as threads and memory_limit."""
    backend = ibis.duckdb.connect(**options)
    place = _Memory(backend)
    tables = MappedTables(place, EmbeddedTables(place))
    return Connection(DuckDbDialect(), tables, backend.to_pyarrow, lambda table: backend.compile(table, pretty=True))
