"""`swell act`: the plan comes first, and nothing is done that nobody confirmed."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pyarrow as pa
import pytest

import swell
from swell.cli.errors import BAD_INPUT

from .conftest import LIST, score, write_file

ACTION = {"label": "At risk", "on": {"query": LIST, "key": "Id"}, "do": {"export": {"columns": ["Name"]}}}
Run = Callable[..., "CompletedProcess[str]"]


@pytest.fixture(autouse=True)
def action(folder: Path) -> None:
    write_file(folder, "actions/call", ACTION)


def test_a_plan_then_a_run_then_its_history(run: Run, folder: Path) -> None:
    told = run("act", "plan", "call").stdout.splitlines()
    assert told == [
        "At risk: for records of a query",
        "  a list (csv)",
        "",
        "00a: is in the list",
        "  export    Name Firm A",
        "",
        "00c: is in the list",
        "  export    Name Firm C",
        "",
        "2 records to act on. Nothing has been done.",
    ]
    asked = run("act", "run", "call")
    assert (asked.returncode, "Nobody is here to confirm the plan" in asked.stderr) == (2, True)
    assert not (folder / "exports").exists()
    done = run("act", "run", "call", "--yes")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "2 records, 2 done.")
    again = run("act", "run", "call")
    assert (again.returncode, again.stdout.splitlines()[-2:]) == (0, ["Nothing to do.", "2 were acted on before."])
    history = run("act", "history", "call").stdout
    assert "run 1, by command line: done. 2 records, 2 done." in history
    assert "  export    00a: done, exports/call/" in history
    runs = json.loads(run("act", "history", "call", "-o", "json").stdout)
    assert [(each["state"], each["counts"]) for each in runs] == [("done", {"done": 2, "failed": 0, "open": 0})]
    assert [(each["key"], each["state"]) for each in runs[0]["records"]] == [("00a", "done"), ("00c", "done")]


def test_no_value_hides_what_is_to_be_done(run: Run, folder: Path) -> None:
    swell.open(folder).write("odd", pa.table({"Id": ["a"], "Name": ["Firm\x1b[2J\nb: is in the list"]}))
    trigger = {"query": 'q = load "odd"; q = foreach q generate Id, Name;', "key": "Id"}
    write_file(folder, "actions/call", {**ACTION, "on": trigger})
    assert "  export    Name Firm [2J b: is in the list" in run("act", "plan", "call").stdout.splitlines()


def test_a_field_that_is_not_there_is_told_with_its_place(run: Run, folder: Path) -> None:
    text = {"to": "{{Email}}", "subject": "{{Nmae}}", "text": ""}
    write_file(folder, "actions/call", {**ACTION, "do": {"messages": text}})
    told = run("act", "plan", "call")
    assert told.returncode == BAD_INPUT
    assert "actions/call.json: /do/messages/subject: the records have no field 'Nmae'." in told.stderr
    assert "Did you mean 'Name'?" in told.stderr


def test_the_list_tells_what_is_wrong_with_files(run: Run, folder: Path) -> None:
    write_file(folder, "actions/broken", {"on": {}})
    told = run("act", "list")
    assert (told.returncode, "call: At risk, for records of a query" in told.stdout) == (BAD_INPUT, True)
    assert "actions/broken.json: /on" in told.stderr
    told = run("act", "list", "-o", "json")
    assert told.returncode == BAD_INPUT
    assert [(each["name"], each["for"], len(each["effects"])) for each in json.loads(told.stdout)] == [
        ("call", "records of a query", 1)
    ]


def test_limits_hold_over_a_day(run: Run, folder: Path) -> None:
    write_file(folder, "actions/call", {**ACTION, "limits": {"per_run": 2, "per_day": 3}})
    assert "2 records, 2 done." in run("act", "run", "call", "--yes").stdout
    score(folder, a="high", c="high", d="high", e="high")
    told = run("act", "plan", "call").stdout
    assert "1 record to act on." in told
    assert "1 has to wait: at most 2 a run and 3 in 24 hours." in told
