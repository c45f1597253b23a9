"""The SQL that engines elsewhere would run, over tables that nobody has: it can be written and parsed all the same."""

import datetime as dt
import importlib
import re
import warnings
import zoneinfo
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import test_functions_on_back_ends as functions
import test_logic as logic

from engine.back_end import ENGINES, BackEnd, open_back_end
from engine.errors import SwellError
from engine.mapped.dataset import Contents
from engine.mapped.store import MappedStore
from engine.mapped.table import TableSetting
from engine.query_errors import MissingExtraError
from engine.session import Session
from engine.store import Store
from engine.store.fields import DatasetField
from saql.functions.registry import AGGREGATES
from saql.types import Type

ibis = pytest.importorskip("ibis", reason="Ibis is not installed: pip install 'swell[duckdb]'")
sqlglot = pytest.importorskip("sqlglot", reason="sqlglot is not installed: pip install 'swell[duckdb]'")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")  # of Ibis itself

NOW = dt.datetime(2024, 5, 20, 12, tzinfo=dt.UTC)
ZONE = zoneinfo.ZoneInfo("Europe/Berlin")
PAGE = Path(__file__).parents[3] / "docs" / "back-ends.md"
DIALECTS = {
    "databricks": "DatabricksDialect",
    "trino": "TrinoDialect",
    "snowflake": "SnowflakeDialect",
    "bigquery": "BigQueryDialect",
}
TYPES = {
    **dict.fromkeys(("T", "U", "I"), ("dimension", Type.TEXT, "string")),
    **dict.fromkeys(("N", "M"), ("measure", Type.NUMBER, "float64")),
    "W": ("measure", Type.NUMBER, "int64"),
    "D": ("date", Type.DATE, "timestamp"),
    "E": ("date", Type.DATE, "timestamp('UTC')"),
    "Day": ("date", Type.DAY, "date"),
    "V": ("multivalue", Type.MULTIVALUE, "array<string>"),
}
COLUMNS = {
    Type.TEXT: "string",
    Type.NUMBER: "float64",
    Type.DATE: "timestamp",
    Type.DAY: "date",
    Type.MULTIVALUE: "array<string>",
}
EVERY = 9
"""Each so many of the logic tests is written."""
REASONS = (
    "hierarchies are flattened by the embedded engine",
    "missing periods are filled in by the embedded engine",
    "models of series are the embedded engine's",
    "the formats of numbers are the embedded engine's",
    "the digits of decimal numbers differently",
    "no function that ends a query with a message",
    "'Quantile' operation is not defined",
    "remainders of whole numbers only",
    "the lists of Snowflake hold values of no type",
    "a step before it is done by the embedded engine",
)
"""Why a query may be refused: docs/back-ends.md has each."""
FIELDS = tuple(DatasetField(name=name, role=role, type=kind, label=name) for name, (role, kind, _) in TYPES.items())  # type: ignore[arg-type]
READ = ("toDate(I)", 'toDate(I, "dd.MM.yyyy")', "toDateOnly(I)", "toDate(N)")
"""The SQL of others is as long as a book, and alike."""
HERE = ("number_to_string", "erlang_c")
REFUSED = {
    "databricks": ("chr(",),
    "trino": (),
    "snowflake": (),
    "bigquery": ("N % M",),
}
"""What begins the expressions that an engine can't have; docs/back-ends.md has them with their reasons."""
REFUSED_AGGREGATES = {
    "databricks": set[str](),
    "trino": set[str](),
    "snowflake": {"collect"},
    "bigquery": set[str](),
}
STATEMENTS = {
    "filter": 'q = filter q by T in ["a", "b"] && D in ["6 months ago".."current day"] && E_Year == "2024" && N > 1.5; '
    "q = foreach q generate T, E, Day;",
    "group": "q = group q by (T, D_Year); "
    "q = foreach q generate T, D_Year, sum(N) as s, unique(U) as u, first(U) as f; "
    "q = order q by s desc; q = limit q 5;",
    "all": "q = group q by all; q = foreach q generate count() as n, stddev(N) as d;",
    "over groups": "q = group q by T; q = foreach q generate T, "
    "rank() over ([..] partition by all order by sum(N) desc) as r, "
    "sum(sum(N)) over ([-1..0] partition by all order by T) as w;",
    "augment": 'b = load "rows"; q = augment q by T, b by U generate b.N as n; q = foreach q generate T, n;',
    "left": 'b = load "rows"; q = cogroup q by T left, b by U; q = foreach q generate q.T as T, sum(b.N) as n;',
    "union": 'b = load "rows"; q = union q, b; q = group q by all; q = foreach q generate count() as n;',
    "order": "q = foreach q generate T, N; q = order q by (T asc nulls first, N desc nulls last); q = limit q 7;",
}


