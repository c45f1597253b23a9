"""What breaks a rule that blocks is not published, nor what changes with it; what breaks another is noted."""

import contextlib
import datetime as dt
import threading
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.quality.errors import PublishBlockedError, RulesError
from engine.quality.gate import RuleGate
from engine.store import Store, StoreWriteError

NOW = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)
BLOCK = '[[rule]]\nfield = "Id"\nunique = true\nseverity = "block"\n'
GOOD, BAD = pa.table({"Id": ["a", "b"]}), pa.table({"Id": ["a", "a"]})


@pytest.fixture
def store(tmp_path: Path) -> Store:
    (tmp_path / "quality").mkdir()
    return Store(tmp_path / "data", gate=RuleGate(tmp_path / "quality"))


def rules(store: Store, name: str, text: str) -> None:
    (store.folder.parent / "quality" / f"{name}.toml").write_text(text)


def files(store: Store) -> dict[str, bytes]:
    found = sorted(each for each in store.folder.rglob("*") if each.is_file() and each.name != "LOCK")
    return {str(each.relative_to(store.folder)): each.read_bytes() for each in found}


def write(store: Store, *changes: tuple[str, pa.Table | None]) -> None:
    """Write datasets together; None deletes one."""
    with store.transaction(created=NOW) as change:
        for name, table in changes:
            if table is None:
                change.delete(name)
            else:
                change.write(name, table)


def noted(store: Store, name: str) -> object:
    with store.open(name) as dataset:
        return dataset.manifest.notes.get("quality")


def test_rows_that_break_a_rule_that_blocks_change_nothing(store: Store) -> None:
    store.write("deals", GOOD, created=NOW, notes={"mine": 1}).close()
    rules(store, "deals", BLOCK)
    before = files(store)
    with pytest.raises(PublishBlockedError) as raised:
        store.write("deals", BAD, created=NOW)
    assert '"deals" is not published: "Id" differs from row to row. 2 of 2 rows break it.' in raised.value.message
    assert "quality/deals.toml" in (raised.value.hint or "")
    assert str(store.folder.parent) not in str(raised.value)
    assert files(store) == before
    with pytest.raises(PublishBlockedError):
        store.write("deals", pa.table({"Other": [1]}), created=NOW)
    assert files(store) == before
    store.write("deals", pa.table({"Id": ["c"]}), created=NOW).close()
    assert noted(store, "deals") == []


def test_datasets_that_change_together_are_refused_together(store: Store) -> None:
    store.write("accounts", GOOD, created=NOW).close()
    rules(store, "deals", BLOCK)
    before = files(store)
    with pytest.raises(PublishBlockedError):
        write(store, ("accounts", pa.table({"Id": ["z"]})), ("deals", BAD))
    assert (store.names(), store.newest("accounts"), noted(store, "accounts")) == (["accounts"], 1, None)
    assert {name: each for name, each in files(store).items() if "account" in name} == before


def test_a_rule_that_warns_is_noted_and_the_note_goes_when_it_is_kept(store: Store) -> None:
    rules(store, "deals", BLOCK.replace("block", "warn"))
    store.write("deals", BAD, created=NOW, notes={"mine": 1}).close()
    assert noted(store, "deals") == [
        {"rule": '"Id" differs from row to row.', "found": "2 of 2 rows break it.", "rows": 2}
    ]
    with store.open("deals") as dataset:
        assert (dataset.version, dataset.manifest.notes["mine"]) == (1, 1)
    store.write("deals", GOOD, created=NOW).close()
    assert noted(store, "deals") == []
    (store.folder.parent / "quality" / "deals.toml").unlink()
    store.write("deals", GOOD, created=NOW).close()
    assert noted(store, "deals") is None


def test_all_ways_to_change_rows_are_asked_and_others_are_not(store: Store) -> None:
    store.write("deals", pa.table({"Id": ["a", "b"], "N": [1, 2]}), created=NOW).close()
    rules(store, "deals", '[[rule]]\nfield = "N"\nmost = 2\nseverity = "block"\n')
    with pytest.raises(PublishBlockedError), store.transaction(created=NOW) as change:
        change.append("deals", pa.table({"Id": ["c"], "N": [3]}))
    with pytest.raises(PublishBlockedError):
        store.upsert("deals", pa.table({"Id": ["a"], "N": [3]}), key=["Id"], created=NOW)
    with pytest.raises(PublishBlockedError), store.transaction(created=NOW) as change:
        change.update("deals", pa.table({"Id": ["a"], "N": [3]}), key=["Id"])
    assert store.versions("deals") == [1]
    store.upsert("deals", pa.table({"Id": ["a"], "N": [0]}), key=["Id"], created=NOW).close()

    rules(store, "deals", '[[rule]]\nfield = "N"\nmost = -9\nseverity = "block"\n')  # the rows are as they were
    store.compact("deals").close()
    with store.transaction(created=NOW) as change:
        change.note("deals", {"mine": 2})
    store.upsert("deals", pa.table({"Id": ["a"], "N": [0]}), key=["Id"], created=NOW).close()  # nothing changes
    assert store.newest("deals") == 4
    store.delete("deals")


