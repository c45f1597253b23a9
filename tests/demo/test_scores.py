"""The models of the demo: customers who are about to leave, and leads that wait too long, are found by their signs."""

import datetime as dt
from pathlib import Path

import pytest

import swell
from engine.models.outcome import Outcome
from swell.demo.workspace import create
from swell.models import kept_models, run
from swell.workspace import Workspace

TODAY = dt.date(2026, 11, 21)
NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, dict[str, Outcome]]:
    made = swell.open(tmp_path_factory.mktemp("scores"))
    create(made, today=TODAY, rows=80_000)
    return made, {each.model: each for each in run(made, NOW, ["churn", "lead"])}


def deciding(workspace: Workspace, model: str) -> list[object]:
    kept = kept_models(workspace).newest(model)
    assert kept is not None
    section = next(each for each in kept.trained.report.sections if each.heading == "What decides")
    return [row[0] for row in section.tables[0].rows]


def test_customers_who_are_about_to_leave_show_it(
    trained: tuple[Workspace, dict[str, Outcome]],
) -> None:
    workspace, outcomes = trained
    assert outcomes["churn"].state == "trained"
    assert "Usage Trend (%)" in deciding(workspace, "churn")[:3]
    text = 'q = load "churn_scores"; q = filter q by Band == "High"; q = foreach q generate AccountId, Reason1;'
    assert workspace.query(text, now=NOW).table.num_rows > 0


def test_leads_that_wait_are_converted_less(trained: tuple[Workspace, dict[str, Outcome]]) -> None:
    workspace, outcomes = trained
    assert outcomes["lead"].state == "trained"
    assert "First Response (Hours)" in deciding(workspace, "lead")[:4]


def test_the_files_are_read(tmp_path: Path) -> None:
    made = swell.open(tmp_path)
    create(made, today=TODAY, rows=1_000)
    from swell.models import workspace_models

    assert {each.name: each.problem for each in workspace_models(made) if each.problem} == {}
