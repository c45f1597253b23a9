"""`swell demo` fills a workspace that answers at once."""

import datetime as dt
from pathlib import Path

import pytest

import swell
from swell.demo.workspace import create
from swell.workspace import Workspace

TODAY = dt.date(2026, 11, 21)
NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    made = swell.open(tmp_path_factory.mktemp("demo"))
    create(made, today=TODAY, rows=20_000, seed=3)
    return made


def test_the_rows_are_counted_and_the_files_are_there(tmp_path: Path) -> None:
    made = swell.open(tmp_path)
    count = create(made, today=TODAY, rows=2_000)
    assert count == sum(each.rows for each in made.datasets())
    assert len(made.datasets()) == 13
    assert {each.name for each in (tmp_path / "dashboards").iterdir()} == {
        "sales_pipeline.json",
        "service.json",
        "marketing.json",
        "forecast.json",
        "pipeline_flow.json",
        "territories.json",
        "activities.json",
        "customers.json",
        "deal_finder.json",
        "service_quality.json",
    }
    assert len(list((tmp_path / "queries").glob("*.saql"))) == 5


def test_a_dashboard_that_was_changed_stays_as_it_is(tmp_path: Path) -> None:
    made = swell.open(tmp_path)
    create(made, today=TODAY, rows=1_000)
    changed = tmp_path / "dashboards" / "service.json"
    changed.write_text("{}", "utf-8")
    create(made, today=TODAY, rows=1_000)
    assert changed.read_text("utf-8") == "{}"


def test_datasets_keep_labels_and_number_formats(workspace: Workspace) -> None:
    fields = {each.name: each for each in workspace.store.open("opportunities").fields}
    assert fields["Account.Name"].label == "Account"
    assert fields["Amount"].format == "$#,##0"
    assert fields["Competitors"].role == "multivalue"
    assert workspace.store.open("stage_history").label == "Stage History"


@pytest.mark.parametrize(
    "name",
    [
        "customers_without_open_deals",
        "growth_by_quarter",
        "pipeline_by_stage",
        "slow_stages",
        "win_rate_by_segment",
    ],
)
def test_every_query_has_an_answer(workspace: Workspace, name: str) -> None:
    text = (workspace.folder / "queries" / f"{name}.saql").read_text("utf-8")
    answer = workspace.query(text, now=NOW, name=name).table
    assert answer.num_rows >= 3
    assert all(column.null_count < answer.num_rows for column in answer.columns)


@pytest.mark.parametrize("name", ["sales_pipeline", "service", "marketing"])
def test_every_widget_of_every_dashboard_shows_something(workspace: Workspace, name: str) -> None:
    widgets = workspace.dashboard(name).widgets(now=NOW)
    assert {each: widget.problem for each, widget in widgets.items() if widget.problem} == {}
    assert len(widgets) > 15


@pytest.mark.parametrize(
    ("name", "step", "row", "untouched"),
    [
        ("sales_pipeline", "Region_1", {"Account.Region": "North America"}, {"targets_1"}),
        ("service", "Region_1", {"Account.Region": "North America"}, set()),
        # Campaigns follow the lead source through the link between the two datasets.
        ("marketing", "Source_1", {"LeadSource": "Webinar"}, set()),
    ],
)
def test_a_selection_reaches_every_widget_with_data(
    workspace: Workspace, name: str, step: str, row: dict[str, str], untouched: set[str]
) -> None:
    dashboard = workspace.dashboard(name)
    before, after = dashboard.widgets(now=NOW), dashboard.widgets(now=NOW, selections={step: [row]})
    shown = {each for each, widget in before.items() if widget.type not in ("text", "link", "container")}
    assert {each for each in shown if before[each].view == after[each].view} == untouched
