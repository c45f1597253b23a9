"""Changed rows alone, put into what was computed before, give what a run for all rows gives; or it says why not."""

import datetime as dt
import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.columns import Frame
from engine.physical.run import RunSetting, run
from engine.plan.build import Setting, build
from engine.preparation import PlanSetting, check
from engine.recipes.decoded import as_table
from engine.recipes.incremental import Increment, increment
from engine.recipes.row_wise import Full
from engine.rules.driver import optimize
from engine.snapshot import DatasetCache, Snapshot
from engine.store import Store
from saql.parser import parse
from saql.typed import statements as typed

NOW = dt.datetime(2026, 5, 20, 12, tzinfo=dt.UTC)
PLANNING = PlanSetting(NOW, dt.UTC, True)
SCHEMAS = {
    "deals": pa.schema(
        [
            ("Id", pa.string()),
            ("Account", pa.string()),
            ("Owner", pa.string()),
            ("Amount", pa.float64()),
            ("Close", pa.date32()),
            ("Tags", pa.list_(pa.string())),
        ]
    ),
    "accounts": pa.schema(
        [("Id", pa.string()), ("Industry", pa.string()), ("Owner", pa.string()), ("Staff", pa.float64())]
    ),
    "users": pa.schema([("Id", pa.string()), ("Region", pa.string())]),
}
Row = dict[str, Any]

_KEYS = {"deals": "abcdefghijkl", "accounts": "ABCDE", "users": "xyz"}
_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "Account": st.none() | st.sampled_from("ABCDEF"),
    "Owner": st.none() | st.sampled_from("xyzw"),
    "Amount": st.none() | st.integers(0, 4).map(float),
    "Close": st.none() | st.dates(dt.date(2026, 1, 1), dt.date(2026, 3, 1)),
    "Tags": st.none()
    | st.lists(st.sampled_from(["blue", "red"]), max_size=2, unique=True).map(lambda each: sorted(each) or None),
    "Industry": st.none() | st.sampled_from(["Bank", "Farm"]),
    "Staff": st.none() | st.integers(0, 4).map(float),
    "Region": st.none() | st.sampled_from(["North", "South"]),
}


def rows_of(name: str) -> st.SearchStrategy[Row]:
    fields = {each: _VALUES[each] for each in SCHEMAS[name].names if each != "Id"}
    return st.fixed_dictionaries({"Id": st.sampled_from(_KEYS[name]), **fields})


def unique_rows(name: str, fewest: int) -> st.SearchStrategy[list[Row]]:
    return st.lists(rows_of(name), min_size=fewest, max_size=12, unique_by=lambda each: each["Id"])


FIRST = st.fixed_dictionaries({"deals": unique_rows("deals", 5), "accounts": unique_rows("accounts", 3)})
CHANGES = st.fixed_dictionaries(
    {
        name: st.tuples(st.lists(rows_of(name), max_size=3), st.lists(st.sampled_from(_KEYS[name]), max_size=2))
        for name in SCHEMAS
    }
)
LOADS = 'd = load "deals"; a = load "accounts"; u = load "users";'
PIECES = [
    "d = filter d by Amount > 1;",
    'd = filter d by Account != "B";',
    'd = filter d by date(Close_Year, Close_Month, Close_Day) in ["2026-01-10".."2026-02-20"];',
    "a = filter a by Staff > 1;",
    "a = foreach a generate Id, Industry, Owner, upper(Id) as Key, Staff; a = order a by Staff desc;",
    "d = augment d by Account, a by Id generate a.Industry as F1, a.Owner as F2;",
    'd = augment d by Account, a by Id generate a.Industry as F3; d = filter d by F3 == "Bank";',
    "d = augment d by Account, a by Id generate a.Owner as F4; d = augment d by F4, u by Id generate u.Region as F5;",
    "d = augment d by Account, a by Id generate a.Owner as F6; d = join d by coalesce(F6, Owner) semi, u by Id;",
    "d = augment d by (Account, Owner), a by (Id, Owner) generate a.Staff as F7;",
    "d = join d by Account anti, a by Id;",
    "d = join d by Owner semi, u by Id;",
    "d = augment d by Owner, u by Id generate u.Region as F8;",
    "d = order d by Amount;",
    "d = augment d by Account, d by Account generate count() as F9, sum(d.Amount) as F0;",
    "r = filter d by Amount > 2; d = join d by Account semi, r by Account;",
    "t = group d by (Owner, Account); t = filter t by Amount > 0; t = foreach t generate Owner as K, sum(Amount) as T;"
    " t = filter t by T > 2; d = augment d by Owner, t by K generate t.T as G1;",
    "a = augment a by Id, d by Account generate d.Id as F; d = augment d by Account, a by Id generate a.F as G2;",
]


@st.composite
def recipes(draw: st.DrawFn) -> str:
    pieces = draw(st.lists(st.sampled_from(PIECES), min_size=1, max_size=5, unique=True))
    text = " ".join(pieces)
    names = [
        "Id",
        "Account",
        "Amount * 2 as Double",
        "Close_Year as Year",
        "Close",
        "Tags",
        *re.findall(r"as ([FG]\d)", text),
    ]
    return f"{LOADS} {text} d = foreach d generate {', '.join(names)};"


