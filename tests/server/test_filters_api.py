"""What the server offers to choose from in a global filter."""

import json
from typing import Any

import pytest

import swell

FILTERS = [
    {"dataset": {"name": "deals"}, "fields": ["Stage"], "operator": "in", "value": "[]", "dependent": True},
    {"dataset": {"name": "deals"}, "fields": ["Tags"], "operator": "in", "value": None},
    {"dataset": {"name": "deals"}, "fields": ["Amount"], "operator": ">=<=", "value": None},
    {"dataset": {"name": "deals"}, "fields": ["Closed"], "operator": ">=<=", "value": None},
    {"dataset": {"name": "deals"}, "fields": ["Secret"], "operator": "in", "value": None, "hidden": True},
]


@pytest.fixture
def ask(client: Any, workspace: swell.Workspace) -> Any:
    """Ask for the choices of a filter."""
    path = workspace.folder / "dashboards" / "stages.json"
    known = json.loads(path.read_text())
    known["state"]["filters"] = FILTERS
    path.write_text(json.dumps(known))

    def ask(name: str, **body: Any) -> Any:
        return client.post(f"/api/dashboards/stages/filters/deals.{name}", json=body)

    return ask


def test_members_come_with_their_counts_commonest_first(ask: Any) -> None:
    assert ask("Stage").json() == {"kind": "text", "members": [["Won", 2], ["Lost", 1], [None, 1]], "more": False}
    assert ask("Tags").json()["members"] == [["b", 2], ["a", 1], ["c", 1], [None, 1]]
    assert ask("Stage", search="los").json()["members"] == [["Lost", 1]]


def test_a_dependent_filter_offers_what_the_others_leave(ask: Any) -> None:
    others = {"deals.Amount": {"operator": ">=<=", "values": [7, None]}}
    assert ask("Stage", filters=others).json()["members"] == [["Lost", 1], ["Won", 1]]
    own = {"deals.Stage": {"operator": "in", "values": ["Lost"]}}
    assert len(ask("Stage", filters=own).json()["members"]) == 3


def test_numbers_and_dates_have_an_extent(ask: Any) -> None:
    amount = ask("Amount").json()
    assert (amount["kind"], amount["domain"]) == ("number", {"min": 5, "max": 20.5})
    assert sum(amount["histogram"]) == 3
    closed = ask("Closed").json()
    assert (closed["kind"], closed["domain"]) == ("date", {"min": 1772409600000 - 86_400_000, "max": 1772582400000})
    assert closed["forms"]["presets"] is True


@pytest.mark.parametrize("name", ["Gone", "Secret"])
def test_a_filter_that_viewers_do_not_see_has_no_choices(name: str, ask: Any) -> None:
    assert ask(name).status_code == 404


@pytest.mark.parametrize("filters", [[], "x", {"deals.Stage": "Won"}])
def test_choices_of_the_wrong_shape_are_refused(filters: Any, client: Any, ask: Any) -> None:
    assert ask("Stage", filters=filters).status_code == 400
    assert client.post("/api/dashboards/stages/data", json={"filters": filters}).status_code == 400


def test_widgets_show_what_the_filters_leave(client: Any, ask: Any) -> None:
    assert ask("Stage").status_code == 200
    body = {"filters": {"deals.Stage": {"operator": "in", "values": ["Won"]}}}
    assert client.post("/api/dashboards/stages/data", json=body).json()["widgets"]["number"]["view"]["value"] == 15
