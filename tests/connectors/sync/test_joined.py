"""Datasets that are made of synced objects: as if made anew each time, whatever changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from memory_crm import MemoryCrm, number, text

from connectors.sync.ready_made import DatasetPlan, Lookup, parse_plan, plan_names, ready_made_plan
from connectors.sync.runner import Sync
from connectors.sync.settings import ConnectionSettings, Demand
from engine.store import Store

DEALS = DatasetPlan(
    name="deal",
    label="Deals",
    base=("Deal",),
    lookups=(
        Lookup(by="OwnerId", objects=("User", "Team"), fields={"Owner.Name": "Name", "Owner.RoleId": "RoleId"}),
        Lookup(by="Owner.RoleId", objects=("Role",), fields={"Owner.Role": "Title"}),
        Lookup(by="Stage", objects=("Stage",), fields={"Stage.Label": "Label"}, key="Code", where={"Of": "Deal"}),
        Lookup(by="Nothing", objects=("Nobody",), fields={"Lost": "Name"}),
    ),
)
BOTH = DatasetPlan(name="activity", label="Activities", base=("Deal", "Task"))


class Bench:
    def __init__(self, folder: Path) -> None:
        self.crm = MemoryCrm()
        self.store = Store(folder, threads=1)
        self.runs = 0
        self.crm.add("Deal", text("OwnerId"), text("Stage"), number("Amount"))
        self.crm.add("User", text("Name"), text("RoleId"))
        self.crm.add("Team", text("Name"))
        self.crm.add("Role", text("Title"))
        self.crm.add("Stage", text("Code"), text("Of"), text("Label"), cursor=None)
        self.crm.add("Task", text("Subject"), number("Amount"))

    def sync(self, plan: DatasetPlan, demand: Demand | None = None) -> tuple[str, ...]:
        self.runs += 1
        self.crm.tick(minutes=30)
        sync = Sync(
            connector=self.crm,
            settings=ConnectionSettings(name="crm", kind="memory", most_deletions=1.0),
            datasets=(plan,),
            store=self.store,
            pace=Pace(),
            report=lambda _: None,
        )
        return sync.run(demand or Demand(), f"run-{self.runs}").datasets

    def rows(self, name: str) -> dict[str, dict[str, Any]]:
        with self.store.open(name) as dataset:
            table = pa.Table.from_batches(list(dataset.batches()))
        return {row["Id"]: row for row in table.to_pylist()}

    def expected_deals(self) -> dict[str, dict[str, Any]]:
        """Join by hand."""
        live = {name: each.rows for name, each in self.crm.objects_by_name.items()}
        stages = {row["Code"]: row["Label"] for row in live["Stage"].values() if row["Of"] == "Deal"}
        found = {}
        for key, row in live["Deal"].items():
            owner = live["User"].get(row["OwnerId"]) or live["Team"].get(row["OwnerId"]) or {}
            role = live["Role"].get(owner.get("RoleId"), {})
            found[key] = {
                **row,
                "Owner.Name": owner.get("Name"),
                "Owner.RoleId": owner.get("RoleId"),
                "Owner.Role": role.get("Title"),
                "Stage.Label": stages.get(row["Stage"]),
            }
        return found


class Pace:
    def seconds(self) -> float:
        return 0.0

    def sleep(self, seconds: float) -> None:
        pass


def fill(bench: Bench) -> None:
    bench.crm.put("Role", "r1", Title="Seller")
    bench.crm.put("User", "u1", Name="Ann", RoleId="r1")
    bench.crm.put("Team", "t1", Name="North")
    bench.crm.put("Stage", "s1", Code="won", Of="Deal", Label="Won")
    bench.crm.put("Stage", "s2", Code="won", Of="Case", Label="Solved")
    for each in range(20):
        owner = ("u1", "t1", "nobody")[each % 3]
        bench.crm.put("Deal", f"d{each}", OwnerId=owner, Stage="won", Amount=float(each))
    bench.crm.tick(hours=2)


def test_rows_have_what_they_refer_to(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    fill(bench)

    assert "deal" in bench.sync(DEALS)

    assert bench.rows("deal") == bench.expected_deals()
    assert bench.rows("deal")["d0"]["Owner.Role"] == "Seller"
    assert bench.rows("deal")["d1"]["Owner.Name"] == "North"
    assert bench.rows("deal")["d2"]["Stage.Label"] == "Won"


def test_only_rows_that_changed_or_refer_to_a_change_are_written(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    fill(bench)
    bench.sync(DEALS)
    bench.sync(DEALS)
    bench.crm.tick(hours=2)
    bench.crm.put("Team", "t9", Name="Nobody's")
    bench.crm.put("Deal", "d3", Amount=1000.0)

    bench.sync(DEALS)

    with bench.store.open("deal") as dataset:
        first, *others = dataset.parts
        assert first.rows == 20
        assert [each.rows for each in others] == [1]
    assert bench.rows("deal") == bench.expected_deals()


def test_nothing_is_written_where_nothing_changed(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    fill(bench)
    bench.sync(DEALS)

    assert "deal" not in bench.sync(DEALS)


def test_rows_of_several_objects_stand_together(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    fill(bench)
    bench.crm.put("Task", "k1", Subject="Call", Amount=2.0)

    bench.sync(BOTH)
    bench.crm.put("Task", "k1", Subject="Call again")
    bench.crm.delete("Deal", "d5")
    bench.sync(BOTH)

    rows = bench.rows("activity")
    assert len(rows) == 20
    assert rows["k1"]["Object"] == "Task"
    assert rows["k1"]["Subject"] == "Call again"
    assert (rows["d1"]["Object"], rows["d1"]["Subject"]) == ("Deal", None)


CHANGES = st.tuples(
    st.sampled_from(["deal", "owner", "user", "team", "role", "stage", "delete deal", "delete user", "field", "sync"]),
    st.integers(0, 19),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(CHANGES, min_size=1, max_size=12))
def test_what_is_renewed_equals_what_is_made_anew(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[str, int]]
) -> None:
    bench = Bench(tmp_path_factory.mktemp("store"))
    fill(bench)
    bench.sync(DEALS)
    for change, number_ in changes:
        _do(bench, change, number_)
    bench.sync(DEALS)

    expected = bench.expected_deals()
    assert {key: {**row, "Weight": None, **expected[key]} for key, row in bench.rows("deal").items()} == {
        key: {"Weight": None, **row} for key, row in expected.items()
    }


def _do(bench: Bench, change: str, chosen: int) -> None:
    crm = bench.crm
    match change:
        case "deal":
            crm.put("Deal", f"d{chosen}", OwnerId="u1", Stage="won", Amount=7.5, Weight=None)
        case "user":
            crm.put("User", f"u{chosen % 3}", Name=f"User {chosen}", RoleId=f"r{chosen % 2}")
        case "team":
            crm.put("Team", "t1", Name=f"Team {chosen}")
        case "role":
            crm.put("Role", f"r{chosen % 2}", Title=f"Role {chosen}")
        case "stage":
            crm.put("Stage", "s1", Code="won", Of="Deal", Label=f"Won {chosen}")
        case "field":
            crm.objects_by_name["Deal"].fields["Weight"] = number("Weight")
        case "sync":
            bench.sync(DEALS)
        case _:
            _do_with_known(crm, change, chosen)


def _do_with_known(crm: MemoryCrm, change: str, chosen: int) -> None:
    """Change or delete a record, where it is there."""
    live = crm.objects_by_name
    if change == "owner" and f"d{chosen}" in live["Deal"].rows:
        crm.put("Deal", f"d{chosen}", OwnerId="u2")
    elif change == "delete deal" and f"d{chosen}" in live["Deal"].rows:
        crm.delete("Deal", f"d{chosen}")
    elif change == "delete user" and f"u{chosen % 3}" in live["User"].rows:
        crm.delete("User", f"u{chosen % 3}")


@pytest.mark.parametrize(
    ("kind", "name"), [(kind, name) for kind in ("salesforce", "hubspot") for name in plan_names(kind)]
)
def test_ready_made_plans_can_be_read(kind: str, name: str) -> None:
    plan = ready_made_plan(kind, name)

    assert plan.label
    assert plan.datasets
    for dataset in plan.datasets:
        brought = {field for lookup in dataset.lookups for field in lookup.fields}
        assert len(brought) == sum(len(each.fields) for each in dataset.lookups)


def test_a_plan_may_have_a_prefix() -> None:
    plan = parse_plan("p", {"label": "P", "datasets": [{"name": "deal", "label": "Deals", "from": ["Deal"]}]})

    assert [each.name for each in plan.with_prefix("hub_").datasets] == ["hub_deal"]


def test_a_dataset_notes_which_fields_its_fields_are_taken_from(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    fill(bench)
    bench.sync(DEALS)
    bench.sync(BOTH)
    with bench.store.open("deal") as deals, bench.store.open("activity") as activities:
        noted, both = (each.manifest.notes["made"]["from"] for each in (deals, activities))
        assert list(noted) == [each.name for each in deals.fields]
    assert noted["Amount"] == {"of": [["crm.Deal", "Amount"]], "by": None}
    assert noted["Owner.Name"] == {"of": [["crm.User", "Name"], ["crm.Team", "Name"]], "by": "OwnerId"}
    assert noted["Owner.RoleId"] == {"of": [["crm.User", "RoleId"]], "by": "OwnerId"}
    assert both["Amount"]["of"] == [["crm.Deal", "Amount"], ["crm.Task", "Amount"]]
    assert both["Object"]["of"] == []