class Workbench:
    """A store, and recipes over it: computed whole, or what changed since."""

    def __init__(self, folder: Path) -> None:
        self.store = Store(folder)

    def write(self, first: Mapping[str, Sequence[Row]]) -> None:
        with self.store.transaction(created=NOW) as change:
            for name, schema in SCHEMAS.items():
                rows = first.get(name, [{"Id": each, "Region": "North"} for each in "xy"])
                change.write(name, pa.Table.from_pylist(list(rows), schema))

    def change(self, changes: Mapping[str, tuple[Sequence[Row], Sequence[str]]]) -> None:
        with self.store.transaction(created=NOW) as change:
            for name, (rows, deleted) in changes.items():
                table = pa.Table.from_pylist(list(rows), SCHEMAS[name])
                deletes = pa.table({"Id": pa.array(deleted, pa.string())})
                change.upsert(name, table, key=["Id"], deletes=deletes, compact=False)

    def versions(self) -> dict[str, int]:
        return {name: self.store.newest(name) for name in SCHEMAS}

    def checked(self, text: str) -> tuple[typed.Query, Snapshot]:
        snapshot = DatasetCache(self.store).snapshot()
        return check(parse(text), snapshot, makes_dataset=True), snapshot

    def whole(self, text: str) -> pa.Table:
        query, snapshot = self.checked(text)
        plan = optimize(build(query, Setting(snapshot.dataset, NOW, dt.UTC)))
        return as_table(run(plan, RunSetting(snapshot.source)))

    def increment(self, text: str, before: Mapping[str, int], key: Sequence[str] = ("Id",)) -> Increment | Full | None:
        query, snapshot = self.checked(text)
        return increment(query, key, before, snapshot, PLANNING, RunSetting(snapshot.source))


def texts(table: pa.Table) -> list[str]:
    return sorted(repr(each) for each in table.to_pylist())


def read(store: Store, name: str) -> list[str]:
    with store.open(name) as dataset:
        return texts(pa.Table.from_batches(dataset.batches()))


@settings(max_examples=40, deadline=None)
@given(text=recipes(), first=FIRST, changes=st.lists(CHANGES, min_size=1, max_size=2))
def test_changed_rows_give_what_a_run_for_all_rows_gives(text: str, first: Any, changes: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        bench = Workbench(Path(folder))
        bench.write(first)
        bench.store.write("result", bench.whole(text), created=NOW).close()
        before = bench.versions()
        for change in changes:
            bench.change(change)
        found = bench.increment(text, before)
        if isinstance(found, Full):
            assert "is looked up for" in found.reason
            return
        if found is not None:
            rows = as_table(found.rows)
            bench.store.upsert("result", rows, key=["Id"], deletes=found.gone, created=NOW).close()
        assert read(bench.store, "result") == texts(bench.whole(text))


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    bench = Workbench(tmp_path)
    deals = [{"Id": each, "Account": "A", "Amount": 1.0} for each in "abc"]
    bench.write({"deals": deals, "accounts": [{"Id": "A", "Industry": "Bank"}, {"Id": "B", "Industry": "Farm"}]})
    return bench


LOOKUP = LOADS + "d = augment d by Account, a by Id generate a.Industry as Industry;"
PROJECTED = "d = foreach d generate Id, Amount;"


def after_a_change(bench: Workbench, text: str, name: str = "deals", key: Sequence[str] = ("Id",)) -> object:
    before = bench.versions()
    rows = {"deals": {"Id": "c", "Amount": 2.0}, "accounts": {"Id": "A", "Industry": "Farm"}, "users": {"Id": "x"}}
    bench.change({name: ([rows[name]], [])})
    return bench.increment(text, before, key)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("d = group d by Id; d = foreach d generate Id, count() as Amount;", "it groups rows"),
        (
            "d = group d by Id; d = foreach d generate Id, sum(sum(Amount)) over ([..0] order by Id) as Amount;",
            "it has a window",
        ),
        (
            "d = flatten d by Id, Account generate path as Path; d = foreach d generate Id, Path;",
            "it follows rows up a hierarchy (flatten)",
        ),
        (
            "d = foreach d generate Id, lag(Amount) over ([..] partition by all order by Id) as Before;",
            "it has a window",
        ),
        ("d = limit d 2;" + PROJECTED, "it takes some of the rows by their place (limit, offset)"),
        (
            "d = foreach d generate Id, Amount; u = foreach u generate Id, 1 as Amount; d = union d, u;",
            "it puts streams together (union)",
        ),
        ("d = foreach d generate Id, now() as Now;", "it asks for the instant at which it runs (now)"),
        ("d = foreach d generate upper(Id) as Id;", "its key Id is not a field of deals as it is there"),
    ],
)
def test_what_takes_a_run_for_all_rows_is_said(bench: Workbench, text: str, reason: str) -> None:
    assert after_a_change(bench, LOADS + text) == Full(reason)