def nothing(_table: object) -> object:
    raise AssertionError("a query ran")


def rows_of(engine: str) -> dict[str, dict[str, str]]:
    """Return the columns of the table `rows`; lists of Snowflake are of no type."""
    return {"rows": {name: kind for name, (_, _, kind) in TYPES.items() if engine != "snowflake" or name != "V"}}


def back_end(engine: str, tables: Mapping[str, Mapping[str, str]]) -> BackEnd:
    """Return an engine that has tables, with these columns; nothing of it can run."""
    from engine.ibis.back_end import IbisBackEnd
    from engine.ibis.dialects.remote import remote

    dialect = getattr(importlib.import_module(f"engine.ibis.dialects.{engine}"), DIALECTS[engine])()
    connection = remote(dialect, lambda name: ibis.table(tables[name], name=name), nothing)  # type: ignore[arg-type]
    return IbisBackEnd(connection)


def elsewhere(engine: str, folder: Path) -> Session:
    """Return a session whose dataset `rows` is the table of an engine."""
    fields = tuple(each for each in FIELDS if each.name in rows_of(engine)["rows"])
    contents = Contents(version=1, label="rows", fields=fields, main_date="D", rows=10**9, row="W")
    tables = {"rows": TableSetting(name="rows", table="rows", order="W")}
    return Session(
        MappedStore(folder, tables=tables, look=lambda _: contents), back_end=back_end(engine, rows_of(engine))
    )


def with_tables(engine: str, datasets: list[logic.Block], folder: Path) -> Session:
    """Return a session whose datasets are tables of an engine."""
    store = Store(folder)
    for each in datasets:
        logic.write_dataset(store, each)
    found = {}
    for name in store.names():
        with store.open(name) as dataset:
            found[name] = Contents(version=1, label=name, fields=tuple(dataset.fields), main_date=None, rows=10**9)
    columns = {name: {field.name: COLUMNS[field.type] for field in contents.fields} for name, contents in found.items()}
    tables = {name: TableSetting(name=name, table=name) for name in found}
    mapped = MappedStore(folder, tables=tables, look=lambda setting: found[setting.name])
    return Session(mapped, back_end=back_end(engine, columns))


@pytest.fixture(params=list(DIALECTS))
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def session(engine: str, tmp_path: Path) -> Session:
    return elsewhere(engine, tmp_path)


def told(session: Session, written: str) -> str:
    return session.explain(f'q = load "rows"; {written}', "engines", now=NOW, timezone=ZONE)


def parsed(engine: str, text: str) -> None:
    """Parse the SQL of what was explained."""
    statement = text.split("\n\n")[-1]
    assert statement.lstrip().startswith(("SELECT", "WITH"))
    assert not [each for each in ("ibis_udfs", "ROW(") if each in statement]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        tree = sqlglot.parse_one(statement, dialect=engine)
    assert tree.sql(dialect=engine).count("FROM") == statement.count("FROM")


def test_every_engine_elsewhere_is_tested() -> None:
    assert set(ENGINES) == {"arrow", "duckdb", "spark", *DIALECTS}


def test_functions_become_sql_or_are_refused(engine: str, session: Session) -> None:
    for several in functions.EXPRESSIONS.values():
        written = [each for each in several.split(" | ") if engine != "snowflake" or not re.search(r"\bV\b", each)]
        written = [each for each in written if not each.startswith("toDate") or each in READ]
        refused = [each for each in written if each.startswith((*HERE, *REFUSED[engine]))]
        for each in refused:
            with pytest.raises(SwellError, match="can't run this query"):
                told(session, f"q = foreach q generate {each} as c;")
        items = [f"{each} as c{place}" for place, each in enumerate(written) if each not in refused]
        if items:
            parsed(engine, told(session, f"q = foreach q generate {', '.join(items)};"))


def test_aggregates_become_sql_or_are_refused(engine: str, session: Session) -> None:
    from engine.ibis.errors import RefusedError

    refused = set()
    for name in sorted(set(AGGREGATES) - {"grouping"}):
        call = f"{name}(0.5) within group (order by N)" if name.startswith("percentile") else f"{name}(N)"
        call = f"{name}(T)" if name == "collect" else call
        call = f"{name}(N, M)" if name.startswith("regr") else "count()" if name == "count" else call
        try:
            parsed(engine, told(session, f"q = group q by T; q = foreach q generate T, {call} as c;"))
        except RefusedError:
            refused.add(name)
    assert refused == REFUSED_AGGREGATES[engine]
    assert all(f"`{each}`" in PAGE.read_text() for each in refused)


