"""Alerts: checked after changes, for each recipient with their rows, told once."""

import email.policy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import swell
from engine.errors import SwellError
from swell.jobs.alerts import Checked, history
from swell.jobs.assembly import Jobs

from .conftest import START, Clock, sell, write_file

MAIL = '[mail]\nhost = "127.0.0.1"\nport = 1\nsecurity = "none"\nsender = "Swell <swell@example.com>"\n'
NUMBER = {
    "label": "Total",
    "dashboard": "stages",
    "widget": "number",
    "condition": {"is": "above", "value": 50},
    "recipients": ["ada@example.com"],
}


@pytest.fixture
def jobs(folder: Path, jobs_of: Callable[..., Jobs]) -> Jobs:
    (folder / "swell.toml").write_text(MAIL)
    return jobs_of(folder)


def check(jobs: Jobs, name: str = "total") -> list[Checked]:
    return jobs.alerts.check(jobs.alerts.files.open(name), jobs.scheduler.now())


def words(checked: list[Checked]) -> dict[str, list[str]]:
    assert [each.problem for each in checked if each.problem] == []
    return {each.recipient: [*map(str, each.firings)] for each in checked}


def test_a_number_that_gets_above_is_told_once(folder: Path, jobs: Jobs) -> None:
    write_file(folder, "alerts/total", NUMBER)
    told = []
    for amount in (10.0, 60.0, 70.0, 5.0, 80.0):
        sell(folder, {"Won": amount})
        told += words(check(jobs))["ada@example.com"]
    assert told == ["10 → 60", "5 → 80"]
    mails = jobs.runs.database.read("select about, content from outbox order by id")
    assert [each["about"] for each in mails] == ["Total", "Total"]
    first = email.message_from_bytes(mails[0]["content"], policy=email.policy.default)
    assert first["Subject"] == "Total: 10 → 60"
    assert "Total gets above 50" in mails[0]["content"].decode()
    assert [each["told"][0]["text"] for each in history(jobs.runs.database)] == ["5 → 80", "10 → 60"]  # type: ignore[index,call-overload]


def test_the_bars_of_a_chart_are_watched_each(folder: Path, jobs: Jobs) -> None:
    write_file(folder, "alerts/total", {**NUMBER, "widget": "chart", "condition": {"is": "changes", "by": 5}})
    assert words(check(jobs)) == {"ada@example.com": []}
    sell(folder, {"Won": 16.0, "Lost": 21.0, "New": 100.0})
    assert words(check(jobs)) == {"ada@example.com": ["Won: 10 → 16"]}


def test_rows_of_a_query_appear(folder: Path, jobs: Jobs) -> None:
    query = 'q = load "deals"; q = foreach q generate Stage, Amount; q = filter q by Amount > 15;'
    appears = {"query": query, "condition": {"is": "appears", "key": ["Stage"]}, "recipients": ["ada@example.com"]}
    write_file(folder, "alerts/total", appears)
    check(jobs)
    sell(folder, {"Won": 30.0, "Lost": 20.0})
    assert words(check(jobs)) == {"ada@example.com": ["Won"]}


def test_selections_hold(folder: Path, jobs: Jobs) -> None:
    write_file(folder, "alerts/total", {**NUMBER, "selections": {"by_stage": [{"Stage": "Won"}]}})
    check(jobs)
    sell(folder, {"Won": 11.0, "Lost": 5000.0})
    assert words(check(jobs)) == {"ada@example.com": []}
    sell(folder, {"Won": 51.0, "Lost": 1.0})
    assert words(check(jobs)) == {"ada@example.com": ["11 → 51"]}
    content = jobs.runs.database.read("select content from outbox")[0]["content"].decode().replace("=\r\n", "")
    assert "/dashboards/stages#s=3D%7B%22by_stage%22" in content


def test_a_change_of_what_it_looks_at_wants_a_check(folder: Path, jobs: Jobs, clock: Clock) -> None:
    write_file(folder, "alerts/total", NUMBER)
    jobs.watch_alerts()
    assert [each.job for each in jobs.runs.in_state("waiting")] == ["alerts"]
    found = jobs.scheduler.do(jobs.runs.in_state("waiting")[0])
    assert found is not None
    assert found.message == "1 alert checked, 0 told."
    jobs.watch_alerts()
    swell.open(folder).write("others", pa.table({"Amount": [1.0]}))
    jobs.watch_alerts()
    assert jobs.runs.in_state("waiting") == []
    sell(folder, {"Won": 99.0})
    jobs.watch_alerts()
    again = jobs.scheduler.do(jobs.runs.in_state("waiting")[0])
    assert again is not None
    assert again.message == "1 alert checked, 1 told."


def test_an_alert_that_is_written_anew_begins_anew(folder: Path, jobs: Jobs) -> None:
    write_file(folder, "alerts/total", NUMBER)
    check(jobs)
    write_file(folder, "alerts/total", {**NUMBER, "condition": {"is": "above", "value": 1}})
    assert [each.first for each in check(jobs)] == [True]


def test_who_can_not_be_told_says_why_and_keeps_nobody_else_from_it(folder: Path, jobs: Jobs) -> None:
    people = swell.open(folder).accounts()
    people.add("ada@example.com", "Ada", "admin", START)
    write_file(folder, "alerts/total", {**NUMBER, "recipients": ["eve@example.com", "ada@example.com"]})
    check(jobs)
    sell(folder, {"Won": 99.0})
    eve, ada = check(jobs)
    assert eve.problem == "The account eve@example.com does not exist."
    assert [*map(str, ada.firings)] == ["30 → 99"]


