"""Engines elsewhere: they are reached over the network, and have tables of their own; nothing is copied there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, NoReturn, Protocol

import ibis
import ibis.expr.operations as operations
import pyarrow as pa
from ibis.common.exceptions import OperationNotDefinedError

from engine.errors import SwellError
from engine.ibis.connection import Connection
from engine.ibis.dialects.dialect import Dialect
from engine.ibis.errors import NotLoweredError
from engine.ibis.mapped import MappedTables, named_table
from engine.ibis.stream import Value
from engine.store import Dataset


class RemoteDialect(Dialect, Protocol):
    """What one engine elsewhere calls differently. Its name is also Ibis' name for it."""

    def in_utc(self, instant: Value) -> Value:
        """Return an instant with a time zone as a timestamp without one, in UTC."""

    def prepared(self, table: ibis.Table) -> ibis.Table:
        """Return a table in the forms that Ibis writes correctly for the engine.

        Raises:
            NotLoweredError: There is none.
        """


class _OwnTables:
    """The tables that an engine has."""

    def __init__(self, dialect: RemoteDialect, find: Callable[[str], ibis.Table]) -> None:
        self._dialect = dialect
        self._find = find

    def files(self, _name: str, _addresses: Sequence[str]) -> NoReturn:
        """Refuse published files: to read them, the engine would need a table over them."""
        raise SwellError(
            f"The engine {self._dialect.name} reads no published files.",
            hint='Make a table of the files there, and map it: table = "schema.table" in place of published.',
        )

    def named(self, name: str) -> ibis.Table:
        """Return a table that is there, its instants in UTC."""
        table = self._find(name)
        zoned = [each for each, kind in table.schema().items() if kind.is_timestamp() and kind.timezone]
        return table.mutate(**{each: self._dialect.in_utc(table[each]) for each in zoned}) if zoned else table


class _NoCopies:
    """Refuses datasets of the store."""

    def __init__(self, engine: str) -> None:
        self._engine = engine

    def table(self, dataset: Dataset, _fields: Collection[str]) -> NoReturn:
        """Refuse a dataset."""
        raise SwellError(
            f'The dataset "{dataset.name}" is in the store of this workspace; the engine {self._engine} has no copy.',
            hint=f"Publish it (swell publish {dataset.name} URL), make a table of the files there, and map it under "
            "[tables] in swell.toml. See docs/scale.md.",
        )


def remote(
    dialect: RemoteDialect, find: Callable[[str], ibis.Table], run: Callable[[ibis.Table], pa.Table]
) -> Connection:
    """Return the connection to an engine elsewhere.

    Args:
        dialect: What it calls differently.
        find: Returns a table that is there, by its name: `table`, `schema.table` or `catalog.schema.table`.
        run: Returns the rows of an Ibis table.
    """

    def sql(table: ibis.Table) -> str:
        return str(ibis.to_sql(dialect.prepared(table), dialect=dialect.name))

    def check(table: ibis.Table) -> None:
        try:
            sql(table)
        except OperationNotDefinedError as error:
            raise NotLoweredError(f"Ibis can't write it for the engine ({error})") from error

    tables = MappedTables(_OwnTables(dialect, find), _NoCopies(dialect.name))
    return Connection(dialect, tables, lambda table: run(dialect.prepared(table)), sql, check)


def reached(name: str, options: Mapping[str, Any], known: Sequence[str], connect: Callable[..., Any]) -> Any:
    """Return Ibis' object for an engine.

    Args:
        name: The engine's name.
        options: Its settings.
        known: The settings that there are.
        connect: Connects with the settings, and with what is fixed.

    Raises:
        SwellError: A setting is none of these, or the engine can't be reached.
        ImportError: Its library is not installed.
    """
    unknown = set(options) - set(known)
    if unknown:
        raise SwellError(
            f"[engines.{name}]: there is no setting '{min(unknown)}'.",
            hint=f"Settings here: {', '.join(known)}. With _env after it, one names a variable that has the value.",
        )
    try:
        return connect(**options)
    except ImportError:
        raise
    except Exception as error:  # each library has classes of its own
        said = " ".join(str(error).split())[:300]
        raise SwellError(
            f"The engine {name} can't be reached: {said}", hint=f"Look at [engines.{name}] in swell.toml."
        ) from error


def finder(backend: Any) -> Callable[[str], ibis.Table]:
    """Return what finds the tables of Ibis' object for an engine."""
    return lambda name: named_table(backend, name)


def rewritten(table: ibis.Table, rewrite: Callable[[operations.Node], operations.Node]) -> ibis.Table:
    """Return a table with each of its operations rewritten, from the inner ones outwards."""

    def step(node: operations.Node, changed: Mapping[str, Any] | None) -> operations.Node:
        return rewrite(node.__recreate__(changed) if changed else node)

    done: ibis.Table = table.op().replace(step).to_expr()
    return done


def refuse_full_joins(node: operations.Node) -> None:
    """Refuse a full join by keys of which null is one like any other.

    Raises:
        NotLoweredError: It is one.
    """
    if not isinstance(node, operations.JoinLink) or node.how != "outer":
        return
    if any(isinstance(each, operations.IdenticalTo) for each in node.predicates):
        raise NotLoweredError("it has no full join whose keys may be null")
