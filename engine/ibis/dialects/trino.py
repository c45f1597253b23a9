"""Trino, and what speaks like it.

Sources: `date_diff`, `date_add`, `with_timezone`, `at_timezone` of https://trino.io/docs/current/functions/datetime.html;
`chr`, `codepoint` of https://trino.io/docs/current/functions/string.html; `round` of
https://trino.io/docs/current/functions/math.html
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.operations as operations

from engine.errors import SwellError
from engine.ibis.connection import Connection
from engine.ibis.dialects.builtin import builtin
from engine.ibis.dialects.decimals import rounded_as_decimals
from engine.ibis.dialects.remote import finder, reached, refuse_full_joins, remote, rewritten
from engine.ibis.dialects.since_epoch import SinceEpoch
from engine.ibis.errors import NotLoweredError
from engine.ibis.stream import Value
from engine.kernels.zones import is_utc

_OPTIONS = ("user", "auth", "host", "port", "database", "schema")

_ZONED = "timestamp('UTC')"
_with_timezone = builtin("with_timezone", _ZONED, "timestamp", "string")
_at_timezone = builtin("at_timezone", _ZONED, _ZONED, "string")
_chr = builtin("chr", "string", "int64")


class TrinoDialect(SinceEpoch):
    """What Trino calls differently."""

    name = "trino"

    def __init__(self) -> None:
        """Count by its functions."""
        super().__init__("date_diff", "date_add")

    def local(self, instant: Value, zone: dt.tzinfo) -> Value:
        """Return what clocks of a zone show at an instant."""
        return instant if is_utc(zone) else _at_timezone(_with_timezone(instant, "UTC"), str(zone)).cast("timestamp")

    def instant_of(self, local_time: Value, zone: dt.tzinfo) -> Value:
        """Return the instant at which clocks of a zone show a time."""
        return local_time if is_utc(zone) else self.in_utc(_with_timezone(local_time, str(zone)))

    def fail(self, _message: Value) -> Value:
        """Refuse: no function that is documented ends a query."""
        raise NotLoweredError("Trino has no function that ends a query with a message")

    def rounded(self, number: Value, digits: int) -> Value:
        """Return a decimal number with so many digits, halves away from zero, by the decimals it is written with."""
        return rounded_as_decimals(number, digits)

    def code_point(self, text: Value) -> Value:
        """Return the code point of the first character of texts that are not empty, int64."""
        return text.ascii_str().cast("int64")

    def character(self, code_point: Value) -> Value:
        """Return the character with a code point, int64."""
        return _chr(code_point)

    def in_utc(self, instant: Value) -> Value:
        """Return an instant with a time zone as a timestamp without one, in UTC."""
        return _at_timezone(instant, "UTC").cast("timestamp")

    def prepared(self, table: ibis.Table) -> ibis.Table:
        """Return the table, without a full join by keys that may be null: Trino asks for equality."""
        return rewritten(table, _checked)


def _checked(node: operations.Node) -> operations.Node:
    refuse_full_joins(node)
    return node


def connect(options: Mapping[str, Any], _folder: Path) -> Connection:
    """Connect to a cluster.

    Args:
        options: `host`, with https:// before it, and `port` say where it is; `user` and `auth`, a password, who asks;
            `database` and `schema`, where tables are that are named without them.
        _folder: Not needed.

    Raises:
        SwellError: It can't be reached, or an option is none of these; or a password would go over http.
    """
    if "auth" in options and not str(options.get("host")).startswith("https://"):
        raise SwellError(
            "[engines.trino]: a password goes over https alone.", hint='Write it so: host = "https://trino.example.com"'
        )
    backend = reached("trino", options, _OPTIONS, lambda **settings: ibis.trino.connect(**settings))
    return remote(TrinoDialect(), finder(backend), backend.to_pyarrow)
