"""Spark: a local one in this process, a cluster by its URL, or one that is reached through Spark Connect (sc://)."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ibis
import pyarrow as pa
from pyarrow import parquet
from pyspark.sql import SparkSession

from engine.errors import SwellError
from engine.ibis.connection import Connection
from engine.ibis.dialects.builtin import builtin
from engine.ibis.dialects.spark_sql import SparkSqlDialect
from engine.ibis.embedded import EmbeddedTables
from engine.ibis.mapped import MappedTables, named_table
from engine.ibis.stream import Value
from engine.kernels import arrow

if TYPE_CHECKING:
    from collections.abc import Iterable

_decode = builtin("decode", "string", "binary", "string")
_unhex = builtin("unhex", "binary", "string")
_hex = builtin("hex", "string", "int64")

_KEPT_VERSIONS = 2
"""Copies of a dataset that stay in the folder: the newest, and one that a query may be reading."""

_SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.sql.execution.topKSortFallbackThreshold": "100000",  # beyond, the first rows would fill the heap
    "spark.sql.parser.manageParserCaches": "true",  # what it learns of forms of SQL fills the heap in the end
    "spark.sql.parser.parserDfaCacheFlushThreshold": "20000",
}
"""What queries rely on, whatever is set elsewhere."""

_LOCAL_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.shuffle.partitions": "2",
    "spark.driver.memory": "2g",
}
"""For a Spark in this process, where nothing else is set."""


class SparkDialect(SparkSqlDialect):
    """What Spark calls differently."""

    name = "spark"

    def character(self, code_point: Value) -> Value:
        """Return the character with a code point, int64."""
        return _decode(_unhex(_hex(code_point).lpad(8, "0")), "UTF-32")


class _Folder:
    """Parquet files in a folder that Spark reads: its workers have to see it, too."""

    takes_fields = False

    def __init__(self, backend: Any, session: SparkSession, folder: Path) -> None:
        self._backend = backend
        self._session = session
        self._folder = folder

    def put(self, name: str, rows: pa.Table, version: str) -> ibis.Table:
        """Return rows as a table."""
        file = self._folder / f"{_file_name(version)}.parquet"
        if not file.exists():
            self._folder.mkdir(parents=True, exist_ok=True)
            being_written = file.with_suffix(f".{name}")
            parquet.write_table(_in_utc(rows), being_written)
            being_written.replace(file)
            self._remove_older(version)
        self._session.read.parquet(str(file.resolve())).createOrReplaceTempView(name)
        return self._backend.table(name)

    def drop(self, name: str) -> None:
        """Let go of a table; its file stays for other processes."""
        self._session.catalog.dropTempView(name)

    def files(self, name: str, addresses: Sequence[str]) -> ibis.Table:
        """Return Parquet files as one table."""
        found = [each.replace("s3://", "s3a://", 1) for each in addresses]
        self._session.read.parquet(*found).createOrReplaceTempView(name)
        return self._backend.table(name)

    def named(self, name: str) -> ibis.Table:
        """Return a table that is there."""
        return named_table(self._backend, name)

    def _remove_older(self, version: str) -> None:
        dataset = _file_name(version.rpartition("@")[0] + "@")
        files: Iterable[Path] = (each for each in self._folder.glob("*.parquet") if each.name.startswith(dataset))
        by_version = sorted(files, key=lambda each: int(each.stem.removeprefix(dataset) or 0))
        for each in by_version[:-_KEPT_VERSIONS]:
            each.unlink(missing_ok=True)


def _file_name(version: str) -> str:
    """Return a name of letters that file systems and Spark take as they are."""
    return re.sub(r"[^A-Za-z0-9._@-]", lambda found: f"={ord(found.group()):x}=", version)


def _in_utc(rows: pa.Table) -> pa.Table:
    """Return the rows with instants marked as such: Spark takes others for times of any clock."""
    instant = pa.timestamp("us", "UTC")
    columns = [arrow.cast(each, instant) if pa.types.is_timestamp(each.type) else each for each in rows.columns]
    return pa.Table.from_arrays(columns, names=rows.column_names)


def connect(options: Mapping[str, Any], folder: Path) -> Connection:
    """Start Spark or reach it.

    Args:
        options: `master` is where it runs, by default `local[2]`: `local-cluster[2,1,1024]`, `spark://host:7077` or
            `sc://host:15002`; `config` has settings of Spark by name.
        folder: Where copies of datasets are kept.

    Raises:
        SwellError: It can't be reached, or an option is none of these.
    """
    unknown = set(options) - {"master", "config"}
    if unknown:
        raise SwellError(
            f"[engines.spark]: there is no setting '{min(unknown)}'.",
            hint="Settings here: master, config. What Spark itself has is set in [engines.spark.config].",
        )
    warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
    session = _session(str(options.get("master", "local[2]")), options.get("config", {}))
    backend = ibis.pyspark.connect(session)
    place = _Folder(backend, session, folder)

    def run(table: ibis.Table) -> pa.Table:
        # Ibis would go through pandas, whose dates end in 2262
        return session.sql(backend.compile(table)).toArrow()

    tables = MappedTables(place, EmbeddedTables(place))
    return Connection(SparkDialect(), tables, run, lambda table: backend.compile(table, pretty=True))


def _session(master: str, config: Mapping[str, Any]) -> SparkSession:
    remote = master.startswith("sc://")
    settings = {**(_LOCAL_SETTINGS if master.startswith("local") else {}), **config, **_SETTINGS}
    builder: Any = SparkSession.builder.appName("swell")
    builder = builder.remote(master) if remote else builder.master(master)
    for key, value in settings.items():
        builder = builder.config(key, str(value))
    try:
        session: SparkSession = builder.getOrCreate()
    except Exception as error:  # Java and gRPC raise classes of their own
        said = " ".join(str(error).split())[:300]
        raise SwellError(
            f"Spark can't be reached at {master}: {said}", hint="Is Java 17 there, and the URL right?"
        ) from error
    if not remote:
        session.sparkContext.setLogLevel("ERROR")
    return session