def test_each_is_told_of_their_rows_only(folder: Path, jobs: Jobs) -> None:
    people = swell.open(folder).accounts()
    people.add("ada@example.com", "Ada", "admin", START)
    people.add("bob@example.com", "Bob", "viewer", START)
    write_file(folder, "security/deals", {"predicate": "'Stage' == \"Won\"", "except": ["admin"]})
    hook = {
        "owner": "bob@example.com",
        "recipients": ["ada@example.com", "bob@example.com", "https://example.com/hook"],
    }
    write_file(folder, "alerts/total", {**NUMBER, **hook})
    check(jobs)
    sell(folder, {"Won": 60.0, "Lost": 1000.0})
    assert words(check(jobs)) == {
        "ada@example.com": ["30 → 1,060"],
        "bob@example.com": ["10 → 60"],
        "https://example.com/hook": ["10 → 60"],
    }


def test_a_dashboard_that_somebody_may_not_see_is_not_there_for_them(folder: Path, jobs: Jobs) -> None:
    people = swell.open(folder).accounts()
    people.add("ada@example.com", "Ada", "admin", START)
    people.add("bob@example.com", "Bob", "viewer", START)
    people.set_role("bob@example.com", "none", START, folder="secret")
    (folder / "dashboards/secret").mkdir()
    (folder / "dashboards/stages.json").rename(folder / "dashboards/secret/stages.json")
    write_file(folder, "alerts/total", {**NUMBER, "recipients": ["ada@example.com", "bob@example.com"]})
    ada, bob = check(jobs)
    assert ada.problem is None
    assert bob.problem == "There is no dashboard 'stages'."


def test_what_is_told_and_what_is_remembered_are_kept_at_one_stroke(folder: Path, jobs: Jobs) -> None:
    """While mail can't be made, the crossing is not forgotten."""
    write_file(folder, "alerts/total", NUMBER)
    check(jobs)
    sell(folder, {"Won": 99.0})
    unset = jobs.mailer.settings
    object.__setattr__(jobs.mailer, "settings", type(unset)())
    assert "Mail can't be sent" in str(check(jobs)[0].problem)
    object.__setattr__(jobs.mailer, "settings", unset)
    assert words(check(jobs)) == {"ada@example.com": ["30 → 99"]}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"condition": {"is": "wild"}}, "names no condition"),
        ({"condition": {"is": "above", "value": "5"}}, "'value' is no number"),
        ({"condition": {"is": "above", "value": 5, "by": 1}}, "no member 'by'"),
        ({"condition": {"is": "changes", "by": -1}}, "'by' is from 0"),
        ({"recipients": []}, "no list of 1 to 100"),
        ({"recipients": ["nobody"]}, "'nobody' is no e-mail address"),
        ({"recipients": ["a@example.com\nBcc: b@example.com"]}, "is no e-mail address"),
        ({"widget": ""}, "takes a 'query'"),
        ({"query": "q = load \"deals\";"}, "takes a 'query'"),
        ({"when": 1}, "no member 'when'"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_alert_says_what_is_wrong(
    folder: Path, jobs: Jobs, change: dict[str, Any], said: str
) -> None:
    write_file(folder, "alerts/total", {**NUMBER, **change})
    with pytest.raises(SwellError, match=said):
        jobs.alerts.files.open("total")
    with pytest.raises(SwellError, match=said):
        jobs.alerts.files.make("again", {**NUMBER, **change})
    assert jobs.alerts.files.names() == ["total"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"widget": "gone"}, "no widget 'gone'"),
        ({"column": "Gone"}, "no column 'Gone'"),
        ({"dashboard": "gone"}, "no dashboard 'gone'"),
    ],
)
def test_what_can_not_be_looked_at_says_so(folder: Path, jobs: Jobs, change: dict[str, Any], said: str) -> None:
    write_file(folder, "alerts/total", {**NUMBER, **change})
    assert said in str(check(jobs)[0].problem)
    assert jobs.alerts.stale() == []
    sell(folder, {"Won": 1.0})
    assert [each.name for each in jobs.alerts.stale()] == ["total"]


def test_what_goes_wrong_tells_no_value_of_a_row(folder: Path, jobs: Jobs) -> None:
    """Who may see jobs sees problems, and not the rows of recipients."""
    query = 'q = load "deals"; q = foreach q generate string_to_number(Stage) as N;'
    write_file(
        folder, "alerts/total", {"query": query, "condition": {"is": "appears"}, "recipients": ["a@example.com"]}
    )
    assert check(jobs)[0].problem == "The query fails over their rows (SAQL601)."


def test_names_of_files_are_names(jobs: Jobs) -> None:
    for name in ("../swell", "a/b", "", ".hidden", "x" * 100):
        with pytest.raises(SwellError, match="no alert"):
            jobs.alerts.files.open(name)
    assert jobs.alerts.files.make("Über alles!", {**NUMBER}).name == "ber_alles"
    assert jobs.alerts.files.make("Über alles!", {**NUMBER}).name == "ber_alles_2"
    assert json.loads((jobs.alerts.files.folder / "ber_alles.json").read_text())["widget"] == "number"
