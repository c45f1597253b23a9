"""Recipes as jobs, on a schedule and after a sync."""

from collections.abc import Callable
from pathlib import Path

import pytest

import swell
from swell.jobs.assembly import Jobs
from swell.jobs.runs import Run as JobRun

from .conftest import Clock, sell
from .test_sync_jobs import connected, crm

__all__ = ["connected", "crm"]


def write(folder: Path, name: str, text: str) -> None:
    file = folder / "recipes" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(text)


def do(jobs: Jobs, work: str, clock: Clock) -> JobRun:
    found = jobs.scheduler.do(jobs.runs.ask(work, work, "test", clock()))
    assert found is not None
    return found


def test_recipes_are_a_kind_of_work(folder: Path, jobs_of: Callable[..., Jobs], clock: Clock) -> None:
    write(folder, "won.saql", 'q = load "deals"; q = filter q by Stage == "Won";')
    write(folder, "won.toml", 'schedule = {every = "day", at = "06:00"}')
    jobs = jobs_of(folder)
    assert jobs.schedules()["recipe won"].work == "recipes won"
    done = do(jobs, "recipes won", clock)
    assert (done.state, done.message) == ("done", "1 of 1 recipe run, the others are fresh.")
    assert swell.open(folder).store.open("won").rows == 1
    sell(folder, {"Lost": 1.0})
    assert do(jobs, "recipes", clock).state == "done"
    assert swell.open(folder).store.open("won").rows == 0
    assert "deals has version 2, it was 1" in "".join(each.text for each in jobs.runs.log(done.id + 1))


def test_a_recipe_that_fails_fails_the_job_and_says_why(
    folder: Path, jobs_of: Callable[..., Jobs], clock: Clock
) -> None:
    write(folder, "won.saql", 'q = load "deal";')
    write(folder, "all.saql", 'q = load "deals";')
    jobs = jobs_of(folder)
    done = do(jobs, "recipes", clock)
    assert (done.state, done.message) == ("failed", "These recipes left their datasets as they were: won.")
    assert 'won: failed (there is no dataset "deal")' in [each.text for each in jobs.runs.log(done.id)]
    assert "all" in swell.open(folder).store


def test_a_key_in_the_log_shows_no_value(folder: Path, jobs_of: Callable[..., Jobs], clock: Clock) -> None:
    sell(folder, {"Secret": 1.0, "Other": 1.0})
    write(folder, "keyed.saql", 'q = load "deals"; q = foreach q generate Amount as Amount, "Secret" as Key;')
    write(folder, "keyed.toml", 'key = "Key"')
    jobs = jobs_of(folder)
    done = do(jobs, "recipes", clock)
    told = "\n".join(each.text for each in jobs.runs.log(done.id))
    assert "1 row has the same Key as another" in told
    assert "Secret" not in told


@pytest.mark.parametrize(
    ("settings", "beside", "runs"),
    [
        ("", "", True),
        ("\n[recipes]\nafter_sync = false\n", "", False),
        ("\n[recipes]\nafter_sync = false\n", 'after = "acme"', True),
        ("", "after = []", False),
    ],
)
def test_recipes_run_after_a_sync(
    connected: Path, jobs_of: Callable[..., Jobs], clock: Clock, settings: str, beside: str, runs: bool
) -> None:
    with (connected / "swell.toml").open("a") as file:
        file.write(settings)
    write(connected, "open_deals.saql", 'q = load "opportunity"; q = filter q by IsClosed == "false";')
    write(connected, "open_deals.toml", beside)
    jobs = jobs_of(connected)
    done = do(jobs, "sync acme", clock)
    assert done.state == "done", done.message
    assert ("open_deals" in swell.open(connected).store) == runs
    assert done.message.endswith("1 of 1 recipe run, the others are fresh." if runs else "rows read.")
