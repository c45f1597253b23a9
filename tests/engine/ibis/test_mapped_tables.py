"""Datasets elsewhere, as `[tables]` maps them: published files, tables of an engine; answers are those of the store."""

import datetime as dt
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import swell
from engine.errors import SwellError
from engine.published.publish import publish
from engine.published.target import open_target
from saql.parser import parse_expression
from swell.workspace import Workspace

duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed")
pytest.importorskip("ibis", reason="Ibis is not installed: pip install 'swell[duckdb]'")

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")  # of Ibis itself

NOW = dt.datetime(2026, 5, 20, 12, tzinfo=dt.UTC)
BY_STAGE = """q = load "deals"; q = group q by (Stage, Closed_Month);
q = foreach q generate Stage, Closed_Month, sum(Amount) as total, count() as n, first(Name) as f;
q = order q by (Stage, Closed_Month);"""
ROWS: list[dict[str, Any]] = [
    {
        "Name": f"Deal {number}",
        "Stage": ("Won", "Lost", None)[number % 3],
        "Amount": None if number % 7 == 0 else float(number),
        "Closed": dt.datetime(2026, 1 + number % 5, 1 + number % 28, number % 24),
        "Open": number % 2 == 0,
    }
    for number in range(200)
]


@pytest.fixture
def here(tmp_path: Path) -> Workspace:
    (tmp_path / "here").mkdir()
    found = swell.open(tmp_path / "here")
    found.write("deals", pa.Table.from_pylist(ROWS))
    return found


@pytest.fixture
def there(here: Workspace, tmp_path: Path) -> Path:
    """A workspace that has the dataset only where it was published."""
    publish(here.store.open("deals"), open_target(str(tmp_path / "place"), "deals"))
    return workspace(tmp_path / "there", f'[tables.deals]\npublished = "{tmp_path / "place" / "deals"}"\n')


def workspace(folder: Path, settings: str) -> Path:
    folder.mkdir()
    (folder / "swell.toml").write_text(settings, "utf-8")
    return folder


def test_a_published_dataset_is_asked_like_any_other(here: Workspace, there: Path) -> None:
    assert swell.open(there, engine="duckdb").query(BY_STAGE, now=NOW).rows() == here.query(BY_STAGE, now=NOW).rows()


def test_a_newer_version_is_seen_by_the_next_query(here: Workspace, there: Path, tmp_path: Path) -> None:
    away = swell.open(there, engine="duckdb")
    away.query(BY_STAGE, now=NOW)
    here.write("deals", pa.Table.from_pylist(ROWS[:50]))
    publish(here.store.open("deals"), open_target(str(tmp_path / "place"), "deals"))
    assert away.query(BY_STAGE, now=NOW).rows() == here.query(BY_STAGE, now=NOW).rows()


def test_somebody_who_sees_some_rows_sees_these_elsewhere_too(here: Workspace, there: Path) -> None:
    won = parse_expression("'Stage' == \"Won\" && 'Closed_Month' != \"02\"")
    seen = [each.session.seen_by(lambda _name, _schema: won) for each in (here, swell.open(there, engine="duckdb"))]
    expected, found = (each.query(BY_STAGE, now=NOW).table.to_pylist() for each in seen)
    assert found == expected
    assert {each["Stage"] for each in found} == {"Won"}


def test_the_embedded_engine_knows_its_fields_but_has_no_rows(there: Path) -> None:
    with swell.open(there).store.open("deals") as dataset:
        assert dataset.rows == 200
        assert [each.name for each in dataset.fields] == ["Name", "Stage", "Amount", "Closed", "Open"]
    with pytest.raises(SwellError, match="not in this workspace"):
        swell.open(there).query(BY_STAGE, now=NOW)


def test_a_table_of_the_engine_is_a_dataset(here: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "crm.duckdb"
    with duckdb.connect(str(path)) as database:
        database.execute("create schema sales")
        in_order = sorted(ROWS, key=lambda each: each["Closed"])
        database.register(
            "rows", pa.Table.from_pylist([{**each, "Place": place} for place, each in enumerate(in_order)])
        )
        more = "cast(Amount as decimal(9, 2)) as Exact, 'x' :: blob as B"
        database.execute(f"create table sales.deals as select *, {more} from rows")
    folder = workspace(
        tmp_path / "away",
        f'[engines.duckdb]\ndatabase = "{path}"\n'
        '[tables.deals]\ntable = "sales.deals"\norder = "Place"\nlabel = "Deals"\n',
    )
    away = swell.open(folder, engine="duckdb")
    assert away.query(BY_STAGE, now=NOW).rows() == here.query(BY_STAGE, now=NOW).rows()
    with away.store.open("deals") as dataset:
        assert [each.name for each in dataset.fields] == ["Name", "Stage", "Amount", "Closed", "Open", "Exact"]
        assert dataset.label == "Deals"
    exact = 'q = load "deals"; q = filter q by Open == "true"; q = group q by all; '
    exact += "q = foreach q generate sum(Exact) as t;"
    assert away.query(exact, now=NOW).rows() == here.query(exact.replace("Exact", "Amount"), now=NOW).rows()
    assert swell.open(folder).store.names() == []


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ("", "has to say where the rows are"),
        ('published = "a"\ntable = "b"', "has to say where the rows are"),
        ('tabel = "a"', "there is no setting 'tabel'"),
        ("table = 3", "its settings are texts"),
        ('table = "nowhere"', "failed"),
        ('published = "/nowhere/at/all"', "has no published dataset"),
    ],
)
def test_settings_that_can_not_be_say_what_is_wrong(settings: str, says: str, tmp_path: Path) -> None:
    folder = workspace(tmp_path / "w", f"[tables.deals]\n{settings}\n")
    with pytest.raises(SwellError, match=says):
        swell.open(folder, engine="duckdb").query(BY_STAGE, now=NOW)
