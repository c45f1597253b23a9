"""Runs: due once, never two of the same, cut off and done anew, cancelled."""

import datetime as dt
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import swell
from engine.errors import SwellError
from swell.jobs.assembly import Jobs, assemble
from swell.jobs.kinds import Context
from swell.jobs.runs import ATTEMPTS, KEPT
from swell.jobs.schedules import Schedule
from swell.jobs.times import Rule

from .conftest import START, Clock

HOURLY = {"tidy": Schedule("tidy", "note hello", Rule(minutes=60))}


class Notes:
    """A kind of work that notes what it is told."""

    def __init__(self, before: Callable[[Context], object] = bool) -> None:
        self.seen: list[str] = []
        self._before = before

    def check(self, argument: str) -> None:
        pass

    def run(self, argument: str, context: Context) -> str:
        self._before(context)
        context.check()
        context.log(f"it is {context.now():%H:%M}")
        self.seen.append(argument)
        return f"noted {argument}"


def work_off(jobs: Jobs) -> list[str]:
    done = []
    for run in jobs.runs.in_state("waiting"):
        found = jobs.scheduler.do(run)
        done.append("elsewhere" if found is None else found.state)
    return done


def test_a_job_is_done_when_it_is_due(folder: Path, clock: Clock, jobs_of: Callable[..., Jobs]) -> None:
    notes = Notes()
    jobs = jobs_of(folder, more={"note": notes})
    clock.pass_(minutes=20)
    assert jobs.scheduler.plan(HOURLY) == {"tidy": START + dt.timedelta(hours=1)}
    assert work_off(jobs) == []
    clock.pass_(minutes=41)
    jobs.scheduler.plan(HOURLY)
    jobs.scheduler.plan(HOURLY)
    assert work_off(jobs) == ["done"]
    run = jobs.runs.latest()[0]
    assert (run.job, run.message, run.cause) == ("tidy", "noted hello", "schedule")
    assert [each.text for each in jobs.runs.log(run.id)] == ["it is 10:01"]
    assert notes.seen == ["hello"]


def test_runs_that_were_missed_happen_once(folder: Path, clock: Clock, jobs_of: Callable[..., Jobs]) -> None:
    jobs_of(folder, more={"note": Notes()}).scheduler.plan(HOURLY)
    clock.pass_(days=3, minutes=5)
    again = jobs_of(folder, more={"note": Notes()})
    assert again.scheduler.plan(HOURLY) == {"tidy": START + dt.timedelta(days=3, hours=1)}
    assert work_off(again) == ["done"]


def test_a_schedule_that_changed_is_due_by_its_new_rule(jobs: Jobs, clock: Clock) -> None:
    jobs.scheduler.plan(HOURLY)
    clock.pass_(hours=2)
    other = {"tidy": Schedule("tidy", "note hello", Rule(minutes=24 * 60))}
    jobs.scheduler.plan(other)
    assert jobs.runs.latest() == []
    jobs.scheduler.plan({})
    assert jobs.scheduler.due() == {}


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 300), st.booleans(), st.booleans()), max_size=12),
    st.dictionaries(st.sampled_from(["a", "b", "c"]), st.integers(1, 200), min_size=1),
)
def test_any_schedules_and_restarts_have_each_due_time_done_once(
    steps: list[tuple[int, bool, bool]], minutes: dict[str, int]
) -> None:
    """After any pauses and restarts a job has run once for each look at which it was due, and is due in the future."""
    schedules = {name: Schedule(name, f"note {name}", Rule(minutes=each)) for name, each in minutes.items()}
    with tempfile.TemporaryDirectory() as folder:
        clock, notes = Clock(), Notes()
        opened = assemble(swell.open(folder), clock, more={"note": notes})
        opened.scheduler.plan(schedules)
        due = {name: each.rule.after(START) for name, each in schedules.items()}
        expected: list[str] = []
        for pause, restarts, works in steps:
            clock.pass_(minutes=pause)
            if restarts:
                opened = assemble(swell.open(folder), clock, more={"note": notes})
            opened.scheduler.plan(schedules)
            waiting = {each.job for each in opened.runs.in_state("waiting")}
            for name, when in due.items():
                if when <= clock.moment:
                    due[name] = schedules[name].rule.after(clock.moment)
                    assert name in waiting
            assert opened.scheduler.due() == due
            if works:
                expected += sorted(waiting)
                assert set(work_off(opened)) <= {"done"}
        assert sorted(notes.seen) == sorted(expected)


def test_no_two_of_the_same_run_at_once(folder: Path, jobs_of: Callable[..., Jobs], clock: Clock) -> None:
    inside, go = threading.Event(), threading.Event()
    slow = Notes(lambda _: (inside.set(), go.wait(20)))
    one, other = jobs_of(folder, more={"note": slow}), jobs_of(folder, more={"note": slow})
    first = one.runs.ask("x", "note x", "test", clock())
    thread = threading.Thread(target=lambda: one.scheduler.do(first))
    thread.start()
    assert inside.wait(20)
    second = other.runs.ask("another name", "note x", "test", clock())
    assert other.scheduler.do(second) is None
    assert other.scheduler.recover() == []
    go.set()
    thread.join()
    assert other.scheduler.do(second).state == "done"  # type: ignore[union-attr]
    assert len(slow.seen) == 2


