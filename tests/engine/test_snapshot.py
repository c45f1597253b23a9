"""What a query opens is as it was at one moment, whatever is published while it opens."""

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pytest

from engine.query_errors import DatasetsChangingError
from engine.session import Session
from engine.snapshot import DatasetCache, Snapshot
from engine.store import Store

NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
NAMES = ("accounts", "deals")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "data", old_versions=0)


def publish(store: Store) -> None:
    with store.transaction(created=NOW) as change:
        for name in NAMES:
            change.write(name, pa.table({"N": [1]}))


@pytest.mark.parametrize("references", [NAMES, NAMES[::-1]])
@pytest.mark.parametrize("times", range(4))
def test_a_publication_between_two_datasets_is_noticed(store: Store, references: tuple[str, ...], times: int) -> None:
    publish(store)
    turns = []

    def versions(snapshot: Snapshot) -> set[int]:
        found = {snapshot.dataset(references[0]).version}
        turns.append(1)
        if len(turns) <= times:
            publish(store)
        return found | {snapshot.dataset(references[1]).version}

    assert DatasetCache(store).consistently(versions) == {store.newest("deals")}
    assert len(turns) == times + 1


def test_a_dataset_that_appears_with_a_newer_one_is_not_missed(store: Store) -> None:
    store.write("accounts", pa.table({"N": [1]}), created=NOW).close()
    turns = []

    def look(snapshot: Snapshot) -> list[object]:
        deals = snapshot.find("deals")
        turns.append(1)
        if len(turns) == 1:
            publish(store)
        return [deals, snapshot.dataset("accounts").version]

    deals, accounts = DatasetCache(store).consistently(look)
    assert deals is not None
    assert accounts == 2


def test_one_dataset_and_fixed_versions_are_good_whatever_is_published(store: Store) -> None:
    publish(store)
    held = [store.open("deals"), store.open("accounts")]

    def look(snapshot: Snapshot) -> int:
        snapshot.dataset("deals@1")
        snapshot.dataset("accounts@1")
        publish(store)
        return snapshot.dataset("deals").version

    assert DatasetCache(store).consistently(look) == 2
    assert [each.version for each in held] == [1, 1]


def test_datasets_that_change_all_the_time_are_given_up(store: Store) -> None:
    publish(store)

    def look(snapshot: Snapshot) -> None:
        snapshot.dataset("deals")
        snapshot.dataset("accounts")
        publish(store)

    with pytest.raises(DatasetsChangingError, match='"deals", "accounts"'):
        DatasetCache(store).consistently(look)


def test_a_query_of_a_dataset_that_is_missing_says_so(store: Store) -> None:
    publish(store)
    text = 'a = load "accounts"; b = load "cases"; c = union a, b;'
    with pytest.raises(Exception, match="cases"):
        Session(store).query(text, now=NOW)