def test_references_see_what_is_published_together(store: Store) -> None:
    rules(store, "deals", '[[rule]]\nfield = "Owner"\nreference = "users.Id"\nseverity = "block"\n')
    owned = pa.table({"Owner": ["u1"]})
    write(store, ("deals", owned), ("users", pa.table({"Id": ["u1"]})))
    with pytest.raises(PublishBlockedError):
        write(store, ("deals", pa.table({"Owner": ["u1", "u2"]})), ("users", pa.table({"Id": ["u1", "u3"]})))
    with pytest.raises(PublishBlockedError):
        write(store, ("users", None), ("deals", owned))
    assert store.names() == ["deals", "users"]


def test_rows_are_compared_with_the_version_that_is_published(store: Store) -> None:
    rules(store, "deals", '[[rule]]\nrows = { drop = 50 }\nseverity = "block"\n')
    store.write("deals", pa.table({"Id": ["a"] * 4}), created=NOW).close()
    with pytest.raises(PublishBlockedError, match="the version before has 4"):
        write(store, ("deals", pa.table({"Id": ["a"] * 3})), ("deals", pa.table({"Id": ["a"]})))
    store.write("deals", pa.table({"Id": ["a"] * 2}), created=NOW).close()


def test_rules_that_can_not_be_read_keep_the_version(store: Store) -> None:
    store.write("deals", GOOD, created=NOW).close()
    rules(store, "deals", "[[rule]]\n")
    before = files(store)
    with pytest.raises(RulesError):
        store.write("deals", GOOD, created=NOW)
    assert files(store) == before
    store.write("others", GOOD, created=NOW).close()


def test_a_disk_that_refuses_after_the_gate_leaves_all_as_it_was(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    import engine.store.publish as publishing

    store.write("deals", GOOD, created=NOW).close()
    rules(store, "deals", BLOCK.replace("block", "warn"))
    before = files(store)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(publishing, "write_flushed", full)
        with pytest.raises(StoreWriteError):
            store.write("deals", BAD, created=NOW)
    assert files(store) == before
    store.write("deals", BAD, created=NOW).close()
    assert len(noted(store, "deals")) == 1  # type: ignore[arg-type]


def test_readers_never_see_rows_that_are_refused(store: Store) -> None:
    store.write("deals", GOOD, created=NOW).close()
    rules(store, "deals", BLOCK)
    seen: list[int] = []
    stop = threading.Event()

    def look() -> None:
        while not stop.is_set():
            with store.open("deals") as dataset:
                seen.append(len(set(next(dataset.batches(["Id"])).column(0).to_pylist())))

    reader = threading.Thread(target=look)
    reader.start()
    for turn in range(20):
        with pytest.raises(PublishBlockedError):
            store.write("deals", BAD, created=NOW)
        store.write("deals", pa.table({"Id": [f"{turn}", "x"]}), created=NOW).close()
    stop.set()
    reader.join()
    assert set(seen) == {2}


CHANGES = st.dictionaries(
    st.sampled_from("ab"),
    st.tuples(st.sampled_from(["write", "append", "upsert"]), st.lists(st.integers(0, 6), min_size=1, max_size=4)),
    min_size=1,
)


@settings(max_examples=25, deadline=None)
@given(transactions=st.lists(CHANGES, min_size=1, max_size=5), most=st.integers(2, 6))
def test_a_transaction_is_published_whole_or_not_at_all(
    tmp_path_factory: pytest.TempPathFactory, transactions: list[dict[str, tuple[str, list[int]]]], most: int
) -> None:
    folder = tmp_path_factory.mktemp("store")
    (folder / "quality").mkdir()
    store = Store(folder / "data", gate=RuleGate(folder / "quality"))
    rules(store, "a", f'[[rule]]\nfield = "N"\nmost = {most}\nseverity = "block"\n')
    rules(store, "b", '[[rule]]\nfield = "N"\nunique = true\n[[rule]]\nrows = { most = 8 }\nseverity = "block"\n')
    model: dict[str, list[int]] = {}
    for each in transactions:
        wanted = {**model, **{name: changed(model.get(name), *change) for name, change in each.items()}}
        fine = max(wanted.get("a", [0])) <= most and len(wanted.get("b", [])) <= 8
        with contextlib.nullcontext() if fine else pytest.raises(PublishBlockedError):
            apply(store, each, model)
        model = wanted if fine else model
        assert store.names() == sorted(model)
        for name, numbers in model.items():
            with store.open(name) as dataset:
                found = [n for batch in dataset.batches(["N"]) for n in batch.column(0).to_pylist()]
                assert sorted(found) == sorted(numbers)
                broken = len(dataset.manifest.notes["quality"])
            assert broken == (name == "b" and len(set(numbers)) < len(numbers))


def changed(before: list[int] | None, kind: str, numbers: list[int]) -> list[int]:
    if before is None or kind == "write":
        return numbers
    return (
        before + numbers if kind == "append" else [n for n in before if n not in numbers] + list(dict.fromkeys(numbers))
    )


def apply(store: Store, changes: dict[str, tuple[str, list[int]]], model: dict[str, list[int]]) -> None:
    with store.transaction(created=NOW) as change:
        for name, (kind, numbers) in changes.items():
            rows = pa.table({"N": numbers})
            if name not in model or kind == "write":
                change.write(name, rows)
            elif kind == "append":
                change.append(name, rows)
            else:
                change.upsert(name, rows, key=["N"])