def test_a_recipe_without_a_key_runs_for_all_rows(bench: Workbench) -> None:
    assert after_a_change(bench, LOADS + PROJECTED, key=()) == Full("it has no key")


def test_a_key_that_was_looked_up_is_none(bench: Workbench) -> None:
    text = "d = augment d by Account, a by Id generate a.Id as Key; d = foreach d generate Key;"
    found = after_a_change(bench, LOADS + text, key=["Key"])
    assert found == Full("its key Key is not a field of deals as it is there")


GROUPED = """d = load "deals"; t = load "deals"; t = group t by Account; t = foreach t generate Account as Key,
sum(Amount) as Total; {} d = augment d by Account, t by Key generate t.Total as Total;
d = foreach d generate Id, Total;"""


def test_of_groups_that_are_looked_up_only_those_of_changed_rows_matter(bench: Workbench) -> None:
    bench.change({"deals": ([{"Id": each, "Account": "B", "Amount": 5.0} for each in "de"], [])})
    found = after_a_change(bench, GROUPED.format("t = filter t by Total > 2;"))
    assert isinstance(found, Increment)  # c left account A for none
    assert texts(as_table(found.rows)) == [repr({"Id": each, "Total": None}) for each in "abc"]


@pytest.mark.parametrize(
    ("further", "reason"),
    [
        ("t = limit t 3;", "it takes some of the rows by their place (limit, offset)"),
        ("t = foreach t generate Key, lag(Total) over ([..] order by Key) as Total;", "it has a window"),
        ("t = foreach t generate upper(Key) as Key, Total;", "it groups rows"),
    ],
)
def test_groups_that_depend_on_others_take_a_run_for_all_rows(bench: Workbench, further: str, reason: str) -> None:
    found = after_a_change(bench, GROUPED.format(further))
    assert found == Full(f"deals changed, and where it looks that up {reason}")


def test_aggregates_of_rows_with_a_key_are_those_of_the_key(bench: Workbench) -> None:
    text = LOADS + "a = augment a by Id, d by Account generate sum(d.Amount) as Total, collect(d.Id) as Deals;"
    found = after_a_change(bench, text)
    assert isinstance(found, Increment)
    shown = {"Id": "A", "Industry": "Bank", "Owner": None, "Staff": None, "Total": 2.0, "Deals": ["a", "b"]}
    assert texts(as_table(found.rows)) == [repr(shown)]


def test_what_is_looked_up_in_a_lookup_takes_a_run_for_all_rows(bench: Workbench) -> None:
    text = """a = augment a by Owner, u by Id generate u.Region as Region;
    d = augment d by Account, a by Id generate a.Region as Region; d = foreach d generate Id, Region;"""
    reason = "users changed, which is looked up for accounts before accounts is looked up"
    assert after_a_change(bench, LOADS + text, "users") == Full(reason)


def test_after_a_compaction_all_rows_are_run(bench: Workbench) -> None:
    before = bench.versions()
    bench.change({"deals": ([{"Id": "c", "Amount": 2.0}], [])})
    bench.store.compact("deals").close()
    found = bench.increment(LOADS + PROJECTED, before)
    assert found == Full("deals was written anew or compacted after version 1")


def test_where_nothing_changed_nothing_is_computed_whatever_the_query(bench: Workbench) -> None:
    grouped = LOADS + "d = group d by Account; d = foreach d generate Account, count() as Deals;"
    before = bench.versions()
    with bench.store.transaction(created=NOW) as change:
        change.note("deals", {"seen": True})
    assert bench.increment(grouped, before) is None


def test_only_rows_that_look_up_what_changed_are_computed(bench: Workbench) -> None:
    bench.change({"deals": ([{"Id": "d", "Account": "B", "Amount": 5.0}], [])})
    found = after_a_change(bench, LOOKUP + "d = foreach d generate Id, Industry;", "accounts")
    assert isinstance(found, Increment)
    assert texts(as_table(found.rows)) == [repr({"Id": each, "Industry": "Farm"}) for each in "abc"]


def test_the_other_datasets_do_not_matter_where_they_are_not_read(bench: Workbench) -> None:
    assert after_a_change(bench, LOADS + PROJECTED, "accounts") is None


def test_rows_of_one_key_of_which_a_filter_lets_one_through_stay_one_row(tmp_path: Path) -> None:
    bench = Workbench(tmp_path)
    deals = [{"Id": "a", "Owner": "x", "Amount": each} for each in (0.0, 1.0)]
    bench.write({"deals": deals, "accounts": []})
    text = 'd = load "deals"; d = filter d by Amount > 0; d = foreach d generate Id, Amount;'
    before = bench.versions()
    added = pa.Table.from_pylist([{"Id": "a", "Amount": 0.0}], SCHEMAS["deals"])
    with bench.store.transaction(created=NOW) as change:
        change.append("deals", added, compact=False)
    found = bench.increment(text, before)
    assert isinstance(found, Increment)
    assert isinstance(found.rows, Frame)
    assert texts(as_table(found.rows)) == [repr({"Id": "a", "Amount": 1.0})]
