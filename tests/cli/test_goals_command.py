"""`swell goals`, as somebody meets it on the command line."""

import datetime as dt
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from connectors.standins.salesforce import SalesforceStandIn
from connectors.standins.salesforce.demo import demo_world
from swell.cli.goals import bar

Run = Callable[..., "subprocess.CompletedProcess[str]"]

GOAL = {
    "kind": "goals",
    "dataset": "sales",
    "date": "Day",
    "person": "Who",
    "where": "",
    "pipeline": False,
    "targets": {"dataset": "targets", "person": "Who", "date": "Day", "target": "Target"},
    "people": False,
    "period": "month",
}


@pytest.fixture
def sold(run: Run, tmp_path: Path) -> Path:
    (tmp_path / "sales.csv").write_text("Who,Day,Amount\nAnn,2026-05-04,30\nBo,2026-05-05,80\n")
    (tmp_path / "targets.csv").write_text("Who,Day,Target\nAnn,2026-05-01,60\nBo,2026-05-01,80\n")
    assert run("import", "sales.csv").returncode == 0
    assert run("import", "targets.csv").returncode == 0
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "sold.json").write_text(json.dumps(GOAL))
    return tmp_path


def test_a_goal_is_shown_with_teams_above_people(run: Run, sold: Path) -> None:
    assert "was not reckoned yet: swell models train sold" in run("goals").stdout
    assert run("models", "train").returncode == 0
    lines = run("goals", "sold").stdout.splitlines()
    assert lines[0] == "sold, 2026-05"
    assert [line.split("  ")[0] for line in lines[4:]] == ["Everybody", "· Ann", "· Bo"]
    assert lines[5].split()[-1] == "missed"
    assert lines[6].split()[-1] == "reached"


def test_as_json_it_is_what_the_page_gets(run: Run, sold: Path) -> None:
    run("models", "train")
    found = json.loads(run("goals", "sold", "--period", "2026-05", "-o", "json").stdout)
    assert {row["person"]: row["gap"] for row in found["rows"]} == {"Everybody": 30, "Ann": 30, "Bo": 0}


def test_what_is_not_there_is_said(run: Run, sold: Path) -> None:
    run("models", "train")
    assert run("goals", "sould").returncode == 2
    wrong = run("goals", "sold", "--period", "2026-Q1")
    assert (wrong.returncode, "Periods: 2026-05." in wrong.stderr) == (2, True)
    (sold / "models" / "sold.json").unlink()
    assert "There are no goals yet" in run("goals").stdout


@pytest.mark.parametrize(
    ("attainment", "gone", "drawn"),
    [
        (0.5, 1.0, "██████████··········"),
        (0.25, 0.5, "█████·····|·········"),
        (2.0, 0.0, "████████████████████"),
        (None, 0.99, "···················|"),
    ],
)
def test_a_bar_has_a_mark_while_the_period_runs(attainment: float | None, gone: float, drawn: str) -> None:
    assert bar(attainment, gone) == drawn


def test_quotas_of_a_crm_are_targets(run: Run, tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    goal = {
        "kind": "goals",
        "dataset": "opportunity",
        "targets": {"dataset": "quota"},
        "people": {"dataset": "crm.User"},
    }
    (tmp_path / "models" / "quota.json").write_text(json.dumps(goal))
    with SalesforceStandIn(demo_world(scale=0.02)) as crm:
        values = {"login_url": crm.url, "client_id": crm.org.client_id, "client_secret": "stand-in-secret"}
        given = [f"--set={key}={each}" for key, each in values.items()]
        assert run("connect", "salesforce", "--name", "crm", *given, "--set=plans=sales,goals").returncode == 0
        synced = run("sync")
        assert synced.returncode == 0, synced.stdout + synced.stderr
        quotas, won = crm.rows("ForecastingQuota"), [row for row in crm.rows("Opportunity") if row["IsWon"]]
    found = json.loads(run("goals", "quota", "-o", "json").stdout)
    year, quarter = (int(each) for each in found["period"].split("-Q"))

    def inside(day: dt.date) -> bool:
        return (day.year, (day.month + 2) // 3) == (year, quarter)

    (company,) = (row for row in found["rows"] if row["level"] == "Company")
    assert company["target"] == sum(row["QuotaAmount"] for row in quotas if inside(row["StartDate"]))
    reached = sum(row["Amount"] or 0 for row in won if inside(row["CloseDate"]))
    assert company["actual"] == pytest.approx(reached)
