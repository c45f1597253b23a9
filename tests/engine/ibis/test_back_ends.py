"""What goes to another engine, what the embedded one finishes, and what is refused."""

import datetime as dt
from pathlib import Path
from typing import get_args

import pyarrow as pa
import pytest

from engine.back_end import open_back_end
from engine.errors import SwellError
from engine.plan import nodes
from engine.security.bind import bind
from engine.security.predicate import parse_predicate
from engine.session import Session
from engine.store import Store
from saql import SaqlError
from saql.functions.registry import AGGREGATES, RANKINGS, REGISTRY
from saql.schema import Schema
from saql.syntax.expressions import Expression

pytest.importorskip("ibis", reason="Ibis is not installed: pip install 'swell[duckdb]'")
pytest.importorskip("duckdb", reason="DuckDB is not installed: pip install 'swell[duckdb]'")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")  # of Ibis itself

NOW = dt.datetime(2024, 5, 20, 12, tzinfo=dt.UTC)
PAGE = Path(__file__).parents[3] / "docs" / "back-ends.md"
FILLED = """q = load "deals"; q = group q by (Close_Year, Close_Month);
q = foreach q generate Close_Year, Close_Month, count() as n;
q = fill q by (dateCols=(Close_Year, Close_Month, "Y-M"));"""
BY_OWNER = 'q = load "deals"; q = group q by Owner; q = foreach q generate Owner, count() as n;'


@pytest.fixture
def session(tmp_path: Path) -> Session:
    store = Store(tmp_path / "data")
    columns = {
        "Owner": ["Ada", "Bo", "Ada", None],
        "Amount": [1.5, 2.0, None, 4.0],
        "Code": ["1", "x", "3", None],
        "Close": pa.array([dt.datetime(2024, month, 2) for month in (1, 4, 4, 1)], pa.timestamp("ms")),
    }
    store.write("deals", pa.table(columns), created=NOW)
    return Session(store, back_end=open_back_end("duckdb", {"threads": 1}, tmp_path / "engines"))


def test_every_function_has_a_form_or_a_reason_on_the_page() -> None:
    from engine.ibis import functions  # noqa: F401  (registers the lowerings)
    from engine.ibis.functions import grouped, registry

    page = PAGE.read_text()
    for each in REGISTRY.values():
        assert (each.kernel in registry.LOWERINGS) != (each.kernel in registry.LOCAL), each.name
    assert all(f"`{kernel}`" in page for kernel in registry.LOCAL)
    assert {each.kernel for each in AGGREGATES.values()} - set(grouped.AGGREGATES) == {"grouping"}


def test_every_statement_has_a_form_or_a_reason() -> None:
    from engine.ibis.lowering import LOCAL, LOWERINGS

    assert set(get_args(nodes.Node)) == set(LOWERINGS) | set(LOCAL)
    assert not set(LOWERINGS) & set(LOCAL)


@pytest.mark.parametrize("ranking", sorted(RANKINGS))
def test_rankings_run_there(ranking: str, session: Session) -> None:
    argument = {"lag": "n", "lead": "n", "ntile": "2", "first_value": "n", "last_value": "n"}.get(ranking, "").replace(
        "n", "count()"
    )
    query = f"""q = load "deals"; q = group q by Owner;
        q = foreach q generate Owner, {ranking}({argument}) over ([..] partition by all order by count() desc) as r;"""
    assert "arrow finishes" not in session.explain(query, "engines", now=NOW)
    assert session.query(query, now=NOW).table == Session(session.store).query(query, now=NOW).table


def test_what_follows_an_aggregate_may_be_finished_here(session: Session) -> None:
    told = session.explain(FILLED, "engines", now=NOW)
    there, here = told.split("arrow finishes:")
    assert [each in there for each in ("GROUP BY", "scan deals@1")] == [True, True]
    assert [each in here for each in ("fill ['Close_Year', 'Close_Month'] Y-M", "scan result 1")] == [True, True]
    months = session.query(FILLED, now=NOW).table.column("Close_Month").to_pylist()
    assert months == ["01", "02", "03", "04"]


def test_too_many_rows_are_refused_before_anything_runs() -> None:
    from engine.ibis.errors import RefusedError
    from engine.ibis.lowering import Lowered
    from engine.ibis.split import LOCAL_ROWS, split

    scan = nodes.Scan("deals", 1, Schema(()))
    top = nodes.Sort(nodes.Limit(scan, 10), ())
    lowered = Lowered({id(scan): None}, {id(top.input): "it has no limit"})  # type: ignore[dict-item]
    assert len(split(top, lowered, "duckdb", lambda *_: LOCAL_ROWS).parts) == 1
    with pytest.raises(RefusedError, match=r"The engine duckdb can't run this query: it has no limit. .* limit 10"):
        split(top, lowered, "duckdb", lambda *_: LOCAL_ROWS + 1)


def test_a_text_that_is_no_number_ends_the_query_where_it_stands(session: Session) -> None:
    query = 'q = load "deals"; q = foreach q generate string_to_number(Code) as n;'
    with pytest.raises(SaqlError) as theirs:
        session.query(query, now=NOW)
    with pytest.raises(SaqlError) as mine:
        Session(session.store).query(query, now=NOW)
    assert str(theirs.value) == str(mine.value)


def test_rows_that_are_not_seen_do_not_count(session: Session) -> None:
    def sight(_name: str, schema: Schema) -> Expression:
        return bind(parse_predicate("'Owner' == \"Ada\""), schema, {})

    seen = session.seen_by(sight)
    assert seen.query(BY_OWNER, now=NOW).table.to_pylist() == [{"Owner": "Ada", "n": 2}]
    assert session.query(BY_OWNER, now=NOW).table.num_rows == 3


def test_facets_hold_there(session: Session) -> None:
    from saql.parser import parse

    statement = parse('q = load "deals"; q = filter q by Amount > 1.7;').statements[1]
    filters = {"deals": [statement.predicate]}  # type: ignore[union-attr]
    found = session.query(BY_OWNER, now=NOW, filters=filters).table.to_pylist()
    assert found == [{"Owner": "Bo", "n": 1}, {"Owner": None, "n": 1}]


def test_the_session_stops_at_its_row_limit(session: Session) -> None:
    result = session.query('q = load "deals"; q = foreach q generate Owner;', now=NOW, row_limit=2)
    assert (result.table.num_rows, result.truncated) == (2, True)


def test_a_new_version_is_read(session: Session) -> None:
    session.query(BY_OWNER, now=NOW)
    session.store.write("deals", pa.table({"Owner": ["Cy"]}), created=NOW)
    assert session.query(BY_OWNER, now=NOW).table.to_pylist() == [{"Owner": "Cy", "n": 1}]


def test_a_run_is_measured_as_a_whole(session: Session) -> None:
    profile = session.profile(BY_OWNER, now=NOW, clock=lambda: 0.0)
    assert (profile.kernels, profile.rows, profile.steps) == ("duckdb", 3, ())
    assert "duckdb" in str(profile)


def test_an_unknown_engine_is_named_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(
        SwellError,
        match=r"There is no engine 'duckbd'.\nThe engines there are: arrow, duckdb, spark, databricks, trino",
    ):
        open_back_end("duckbd", {}, tmp_path)
