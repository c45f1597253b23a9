"""Syncs as jobs, against a CRM on loopback: done, cancelled, and a server that is killed meanwhile."""

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess

import pytest

import swell
from connectors.standins.salesforce import SalesforceStandIn
from connectors.standins.salesforce.demo import demo_world
from swell.jobs.assembly import Jobs

from .conftest import Clock

Run = Callable[..., "CompletedProcess[str]"]


@pytest.fixture
def crm() -> Iterator[SalesforceStandIn]:
    with SalesforceStandIn(demo_world(scale=0.02)) as crm:
        yield crm


@pytest.fixture
def connected(run: Run, crm: SalesforceStandIn, tmp_path: Path) -> Path:
    values = {
        "login_url": crm.url,
        "client_id": crm.org.client_id,
        "client_secret": "stand-in-secret",
        "plans": "sales",
    }
    set_ = [f"--set={key}={value}" for key, value in values.items()]
    assert run("connect", "salesforce", "--name", "acme", *set_).returncode == 0
    with (tmp_path / "swell.toml").open("a") as file:
        file.write('\n[[schedule]]\nname = "nightly"\nrun = "sync acme"\nevery = "day"\nat = "02:00"\n')
    return tmp_path


def test_a_sync_is_a_job(connected: Path, jobs_of: Callable[..., Jobs], clock: Clock) -> None:
    jobs = jobs_of(connected)
    jobs.scheduler.plan(jobs.schedules())
    clock.pass_(days=1)
    jobs.scheduler.plan(jobs.schedules())
    found = jobs.scheduler.do(jobs.runs.in_state("waiting")[0])
    assert found is not None
    assert found.state == "done", found.message
    assert re.search(r"datasets changed, [\d,]+ rows read", found.message)
    assert "opportunity" in swell.open(connected).store.names()
    assert any(each.text.startswith("Opportunity: ") for each in jobs.runs.log(found.id))


def test_a_sync_that_is_cancelled_changes_nothing_and_goes_on_later(
    connected: Path, jobs_of: Callable[..., Jobs], clock: Clock
) -> None:
    jobs = jobs_of(connected)
    run = jobs.runs.ask("nightly", "sync acme", "test", clock())
    note = jobs.runs.note

    def cancelling(number: int, texts: list[str], now: object) -> None:  # somebody cancels at the first page
        note(number, texts, clock())
        if " rows" in texts[0]:
            jobs.runs.cancel(number, "ada", clock())

    object.__setattr__(jobs.scheduler, "runs", _Noting(jobs.runs, cancelling))
    found = jobs.scheduler.do(run)
    assert found is not None
    assert (found.state, found.message) == ("cancelled", "Cancelled by ada.")
    assert swell.open(connected).store.names() == []
    again = jobs_of(connected)
    done = again.scheduler.do(again.runs.ask("nightly", "sync acme", "test", clock()))
    assert done is not None
    assert done.state == "done", done.message


class _Noting:
    """Runs, whose `note` is another."""

    def __init__(self, runs: object, note: object) -> None:
        self._runs = runs
        self.note = note

    def __getattr__(self, name: str) -> object:
        return getattr(self._runs, name)


def test_a_server_that_is_killed_in_a_sync_does_it_again(
    connected: Path, jobs_of: Callable[..., Jobs], clock: Clock, swell_command: Path
) -> None:
    jobs = jobs_of(connected)
    first = jobs.runs.ask("nightly", "sync acme", "test", clock())
    with _serving(swell_command, connected) as server:
        _wait(lambda: jobs.runs.find(first.id).state == "running")
        os.kill(server.pid, signal.SIGKILL)
    with _serving(swell_command, connected) as server:
        _wait(lambda: jobs.runs.latest()[0].state == "done")
        server.terminate()
    assert [each.state for each in jobs.runs.latest()] == ["done", "cut"]
    assert jobs.runs.latest()[0].cause == f"run {first.id}, which was cut off"
    assert "opportunity" in swell.open(connected).store.names()


def _serving(command: Path, folder: Path) -> "subprocess.Popen[str]":
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    return subprocess.Popen(
        [str(command), "serve", "--port", str(port)], cwd=folder, text=True, stdout=subprocess.DEVNULL
    )


def _wait(until: Callable[[], bool]) -> None:
    for _ in range(1500):
        if until():
            return
        time.sleep(0.02)
    raise AssertionError("it took too long")
