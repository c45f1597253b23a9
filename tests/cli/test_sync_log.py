"""How syncs went is written down beside the datasets, and the page shows it."""

from pathlib import Path

import pytest

import swell
from connectors.errors import ConnectorError
from connectors.sync.runner import RunResult
from swell.connection_overview import overview
from swell.sync_log import KEPT, last_runs, logged


def result(rows: int) -> RunResult:
    return RunResult(datasets=("deals",), rows=rows, gone=1, failures={"tickets": ConnectorError("No such object.")})


def test_a_run_and_what_failed_in_it_are_written_down(tmp_path: Path) -> None:
    with logged(tmp_path, "crm", "a") as note:
        assert note(result(7)).rows == 7
    [run] = last_runs(tmp_path, "crm")
    assert (run["run"], run["rows"], run["gone"], run["datasets"], run["error"]) == ("a", 7, 1, ["deals"], None)
    assert run["failures"] == {"tickets": "No such object."}
    assert run["started"] <= run["ended"]


def test_an_error_that_ends_a_run_is_written_down_and_goes_on(tmp_path: Path) -> None:
    with pytest.raises(ConnectorError, match="is not there"), logged(tmp_path, "crm", "a"):
        raise ConnectorError("The CRM is not there.")
    assert [each["error"] for each in last_runs(tmp_path, "crm")] == ["The CRM is not there."]


def test_the_last_runs_stay_the_latest_first(tmp_path: Path) -> None:
    for number in range(KEPT + 5):
        with logged(tmp_path, "crm", str(number)) as note:
            note(result(number))
    assert [each["run"] for each in last_runs(tmp_path, "crm", 2)] == [str(KEPT + 4), str(KEPT + 3)]
    assert len(last_runs(tmp_path, "crm", 1000)) == KEPT
    assert last_runs(tmp_path, "other") == []


def test_a_line_that_is_broken_is_left_out(tmp_path: Path) -> None:
    with logged(tmp_path, "crm", "a") as note:
        note(result(1))
    file = tmp_path / ".sync" / "crm.runs.jsonl"
    file.write_text(file.read_text() + '{"run": \n')
    assert [each["run"] for each in last_runs(tmp_path, "crm")] == ["a"]


def test_the_overview_has_the_runs_of_each_connection(tmp_path: Path) -> None:
    (tmp_path / "swell.toml").write_text('[connections.crm]\nkind = "hubspot"\nobjects = ["deals"]\n')
    with logged(tmp_path / "data", "crm", "a") as note:
        note(result(3))
    [shown] = overview(swell.open(tmp_path))
    assert isinstance(shown, dict)
    assert (shown["name"], shown["label"], shown["objects"]) == ("crm", "HubSpot", [])
    assert isinstance(shown["runs"], list)
    assert len(shown["runs"]) == 1
