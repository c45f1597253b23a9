"""Matches run by themselves: after datasets changed, and a while after the last decision."""

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pytest

import swell
from engine.matching.decisions import Key
from swell.cli.init import write_skeleton
from swell.jobs.assembly import Jobs, assemble

NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def workspace(tmp_path: Path) -> swell.Workspace:
    write_skeleton(tmp_path, "Team")
    found = swell.open(tmp_path)
    write(found, "Alder", "Quill")
    return found


def write(workspace: swell.Workspace, *names: str) -> None:
    ids = pa.array([str(each) for each in range(len(names))])
    workspace.write("account", pa.table({"Id": ids, "Name": pa.array(names)}))


def wanted(jobs: Jobs) -> list[str]:
    """Return what waits after a look, and do it."""
    jobs.watch_matches()
    waiting = jobs.runs.in_state("waiting")
    for each in waiting:
        done = jobs.scheduler.do(each)
        assert done is not None
        assert done.state == "done", done.message
    return [each.work for each in waiting]


def test_a_match_that_ran_once_runs_after_changes_and_decisions(workspace: swell.Workspace) -> None:
    moment = [NOW]
    jobs = assemble(workspace, lambda: moment[0])
    assert wanted(jobs) == []  # nobody asked for it yet
    run = jobs.runs.ask("match", "match accounts", "ada", NOW)
    assert jobs.scheduler.do(run).message == "2 records are 2 customers; 0 pairs to review."  # type: ignore[union-attr]
    assert wanted(jobs) == []
    write(workspace, "Alder", "Quill", "Merro")
    assert wanted(jobs) == ["match accounts"]
    decisions = jobs.matching.decisions
    moment[0] = NOW + dt.timedelta(minutes=5)
    decisions.add("accounts", [(Key("account", "0"), Key("account", "1"))], "same", "ada", moment[0])
    assert wanted(jobs) == []  # somebody may be at it
    moment[0] += dt.timedelta(minutes=2)
    assert wanted(jobs) == ["match accounts"]
    assert wanted(jobs) == []


def test_a_match_that_fails_is_not_asked_for_again_and_again(workspace: swell.Workspace) -> None:
    (workspace.folder / "matching").mkdir()
    (workspace.folder / "matching" / "accounts.toml").write_text(
        '[[sources]]\ndataset = "account"\nid = "Id"\nname = "Gone"\n'
    )
    jobs = assemble(workspace, lambda: NOW)
    jobs.watch_matches()
    (run,) = jobs.runs.in_state("waiting")
    failed = jobs.scheduler.do(run)
    assert failed is not None
    assert (failed.state, "no field 'Gone'" in failed.message) == ("failed", True)
    jobs.watch_matches()
    assert jobs.runs.in_state("waiting") == []
