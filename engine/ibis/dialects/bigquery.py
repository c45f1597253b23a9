"""BigQuery.

Sources: UNIX_MILLIS, TIMESTAMP_MILLIS, DATETIME, UNIX_DATE, DATE_FROM_UNIX_DATE, CHR, UNICODE, ERROR and MOD,
each on a page that https://cloud.google.com/bigquery/docs/reference/standard-sql/functions-all links to.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.operations as operations

from engine.ibis.connection import Connection
from engine.ibis.dialects.builtin import builtin
from engine.ibis.dialects.remote import finder, reached, refuse_full_joins, remote, rewritten
from engine.ibis.errors import NotLoweredError
from engine.ibis.stream import Value
from engine.kernels.zones import is_utc

_OPTIONS = ("project_id", "dataset_id", "location")

_ZONED = "timestamp('UTC')"
_timestamp = builtin("timestamp", _ZONED, "timestamp", "string")
_datetime = builtin("datetime", "timestamp", _ZONED, "string")
_unix_millis = builtin("unix_millis", "int64", _ZONED)
_timestamp_millis = builtin("timestamp_millis", _ZONED, "int64")
_unix_date = builtin("unix_date", "int64", "date")
_date_from_unix_date = builtin("date_from_unix_date", "date", "int64")
_error = builtin("error", "float64", "string")
_chr = builtin("chr", "string", "int64")
_unicode = builtin("unicode", "int64", "string")
_EXACT = "decimal(76, 38)"


class BigQueryDialect:
    """What BigQuery calls differently. Instants are of its type DATETIME, in UTC."""

    name = "bigquery"

    def milliseconds(self, instant: Value) -> Value:
        """Return an instant as milliseconds since 1970, int64."""
        return _unix_millis(_timestamp(instant, "UTC"))

    def instant(self, milliseconds: Value) -> Value:
        """Return the instant of milliseconds since 1970."""
        return self.in_utc(_timestamp_millis(milliseconds))

    def day_number(self, day: Value) -> Value:
        """Return a day as days since 1970, int64."""
        return _unix_date(day)

    def day(self, number: Value) -> Value:
        """Return the day of days since 1970."""
        return _date_from_unix_date(number.cast("int64"))

    def local(self, instant: Value, zone: dt.tzinfo) -> Value:
        """Return what clocks of a zone show at an instant."""
        return instant if is_utc(zone) else _datetime(_timestamp(instant, "UTC"), str(zone))

    def instant_of(self, local_time: Value, zone: dt.tzinfo) -> Value:
        """Return the instant at which clocks of a zone show a time."""
        return local_time if is_utc(zone) else self.in_utc(_timestamp(local_time, str(zone)))

    def fail(self, message: Value) -> Value:
        """Return a number that ends the query with a message when it is computed."""
        return _error(message)

    def rounded(self, number: Value, digits: int) -> Value:
        """Return a decimal number with so many digits, halves away from zero, by the decimals it is written with."""
        if digits <= 0:
            return number.round(digits)
        written: Any = number.cast("string").try_cast(_EXACT)
        return ibis.coalesce(written.round(digits).cast("float64"), number.round(digits).cast("float64"))

    def code_point(self, text: Value) -> Value:
        """Return the code point of the first character of texts that are not empty, int64."""
        return _unicode(text)

    def character(self, code_point: Value) -> Value:
        """Return the character with a code point, int64."""
        return _chr(code_point)

    def in_utc(self, instant: Value) -> Value:
        """Return an instant with a time zone as a timestamp without one, in UTC."""
        return _datetime(instant, "UTC")

    def prepared(self, table: ibis.Table) -> ibis.Table:
        """Return the table with windows in an order that says itself where nulls are.

        Its windows put nulls first where they ascend, and Ibis leaves out what says otherwise.
        """
        return rewritten(table, _rewritten)


def _rewritten(node: operations.Node) -> operations.Node:
    refuse_full_joins(node)
    if isinstance(node, operations.Modulus) and node.dtype.is_floating():
        raise NotLoweredError("BigQuery has remainders of whole numbers only")
    if isinstance(node, operations.WindowFunction):
        return node.copy(order_by=tuple(key for each in node.order_by for key in _keys(each)))
    return node


def _keys(key: operations.SortKey) -> tuple[operations.SortKey, ...]:
    """Return keys that have the order of a key: first whether there is a value, if nulls would be elsewhere."""
    if key.nulls_first == key.ascending:
        return (key,)
    nulls_last = not key.nulls_first
    missing = operations.SortKey(operations.IsNull(key.arg), ascending=nulls_last, nulls_first=nulls_last)
    return missing, operations.SortKey(key.arg, ascending=key.ascending, nulls_first=key.ascending)


def connect(options: Mapping[str, Any], _folder: Path) -> Connection:
    """Connect to a project, as who the application default credentials of Google's libraries name.

    Args:
        options: `project_id` is the project that pays; `dataset_id`, where tables are that are named without it;
            `location`, where queries run.
        _folder: Not needed.

    Raises:
        SwellError: It can't be reached, or an option is none of these.
    """
    backend = reached("bigquery", options, _OPTIONS, lambda **settings: ibis.bigquery.connect(**settings))
    return remote(BigQueryDialect(), finder(backend), backend.to_pyarrow)
