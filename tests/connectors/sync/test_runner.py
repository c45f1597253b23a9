"""The sync runner over a CRM in memory: what is read, what the datasets have afterwards, and what is told."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from memory_crm import MemoryCrm, number, text

from connectors.errors import LimitError, ObjectRefusedError, ResumeLostError, SchemaChangedError, UnreachableError
from connectors.sync.events import Event, ObjectStarted, Remark
from connectors.sync.runner import RunResult, Sync
from connectors.sync.settings import ConnectionSettings, Demand
from engine.quality.errors import PublishBlockedError
from engine.quality.gate import RuleGate
from engine.store import Store


class Pace:
    def seconds(self) -> float:
        return 0.0

    def sleep(self, seconds: float) -> None:
        pass


class Bench:
    """A CRM, a store, and runs between them."""

    def __init__(self, folder: Path) -> None:
        self.crm = MemoryCrm()
        self.store = Store(folder, gate=RuleGate(folder.parent / "quality"))
        self.events: list[Event] = []
        self.runs = 0

    def sync(self, *objects: str, demand: Demand | None = None, **settings: Any) -> RunResult:
        self.runs += 1
        self.events = []
        self.crm.tick(minutes=5)
        chosen = objects or tuple(self.crm.objects_by_name)
        made = ConnectionSettings(name="crm", kind="memory", objects=chosen, **settings)
        sync = Sync(
            connector=self.crm, settings=made, datasets=(), store=self.store, pace=Pace(), report=self.events.append
        )
        return sync.run(demand or Demand(), f"run-{self.runs}")

    def rows(self, name: str) -> dict[str, dict[str, Any]]:
        with self.store.open(f"crm.{name}") as dataset:
            table = pa.Table.from_batches(list(dataset.batches()))
        return {row["Id"]: row for row in table.to_pylist()}

    def agrees(self, *names: str) -> bool:
        return all(self.rows(name) == self.crm.objects_by_name[name].rows for name in names)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    bench = Bench(tmp_path / "data")
    bench.crm.add("Deal", text("Name"), number("Amount"))
    for each in range(10):
        bench.crm.put("Deal", f"d{each}", Name=f"Deal {each}", Amount=float(each))
    return bench


def test_first_sync_brings_all_rows(bench: Bench) -> None:
    result = bench.sync()

    assert (result.rows, result.gone, result.failures) == (10, 0, {})
    assert result.datasets == ("crm.Deal",)
    assert bench.agrees("Deal")


def test_second_sync_reads_only_the_window(bench: Bench) -> None:
    bench.sync()
    bench.crm.tick(hours=3)
    bench.sync()
    bench.crm.put("Deal", "d3", Amount=33.0)
    bench.crm.put("Deal", "new", Name="New", Amount=1.0)

    result = bench.sync()

    assert result.rows == 2
    assert bench.agrees("Deal")
    assert bench.crm.calls[-1] == "Deal: Id,Name,Amount,Stamp since"


def test_rows_that_show_late_are_read_within_the_overlap(bench: Bench) -> None:
    bench.sync()
    before = bench.crm.moment
    bench.crm.tick(minutes=8)
    bench.sync()
    bench.crm.put("Deal", "late", Name="Late", Amount=1.0)
    bench.crm.objects_by_name["Deal"].rows["late"]["Stamp"] = before + dt.timedelta(minutes=9)

    bench.sync()

    assert bench.agrees("Deal")


def test_deletions_leave_and_are_logged(bench: Bench) -> None:
    bench.sync()
    bench.crm.delete("Deal", "d4")

    result = bench.sync()

    assert result.gone == 1
    assert bench.agrees("Deal")
    with bench.store.open("crm.gone") as log:
        (row,) = pa.Table.from_batches(list(log.batches())).to_pylist()
    assert (row["Object"], row["Id"], row["Reason"]) == ("Deal", "d4", "deleted")


@pytest.mark.parametrize("forgets", [True, False])
def test_keys_are_compared_where_deletions_are_not_told(bench: Bench, forgets: bool) -> None:
    bench.crm.objects_by_name["Deal"].forgets_deletions = forgets
    bench.crm.objects_by_name["Deal"].reports_deletions = forgets
    bench.sync()
    bench.crm.delete("Deal", "d4")

    bench.sync(demand=Demand(reconcile=not forgets))

    assert bench.agrees("Deal")


def test_keys_are_compared_when_it_is_time(bench: Bench) -> None:
    bench.crm.objects_by_name["Deal"].reports_deletions = False
    bench.sync()
    bench.crm.delete("Deal", "d4")
    bench.sync()
    assert not bench.agrees("Deal")
    bench.crm.tick(days=7)

    bench.sync()

    assert bench.agrees("Deal")


def test_the_brake_holds_when_most_rows_would_go(bench: Bench) -> None:
    for each in range(300):
        bench.crm.put("Deal", f"x{each:03}", Name="x", Amount=1.0)
    bench.sync()
    for each in range(200):
        bench.crm.delete("Deal", f"x{each:03}")
    bench.crm.add("Task", text("Subject"))
    bench.crm.put("Task", "t1", Subject="Call")

    result = bench.sync()

    assert "200 of 310 rows" in str(result.failures["Deal"])
    assert len(bench.rows("Deal")) == 310
    assert bench.agrees("Task")
    bench.sync(demand=Demand(allow_deletions=True))
    assert bench.agrees("Deal")


def test_new_fields_are_filled_in_all_rows(bench: Bench) -> None:
    bench.sync()
    bench.crm.objects_by_name["Deal"].fields["Stage"] = text("Stage")
    for row in bench.crm.objects_by_name["Deal"].rows.values():
        row["Stage"] = "Open"
    bench.crm.tick(hours=1)

    bench.sync()

    assert bench.agrees("Deal")
    assert "Deal: Id,Stage" in bench.crm.calls
    assert Remark(object="Deal", message="New fields: Stage.") in bench.events


def test_vanished_fields_stay_with_their_values(bench: Bench) -> None:
    bench.sync()
    del bench.crm.objects_by_name["Deal"].fields["Amount"]
    bench.crm.put("Deal", "d1", Name="Renamed")

    bench.sync()

    assert bench.rows("Deal")["d1"]["Name"] == "Renamed"
    assert bench.rows("Deal")["d1"]["Amount"] == 1.0
    bench.crm.objects_by_name["Deal"].fields["Amount"] = number("Amount")
    bench.crm.objects_by_name["Deal"].rows["d1"]["Amount"] = 7.0
    bench.crm.tick(hours=1)
    bench.sync()
    assert bench.rows("Deal")["d1"]["Amount"] == 7.0


def test_a_field_of_another_type_is_read_anew(bench: Bench) -> None:
    bench.sync()
    bench.crm.objects_by_name["Deal"].fields["Amount"] = text("Amount")
    for row in bench.crm.objects_by_name["Deal"].rows.values():
        row["Amount"] = str(row["Amount"])

    bench.sync()

    assert bench.agrees("Deal")
    (started,) = [each for each in bench.events if isinstance(each, ObjectStarted)]
    assert started.why == "of another type now: Amount"


def test_calculated_fields_are_refreshed_when_it_is_time(bench: Bench) -> None:
    bench.crm.objects_by_name["Deal"].fields["Weighted"] = number("Weighted", calculated=True)
    bench.crm.tick(hours=1)
    bench.sync()
    for row in bench.crm.objects_by_name["Deal"].rows.values():
        row["Weighted"] = 5.0
    bench.sync()
    assert not bench.agrees("Deal")
    bench.crm.tick(days=1)

    bench.sync()

    assert bench.agrees("Deal")
    assert "Deal: Id,Weighted" in bench.crm.calls


def test_an_object_without_cursor_is_compared_whole(bench: Bench) -> None:
    bench.crm.add("Stage", text("Label"), cursor=None)
    bench.crm.put("Stage", "s1", Label="One")
    bench.crm.put("Stage", "s2", Label="Two")
    bench.sync()
    bench.crm.put("Stage", "s1", Label="First")
    bench.crm.delete("Stage", "s2")

    result = bench.sync()

    assert bench.agrees("Stage")
    assert result.gone == 1


def test_an_object_that_is_refused_leaves_the_others_alone(bench: Bench) -> None:
    result = bench.sync("Deal", "Nothing")

    assert isinstance(result.failures["Nothing"], ObjectRefusedError)
    assert bench.agrees("Deal")


def test_a_run_that_broke_off_goes_on_where_it_was(bench: Bench) -> None:
    bench.crm.fail("Deal", 2, UnreachableError("The line is down."))
    result = bench.sync()
    assert isinstance(result.failures["Deal"], UnreachableError)
    assert "crm.Deal" not in bench.store
    bench.crm.put("Deal", "d0", Amount=99.0)
    bench.crm.delete("Deal", "d1")

    bench.sync()

    assert bench.agrees("Deal")
    (started,) = [each for each in bench.events if isinstance(each, ObjectStarted)]
    assert started.resumed_rows == 6


def test_a_checkpoint_that_leads_nowhere_begins_anew(bench: Bench) -> None:
    bench.crm.fail("Deal", 2, UnreachableError("The line is down."))
    bench.sync()
    bench.crm.fail("Deal", 0, ResumeLostError("The job is gone."))

    assert bench.sync().failures == {}

    assert bench.agrees("Deal")


def test_a_field_that_goes_away_meanwhile_is_described_again(bench: Bench) -> None:
    bench.crm.fail("Deal", 1, SchemaChangedError("Deal has no field 'Old' any more."))

    assert bench.sync().failures == {}

    assert bench.agrees("Deal")


def test_at_the_limit_what_is_complete_is_kept(bench: Bench) -> None:
    bench.crm.add("Task", text("Subject"))
    for each in range(9):
        bench.crm.put("Task", f"t{each}", Subject="Call")
    bench.crm.fail("Task", 1, LimitError("No more calls today."))

    result = bench.sync("Deal", "Task", parallel=1)

    assert list(result.failures) == ["Task"]
    assert bench.agrees("Deal")
    bench.sync("Deal", "Task")
    assert bench.agrees("Deal", "Task")


def test_all_objects_are_published_at_one_stroke(bench: Bench) -> None:
    bench.crm.add("Task", text("Subject"))
    bench.crm.put("Task", "t1", Subject="Call")

    bench.sync()

    created = {name: bench.store.open(name).created for name in bench.store.names()}
    assert len(set(created.values())) == 1


def test_times_of_day_are_texts(bench: Bench) -> None:
    field = text("At")
    bench.crm.add("Visit", type(field)(name="At", label="At", type=pa.time32("ms"), source_type="time"))
    bench.crm.put("Visit", "v1", At=dt.time(9, 30))

    bench.sync("Visit")

    assert bench.rows("Visit")["v1"]["At"] == "09:30:00"


def test_a_record_that_goes_after_it_was_read_is_gone(bench: Bench) -> None:
    bench.sync()
    bench.crm.fail("Deal", 4, UnreachableError("The line is down."))
    bench.sync()
    bench.crm.delete("Deal", "d0")

    bench.sync()

    assert bench.agrees("Deal")


def test_a_look_at_what_stays_as_it_is_makes_no_version(bench: Bench) -> None:
    bench.sync()
    for _ in range(5):
        bench.sync()
    assert bench.store.newest("crm.Deal") == 1
    bench.crm.tick(hours=2)

    bench.sync()

    assert bench.store.newest("crm.Deal") == 2
    bench.crm.put("Deal", "d1", Amount=2.0)
    bench.sync()
    assert bench.agrees("Deal")


@pytest.mark.parametrize("full", [False, True])
def test_rows_that_break_a_rule_keep_all_objects_as_they_were_until_the_crm_is_mended(
    bench: Bench, tmp_path: Path, full: bool
) -> None:
    bench.crm.add("Account", text("Name"))
    bench.crm.put("Account", "a1", Name="One")
    bench.sync()
    (tmp_path / "quality").mkdir()
    (tmp_path / "quality" / "crm.Deal.toml").write_text(
        '[[rule]]\nfield = "Amount"\nmost = 100\nseverity = "block"\nmessage = "Amounts are in thousands."\n'
    )
    bench.crm.put("Account", "a2", Name="Two")
    bench.crm.put("Deal", "d3", Amount=3000.0)
    bench.crm.put("Deal", "d4", Amount=4.5)
    for _ in range(2):
        with pytest.raises(PublishBlockedError, match=r"in thousands\. 1 of 10 rows break it"):
            bench.sync(demand=Demand(full=full))
    assert bench.rows("Account").keys() == {"a1"}
    assert bench.rows("Deal")["d4"]["Amount"] == 4.0

    bench.crm.put("Deal", "d3", Amount=3.0)
    result = bench.sync(demand=Demand(full=full))
    assert (set(result.datasets), result.failures) == ({"crm.Account", "crm.Deal"}, {})
    assert bench.agrees("Account", "Deal")
