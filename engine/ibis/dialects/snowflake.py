"""Snowflake.

Sources: CONVERT_TIMEZONE, DATEDIFF, DATEADD, CHR, UNICODE, TRY_TO_DOUBLE, TRY_TO_DATE, TRY_TO_TIMESTAMP, TRY_TO_NUMBER,
REGEXP_LIKE, each with a page under https://docs.snowflake.com/en/sql-reference/functions/
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
from engine.ibis.dialects.decimals import rounded_as_decimals
from engine.ibis.dialects.remote import finder, reached, remote, rewritten
from engine.ibis.dialects.since_epoch import SinceEpoch
from engine.ibis.errors import NotLoweredError
from engine.ibis.stream import Value
from engine.kernels.zones import is_utc

_OPTIONS = ("user", "account", "password", "authenticator", "database", "schema", "warehouse", "role")
_SESSION = {"TIMEZONE": "UTC", "TIMESTAMP_TYPE_MAPPING": "TIMESTAMP_NTZ", "DEFAULT_NULL_ORDERING": "LAST"}
"""What queries rely on, whatever is set elsewhere."""

_ZONED = "timestamp('UTC')"
_convert_timezone = builtin("convert_timezone", "timestamp", "string", "string", "timestamp")
_to_timezone = builtin("convert_timezone", _ZONED, "string", _ZONED)
_chr = builtin("chr", "string", "int64")
_unicode = builtin("unicode", "int64", "string")
_regexp_like = builtin("regexp_like", "boolean", "string", "string", "string")
_TRIED = {
    "float64": builtin("try_to_double", "float64", "string"),
    "int64": builtin("try_to_number", "int64", "string"),
    "date": builtin("try_to_date", "date", "string"),
    "timestamp": builtin("try_to_timestamp", "timestamp", "string"),
}
"""Ibis writes casts that fail in the place of those that give null."""


class SnowflakeDialect(SinceEpoch):
    """What Snowflake calls differently."""

    name = "snowflake"

    def __init__(self) -> None:
        """Count by its functions."""
        super().__init__("datediff", "dateadd")

    def local(self, instant: Value, zone: dt.tzinfo) -> Value:
        """Return what clocks of a zone show at an instant."""
        return instant if is_utc(zone) else _convert_timezone("UTC", str(zone), instant)

    def instant_of(self, local_time: Value, zone: dt.tzinfo) -> Value:
        """Return the instant at which clocks of a zone show a time."""
        return local_time if is_utc(zone) else _convert_timezone(str(zone), "UTC", local_time)

    def fail(self, _message: Value) -> Value:
        """Refuse: no function ends a query."""
        raise NotLoweredError("Snowflake has no function that ends a query with a message")

    def rounded(self, number: Value, digits: int) -> Value:
        """Return a decimal number with so many digits, halves away from zero, by the decimals it is written with."""
        return rounded_as_decimals(number, digits)

    def code_point(self, text: Value) -> Value:
        """Return the code point of the first character of texts that are not empty, int64."""
        return _unicode(text)

    def character(self, code_point: Value) -> Value:
        """Return the character with a code point, int64."""
        return _chr(code_point)

    def in_utc(self, instant: Value) -> Value:
        """Return an instant with a time zone as a timestamp without one, in UTC."""
        return _to_timezone("UTC", instant).cast("timestamp")

    def prepared(self, table: ibis.Table) -> ibis.Table:
        """Return the table with casts that give null, and with patterns as Snowflake reads them: of whole texts."""
        return rewritten(table, _rewritten)


def _rewritten(node: operations.Node) -> operations.Node:
    _refuse_arrays(node)
    match node:
        case operations.TryCast():
            return _tried(node)
        case operations.RegexSearch():
            form = _form(node.pattern).removeprefix("(?s)").removeprefix(r"\A").removesuffix(r"\z")
            return _op(_regexp_like(node.arg.to_expr(), form, "s"))
        case operations.RegexExtract() | operations.RegexReplace():
            form = _form(node.pattern).replace(r"\A", "^").replace(r"\z", "$")
            return node.copy(pattern=_op(ibis.literal(form)))
    return node


def _tried(node: operations.TryCast) -> operations.Node:
    kind = str(node.to.copy(nullable=True))
    if kind not in _TRIED or not node.arg.dtype.is_string():
        raise NotLoweredError(f"Snowflake has no conversion to {kind} that gives null")
    return _op(_TRIED[kind](node.arg.to_expr()))


def _refuse_arrays(node: operations.Node) -> None:
    if not isinstance(node, operations.Value) or isinstance(node, operations.Field):
        return
    if any(isinstance(each, operations.Value) and each.dtype.is_array() for each in (node, *node.args)):
        raise NotLoweredError("the lists of Snowflake hold values of no type")


def _form(pattern: operations.Value) -> str:
    """Return a regular expression with blanks in the place of their escapes, which its pages don't name."""
    if not isinstance(pattern, operations.Literal):
        raise NotLoweredError("a regular expression is computed")
    form = str(pattern.value)
    for blank, escape in ((r"\f", "\f"), (r"\x0B", "\v"), (r"\t", "\t"), (r"\n", "\n"), (r"\r", "\r")):
        form = form.replace(blank, escape)
    return form


def _op(value: Value) -> operations.Node:
    return value.op()


def connect(options: Mapping[str, Any], _folder: Path) -> Connection:
    """Connect to an account.

    Args:
        options: `account`, and `user` with `password` or `authenticator`; `warehouse` and `role` with which to ask;
            `database` and `schema`, where tables are that are named without them.
        _folder: Not needed.

    Raises:
        SwellError: It can't be reached, or an option is none of these.
    """

    def begin(**settings: Any) -> Any:
        return ibis.snowflake.connect(**settings, create_object_udfs=False, session_parameters=_SESSION)

    backend = reached("snowflake", options, _OPTIONS, begin)
    return remote(SnowflakeDialect(), finder(backend), backend.to_pyarrow)
