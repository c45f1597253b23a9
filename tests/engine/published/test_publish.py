"""Published datasets: what is written anew, what stays; readers find the rows of the dataset in their order."""

import datetime as dt
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.published.errors import NotPublishedError, TargetError
from engine.published.manifest import ROW
from engine.published.publish import publish, published
from engine.published.target import Target, open_target
from engine.store import Store

NOW = dt.datetime(2026, 5, 20, tzinfo=dt.UTC)
Row = dict[str, Any]

SECONDS = st.integers(0, 180 * 86_400).map(lambda each: dt.datetime(2024, 1, 1) + dt.timedelta(seconds=each))
ROWS = st.fixed_dictionaries(
    {
        "Id": st.sampled_from([f"r{number}" for number in range(12)]),
        "Closed": st.none() | SECONDS,
        "Amount": st.none() | st.integers(-5, 5).map(float),
        "Tags": st.lists(st.sampled_from("abc"), unique=True).map(sorted),
    }
)
BATCHES = st.lists(ROWS, unique_by=lambda row: row["Id"], max_size=8)
CHANGES = st.tuples(
    BATCHES, st.sets(st.sampled_from([f"r{number}" for number in range(12)]), max_size=3), st.booleans()
)

SCHEMA = pa.schema(
    [("Id", pa.string()), ("Closed", pa.timestamp("ms")), ("Amount", pa.float64()), ("Tags", pa.list_(pa.string()))]
)


def table(rows: list[Row]) -> pa.Table:
    return pa.Table.from_pylist(rows, SCHEMA)


def stored(store: Store) -> list[Row]:
    return [row for batch in store.open("deals").batches() for row in batch.to_pylist()]


def read(target: Target) -> list[Row]:
    """Read the files that the manifest names, as a program would that knows Parquet alone."""
    found = [
        row
        for file in published(target).files
        for row in pq.ParquetFile(target.path(file.path), filesystem=target.files).read().to_pylist()
    ]
    found.sort(key=lambda row: row.pop(ROW))
    for row in found:
        row["Closed"] = row["Closed"] and row["Closed"].replace(tzinfo=None)
    return found


def plain(rows: list[Row]) -> list[Row]:
    return [{**row, "Closed": row["Closed"] and row["Closed"].replace(tzinfo=None)} for row in rows]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=BATCHES, later=st.lists(CHANGES, max_size=4))
def test_what_is_published_is_what_the_dataset_has_after_any_changes(
    first: list[Row], later: list[tuple[list[Row], set[str], bool]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("published")
    store, target = Store(folder / "data"), open_target(str(folder / "place"), "deals")
    store.write("deals", table(first), created=NOW)
    publish(store.open("deals"), target)
    for rows, gone, compact in later:
        deletes = pa.table({"Id": sorted(gone)}) if gone else None
        store.upsert("deals", table(rows), key=["Id"], created=NOW, deletes=deletes)
        if compact:
            store.compact("deals")
        publish(store.open("deals"), target)
        assert read(target) == plain(stored(store))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    found = Store(tmp_path / "data")
    days = [dt.datetime(2024, 1, 10) + dt.timedelta(days=10 * number) for number in range(12)]
    rows = [{"Id": f"r{number}", "Closed": day, "Amount": float(number), "Tags": []} for number, day in enumerate(days)]
    found.write("deals", table(rows), created=NOW)
    return found


def test_only_the_months_of_changed_rows_are_written(store: Store, tmp_path: Path) -> None:
    target = open_target(str(tmp_path / "place"), "deals")
    first = publish(store.open("deals"), target)
    assert (first.wrote, first.kept, first.why) == (4, 0, "nothing was there")
    moved = {"Id": "r0", "Closed": dt.datetime(2024, 3, 5), "Amount": 100.0, "Tags": ["a"]}
    store.upsert("deals", table([moved]), key=["Id"], created=NOW)
    second = publish(store.open("deals"), target)
    assert (second.wrote, second.kept, second.rows) == (2, 2, 6)  # January lost a row, March got one
    assert publish(store.open("deals"), target).wrote == 0
    assert publish(store.open("deals"), target, whole=True).why == "it was asked for"
    assert read(target) == plain(stored(store))


def test_files_of_the_version_before_stay_for_its_readers(store: Store, tmp_path: Path) -> None:
    target = open_target(str(tmp_path / "place"), "deals")
    publish(store.open("deals"), target)
    first = {target.path(each.path) for each in published(target).files}
    publish(store.open("deals"), target, whole=True)
    second = {target.path(each.path) for each in published(target).files}
    assert not first & second
    assert {str(each) for each in Path(target.folder).rglob("*.parquet")} == first | second
    publish(store.open("deals"), target, whole=True)
    third = {target.path(each.path) for each in published(target).files}
    assert {str(each) for each in Path(target.folder).rglob("*.parquet")} == second | third


def test_other_fields_or_another_dataset_are_written_whole(store: Store, tmp_path: Path) -> None:
    target = open_target(str(tmp_path / "place"), "deals")
    publish(store.open("deals"), target)
    store.write("deals", table([]).append_column("New", pa.array([], pa.string())), created=NOW)
    assert publish(store.open("deals"), target).why == "its fields changed"
    store.write("deals", table([]).append_column("New", pa.array([], pa.string())), created=NOW)
    assert publish(store.open("deals"), target).why == "it was written anew or compacted"
    assert read(target) == []


def test_a_damaged_manifest_is_told_by_readers_and_replaced_by_the_next(store: Store, tmp_path: Path) -> None:
    target = open_target(str(tmp_path / "place"), "deals")
    with pytest.raises(NotPublishedError, match="has no published dataset"):
        published(target)
    publish(store.open("deals"), target)
    manifest = Path(target.path("manifest.json"))
    for text in ("{", "[]", json.dumps({"format": 2}), json.dumps({"format": 1, "name": "deals"})):
        manifest.write_text(text)
        with pytest.raises(NotPublishedError):
            published(target)
    publish(store.open("deals"), target)
    assert read(target) == plain(stored(store))


def test_a_place_that_is_none_is_an_error_that_says_so(store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(TargetError, match="can't be"):
        publish(store.open("deals"), open_target(str(tmp_path / "file"), "deals"))
    with pytest.raises(TargetError, match="can't be reached"):
        open_target("ftp://nowhere/x", "deals")


@pytest.fixture
def object_store(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    server = pytest.importorskip("moto.server", reason="moto, which stands in for S3, is not installed")
    running = server.ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    running.start()
    host, port = running.get_host_and_port()
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "none")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "none")
    yield f"{host}:{port}"
    running.stop()


def test_an_object_store_is_a_place_like_a_folder(object_store: str, store: Store) -> None:
    options = f"endpoint_override={object_store}&scheme=http&region=us-east-1&allow_bucket_creation=true"
    target = open_target(f"s3://crm/swell?{options}", "deals")
    target.files.create_dir("crm")
    publish(store.open("deals"), target)
    store.upsert("deals", table([{"Id": "r3", "Closed": None, "Amount": None, "Tags": []}]), key=["Id"], created=NOW)
    again = publish(store.open("deals"), target)
    assert (again.wrote, again.kept) == (2, 3)
    assert read(target) == plain(stored(store))
    assert threading.active_count() < 50