def test_a_run_whose_process_is_killed_is_marked_and_done_again(
    folder: Path, jobs_of: Callable[..., Jobs], clock: Clock
) -> None:
    script = (
        "import datetime as dt, sys, time, swell\n"
        "from swell.jobs.assembly import assemble\n"
        "class Sleep:\n"
        "    def check(self, argument): pass\n"
        "    def run(self, argument, context): print('in', flush=True); time.sleep(60)\n"
        "jobs = assemble(swell.open(sys.argv[1]), lambda: dt.datetime.now(dt.UTC), more={'note': Sleep()})\n"
        "jobs.scheduler.do(jobs.runs.ask('x', 'note x', 'test', jobs.scheduler.now()))\n"
    )
    notes = Notes()
    jobs = jobs_of(folder, more={"note": notes})
    for attempt in range(1, ATTEMPTS + 1):
        process = subprocess.Popen([sys.executable, "-c", script, str(folder)], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        assert process.stdout.readline() == "in\n"
        assert jobs.scheduler.recover() == []
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        assert [each.attempt for each in jobs.scheduler.recover()] == [attempt]
        assert jobs.scheduler.recover() == []
    assert [each.state for each in jobs.runs.latest()] == ["cut"] * ATTEMPTS
    assert {each.origin for each in jobs.runs.latest()} == {1}
    assert notes.seen == []


def test_what_was_cut_off_is_done(folder: Path, jobs_of: Callable[..., Jobs], clock: Clock) -> None:
    jobs = jobs_of(folder, more={"note": Notes()})
    asked = jobs.runs.ask("x", "note x", "test", clock())
    assert jobs.runs.begin(asked.id, clock())
    jobs.scheduler.recover()
    assert work_off(jobs) == ["done"]
    assert [each.state for each in jobs.runs.latest()] == ["done", "cut"]


def test_a_run_stops_at_its_next_step_when_it_is_cancelled(
    folder: Path, jobs_of: Callable[..., Jobs], clock: Clock
) -> None:
    other = jobs_of(folder)
    notes = Notes(lambda _: other.runs.cancel(1, "ada@example.com", clock()))
    jobs = jobs_of(folder, more={"note": notes})
    found = jobs.scheduler.do(jobs.runs.ask("x", "note x", "test", clock()))
    assert found is not None
    assert (found.state, found.message) == ("cancelled", "Cancelled by ada@example.com.")
    assert notes.seen == []
    waiting = jobs.runs.ask("x", "note x", "test", clock())
    assert jobs.runs.cancel(waiting.id, "bob", clock()).state == "cancelled"
    with pytest.raises(SwellError, match="ended already"):
        jobs.runs.cancel(waiting.id, "bob", clock())


def test_what_fails_says_why_and_takes_nothing_with_it(jobs: Jobs, clock: Clock) -> None:
    for work, said in (("refresh nowhere", "no dashboard 'nowhere'"), ("paint x", "nothing is called 'paint'")):
        found = jobs.scheduler.do(jobs.runs.ask(work, work, "test", clock()))
        assert found is not None
        assert found.state == "failed"
        assert said in found.message


def test_a_mistake_of_ours_says_nothing_of_data(folder: Path, jobs_of: Callable[..., Jobs], clock: Clock) -> None:
    def fails(_: Context) -> None:
        raise ValueError("4711 secret")

    jobs = jobs_of(folder, more={"note": Notes(fails)})
    found = jobs.scheduler.do(jobs.runs.ask("x", "note x", "test", clock()))
    assert found is not None
    assert found.state == "failed"
    assert "4711" not in found.message + "".join(each.text for each in jobs.runs.log(found.id))


def test_old_runs_are_forgotten(folder: Path, jobs_of: Callable[..., Jobs], clock: Clock) -> None:
    jobs = jobs_of(folder, more={"note": Notes()})
    for _ in range(KEPT + 3):
        jobs.scheduler.do(jobs.runs.ask("x", "note x", "test", clock()))
    assert len(jobs.runs.latest(1000)) == KEPT


def test_a_refresh_computes_the_dashboard(jobs: Jobs, clock: Clock) -> None:
    found = jobs.scheduler.do(jobs.runs.ask("warm", "refresh stages", "test", clock()))
    assert found is not None
    assert (found.state, found.message) == ("done", "2 of 2 widgets computed.")


def test_the_background_does_what_is_asked_and_stops(folder: Path, jobs_of: Callable[..., Jobs]) -> None:
    stop, done = threading.Event(), threading.Event()
    notes = Notes(lambda _: done.set())
    jobs = assemble(swell.open(folder), lambda: dt.datetime.now(dt.UTC), more={"note": notes}, stopping=stop.is_set)
    with jobs.background(stop), jobs.background(stop):  # as two processes: one of them is at it
        run = jobs.runs.ask("x", "note x", "test", dt.datetime.now(dt.UTC))
        assert done.wait(20)
        while jobs.runs.find(run.id).state == "running":
            time.sleep(0.01)
    assert notes.seen == ["x"]


def test_a_server_that_stops_leaves_its_runs_to_the_next(folder: Path, jobs_of: Callable[..., Jobs]) -> None:
    stop, inside = threading.Event(), threading.Event()
    slow = Notes(lambda _: (inside.set(), stop.wait(20)))
    jobs = assemble(swell.open(folder), lambda: dt.datetime.now(dt.UTC), more={"note": slow}, stopping=stop.is_set)
    with jobs.background(stop):
        jobs.runs.ask("x", "note x", "test", dt.datetime.now(dt.UTC))
        assert inside.wait(20)
    assert [each.state for each in jobs.runs.latest()] == ["waiting", "cut"]