@pytest.mark.parametrize("statement", STATEMENTS)
def test_statements_become_one_query(statement: str, engine: str, session: Session) -> None:
    text = told(session, STATEMENTS[statement])
    assert "arrow finishes" not in text
    parsed(engine, text)


def test_a_full_join_by_keys_that_may_be_null_is_finished_here_where_there_is_none(
    engine: str, session: Session
) -> None:
    text = told(session, 'b = load "rows"; q = cogroup q by T full, b by U; q = foreach q generate sum(q.N) as n;')
    assert ("arrow finishes" in text) == (engine in ("trino", "bigquery"))


def test_bigquery_has_nulls_where_they_belong_in_windows(tmp_path: Path) -> None:
    text = told(elsewhere("bigquery", tmp_path), STATEMENTS["over groups"])
    assert "IS NULL ASC" in text
    assert "IS NULL DESC" in text


@pytest.mark.parametrize("engine", list(DIALECTS))
def test_the_sql_is_as_it_was(
    engine: str, session: Session, golden: Callable[[str, Callable[[str], str]], None]
) -> None:
    golden(f"engines/{engine}.txt", lambda text: told(session, text).rstrip())


def test_a_dataset_of_the_store_is_refused_with_the_way_there(engine: str, tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.write("deals", pa.table({"Owner": ["Ada"]}), created=NOW)
    session = Session(store, back_end=back_end(engine, {}))
    with pytest.raises(SwellError, match=r"swell publish deals URL.* map it"):
        session.explain('q = load "deals"; q = foreach q generate Owner;', "engines", now=NOW)


def test_published_files_are_refused(engine: str, tmp_path: Path) -> None:
    contents = Contents(version=1, label="", fields=FIELDS, main_date=None, rows=1, files=("s3://crm/1.parquet",))
    tables = {"rows": TableSetting(name="rows", published="s3://crm")}
    store = MappedStore(tmp_path, tables=tables, look=lambda _: contents)
    with pytest.raises(SwellError, match="Make a table of the files there"):
        told(Session(store, back_end=back_end(engine, {})), "q = foreach q generate T;")


def test_trino_gets_a_password_over_https_alone(tmp_path: Path) -> None:
    with pytest.raises(SwellError, match="a password goes over https alone") as refused:
        open_back_end("trino", {"host": "trino.example.com", "auth": "geheim"}, tmp_path)
    assert "geheim" not in str(refused.value)


def logic_queries() -> list[Any]:
    every = [each for each in logic.cases() if each.values[1].kind == "query"]
    return every[::EVERY]


@pytest.mark.parametrize(("file", "each"), logic_queries())
def test_queries_of_the_logic_tests_become_sql_or_are_refused(file: Path, each: logic.Block, tmp_path: Path) -> None:
    from engine.ibis.errors import RefusedError

    zone = zoneinfo.ZoneInfo(each.options.get("timezone", "UTC"))
    datasets = [each for each in logic.blocks(file.read_text()) if each.kind == "dataset"]
    for engine in DIALECTS:
        session = with_tables(engine, datasets, tmp_path / engine)
        try:
            text = session.explain("\n".join(each.body), "engines", now=logic.NOW, timezone=zone)
        except RefusedError as refused:
            if any(reason in str(refused) for reason in REASONS):
                continue
            raise
        if "arrow finishes" not in text:
            parsed(engine, text)


def test_a_library_that_is_not_installed_names_the_extra(engine: str, tmp_path: Path) -> None:
    library = {"snowflake": "snowflake.connector", "databricks": "databricks.sql", "bigquery": "google.cloud.bigquery"}
    try:
        importlib.import_module(library.get(engine, engine))
    except ImportError:
        with pytest.raises(MissingExtraError, match=rf"pip install 'swell\[{engine}\]'"):
            open_back_end(engine, {}, tmp_path)
    else:
        pytest.skip("it is installed")


def test_an_unknown_setting_is_named_with_those_there_are(engine: str, tmp_path: Path) -> None:
    with pytest.raises(SwellError, match=rf"\[engines.{engine}\]: there is no setting 'hosst'.\nSettings here: "):
        open_back_end(engine, {"hosst": "x"}, tmp_path)
