"""The functions of Spark's SQL, which Databricks has, too.

Sources: `unix_millis`, `timestamp_millis`, `unix_date`, `date_from_unix_date`, `from_utc_timestamp`,
`to_utc_timestamp` and `raise_error` of https://spark.apache.org/docs/latest/api/sql/ and
https://docs.databricks.com/en/sql/language-manual/sql-ref-functions-builtin.html
"""

from __future__ import annotations

import datetime as dt

from engine.ibis.dialects.builtin import builtin
from engine.ibis.stream import Value
from engine.kernels.zones import is_utc

_unix_millis = builtin("unix_millis", "int64", "timestamp")
_timestamp_millis = builtin("timestamp_millis", "timestamp", "int64")
_unix_date = builtin("unix_date", "int32", "date")
_date_from_unix_date = builtin("date_from_unix_date", "date", "int32")
_from_utc_timestamp = builtin("from_utc_timestamp", "timestamp", "timestamp", "string")
_to_utc_timestamp = builtin("to_utc_timestamp", "timestamp", "timestamp", "string")
_raise_error = builtin("raise_error", "float64", "string")


class SparkSqlDialect:
    """What Spark's SQL calls differently, wherever it is spoken."""

    def milliseconds(self, instant: Value) -> Value:
        """Return an instant as milliseconds since 1970, int64."""
        return _unix_millis(instant)

    def instant(self, milliseconds: Value) -> Value:
        """Return the instant of milliseconds since 1970."""
        return _timestamp_millis(milliseconds)

    def day_number(self, day: Value) -> Value:
        """Return a day as days since 1970, int64."""
        return _unix_date(day).cast("int64")

    def day(self, number: Value) -> Value:
        """Return the day of days since 1970."""
        return _date_from_unix_date(number.cast("int32"))

    def local(self, instant: Value, zone: dt.tzinfo) -> Value:
        """Return what clocks of a zone show at an instant."""
        return instant if is_utc(zone) else _from_utc_timestamp(instant, str(zone))

    def instant_of(self, local_time: Value, zone: dt.tzinfo) -> Value:
        """Return the instant at which clocks of a zone show a time."""
        return local_time if is_utc(zone) else _to_utc_timestamp(local_time, str(zone))

    def fail(self, message: Value) -> Value:
        """Return a number that ends the query with a message when it is computed."""
        return _raise_error(message)

    def rounded(self, number: Value, digits: int) -> Value:
        """Return a decimal number with so many digits, halves away from zero, by the decimals it is written with."""
        return number.round(digits)

    def code_point(self, text: Value) -> Value:
        """Return the code point of the first character of texts that are not empty, int64."""
        return text.ascii_str().cast("int64")
