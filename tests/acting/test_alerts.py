"""Alerts that name an action hand their rows over, once; the action runs as a job."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engine.errors import SwellError
from swell.jobs.alerts import Checked
from swell.jobs.assembly import Jobs

from .conftest import Clock, score, write_file

ROWS = 'q = load "scores"; q = filter q by Band == "high"; q = foreach q generate Id, Name, Score;'
ALERT = {"label": "New risk", "query": ROWS, "condition": {"is": "appears", "key": ["Id", "Name"]}, "action": "call"}
ACTION = {"on": {"alert": "risk", "key": "Id"}, "do": {"export": {"columns": ["Id", "Name"]}}, "confirm": False}


@pytest.fixture
def jobs(folder: Path, jobs_of: Callable[[Path], Jobs]) -> Jobs:
    write_file(folder, "alerts/risk", ALERT)
    write_file(folder, "actions/call", ACTION)
    return jobs_of(folder)


def check(jobs: Jobs) -> list[Checked]:
    return jobs.alerts.check(jobs.alerts.files.open("risk"), jobs.scheduler.now())


def work(jobs: Jobs) -> list[str]:
    """Do the runs that are wanted, and return what came of them."""
    done = [jobs.scheduler.do(each) for each in jobs.runs.in_state("waiting")]
    return [f"{each.job}: {each.state}, {each.message}" for each in done if each is not None]


def listed(folder: Path) -> list[list[str]]:
    files = sorted((folder / "exports").rglob("list.csv"), key=lambda each: each.stat().st_mtime_ns)
    return [[row["Name"] for row in csv.DictReader(each.read_text().splitlines())] for each in files]


def test_rows_of_an_alert_are_acted_on_once(folder: Path, jobs: Jobs) -> None:
    assert [(each.recipient, each.first) for each in check(jobs)] == [("action call", True)]
    assert work(jobs) == []
    score(folder, a="high", b="high", c="high")
    assert [[*map(str, each.firings)] for each in check(jobs)] == [["00b · Firm B"]]
    assert work(jobs) == ["act call: done, 1 record, 1 done."]
    assert check(jobs)[0].firings == ()
    assert jobs.acting.ledger.waiting("call") == []
    score(folder, a="high", c="high")
    check(jobs)
    score(folder, a="high", b="high", c="high")
    check(jobs)
    work(jobs)
    assert listed(folder) == [["Firm B"], ["Firm B"]]


def test_values_before_and_after_are_fields(folder: Path, jobs_of: Callable[[Path], Jobs], clock: Clock) -> None:
    counts = 'q = load "scores"; q = group q by Band; q = foreach q generate Band, count() as Count;'
    write_file(folder, "alerts/risk", {**ALERT, "query": counts, "condition": {"is": "above", "value": 2}})
    text = {"to": "ada@example.com", "subject": "{{Band}}", "text": "{{before}} to {{after}}"}
    write_file(folder, "actions/call", {"on": {"alert": "risk"}, "do": {"messages": text}})
    jobs = jobs_of(folder)
    check(jobs)
    score(folder, a="high", b="high", c="high")
    check(jobs)
    assert work(jobs) == ["act call: done, 1 record waits for somebody to look at the plan and run it."]
    (deed,) = jobs.acting.preview("call", clock()).plan.deeds("messages")
    assert (deed.content.subject, deed.content.text) == ("high", "2 to 3")


def test_an_alert_that_is_checked_anew_hands_the_same_cause_over(
    folder: Path, jobs: Jobs, jobs_of: Callable[[Path], Jobs], clock: Clock
) -> None:
    check(jobs)
    score(folder, a="high", b="high", c="high")
    alert = jobs.alerts.files.open("risk")
    seen: list[tuple[Any, ...]] = []
    again = type(jobs.alerts)(**{**fields(jobs.alerts), "act": lambda *told: seen.append(told)})
    again.check(alert, clock())
    for _ in range(2):
        jobs.alerts.act(*seen[0])
        work(jobs)
    assert listed(folder) == [["Firm B"]]


def fields(of: object) -> dict[str, Any]:
    return {name: getattr(of, name) for name in of.__slots__}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"on": {"alert": "other"}}, "is none for the alert 'risk'"),
        ({"on": {"query": ROWS, "key": "Id"}}, "is none for the alert 'risk'"),
        ({"owner": "eve@example.com"}, "is none for the alert 'risk'"),
        ({"on": {"alert": "risk", "key": "Nr"}}, "the alert's rows have no 'Nr'"),
    ],
)
def test_an_action_that_is_none_for_the_alert_gets_nothing(
    folder: Path, jobs: Jobs, change: dict[str, Any], message: str
) -> None:
    write_file(folder, "actions/call", {**ACTION, **change})
    check(jobs)
    score(folder, a="high", b="high", c="high")
    assert message in str(check(jobs)[0].problem)
    assert jobs.acting.ledger.waiting("call") == []
    write_file(folder, "actions/call", ACTION)
    assert len(check(jobs)[0].firings) == 1, "what could not be handed over is handed over later"


def test_an_action_takes_rows_only_of_an_alert_that_names_it(folder: Path, jobs: Jobs, clock: Clock) -> None:
    write_file(folder, "alerts/risk", {**ALERT, "action": "other"})
    with pytest.raises(SwellError, match="does not name the action 'call'"):
        jobs.acting.preview("call", clock())
