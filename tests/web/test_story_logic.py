"""Stories in the browser: between the form and the address, and from a lens."""

from typing import Any

import pytest

pytestmark = pytest.mark.browser

ASKED = {
    "kind": "story",
    "target": "",
    "formula": "",
    "measure": "share(IsWon)",
    "compare": "last month against last year",
    "date": "CreatedDate",
    "where": "'Stage' == \"Won & lost\" && Amount > 1",
    "groups": ["Stage", "Owner.Name"],
    "better": "lower",
}


def test_what_is_asked_comes_back_from_its_address(module: Any) -> None:
    assert module("story.js", "readAsked", "#" + module("story.js", "writeAsked", ASKED)) == ASKED
    plain = {
        **ASKED,
        "measure": "count",
        "compare": "last quarter",
        "date": "",
        "where": "",
        "groups": [],
        "better": "",
    }
    assert module("story.js", "readAsked", "") == plain
    assert module("story.js", "settingsOf", "deals", ASKED)["better"] == "lower"


def test_other_analyses_have_addresses_of_their_own(module: Any) -> None:
    asked = {
        **ASKED,
        "kind": "regression",
        "target": "IsWon",
        "measure": "count",
        "compare": "last quarter",
        "better": "",
    }
    hash_ = module("story.js", "writeAsked", asked)
    assert hash_.startswith("k=regression&")
    assert module("story.js", "readAsked", hash_) == asked
    wanted = {"dataset": "deals", "target": "IsWon", "fields": asked["groups"], "where": asked["where"]}
    assert module("story.js", "settingsOf", "deals", asked) == wanted
    drawn = {**asked, "kind": "simulation", "formula": "count * 2"}
    wanted = {"dataset": "deals", "formula": "count * 2", "date": "CreatedDate", "where": asked["where"]}
    assert module("story.js", "settingsOf", "deals", drawn) == wanted
    assert module("story.js", "isAsked", {**drawn, "formula": ""}) is False


def test_a_dataset_offers_what_can_be_taken_apart(module: Any) -> None:
    fields = [
        {"name": "IsWon", "role": "dimension", "distinct": 2, "sample": ["true", "false"], "hidden": False},
        {"name": "Stage", "role": "dimension", "distinct": 2, "sample": ["Won", "Lost"], "hidden": False},
        {"name": "Same", "role": "dimension", "distinct": 1, "sample": ["x"], "hidden": False},
        {"name": "Amount", "role": "measure", "distinct": None, "sample": [], "hidden": False},
        {"name": "Secret", "role": "measure", "distinct": None, "sample": [], "hidden": True},
        {"name": "Closed", "role": "date", "distinct": None, "sample": [], "hidden": False},
    ]
    assert module("story.js", "measuresOf", fields) == ["count", "share(IsWon)", "sum(Amount)", "avg(Amount)"]
    assert module("story.js", "targetsOf", fields) == ["IsWon", "Amount"]
    assert module("story.js", "formulaOf", fields) == "count * share(IsWon) * avg(Amount)"
    assert [each["name"] for each in module("story.js", "explaining", fields)] == ["IsWon", "Stage", "Amount"]


def test_a_lens_becomes_a_story(module: Any) -> None:
    filters = [
        {"field": "Owner's", "kind": "dimension", "operator": "in", "values": ['A "B"', "C"]},
        {"field": "Amount", "kind": "measure", "operator": ">=<=", "values": [[1, 2]]},
    ]
    measures = [{"fn": "median", "field": "Amount"}, {"fn": "sum", "field": "Amount"}]
    found = module("story.js", "fromLens", {"measures": measures, "filters": filters})
    assert found["measure"] == "sum(Amount)"
    assert found["where"] == '\'Owner\\\'s\' in ["A \\"B\\"", "C"]'
    assert (
        module("story.js", "fromLens", {"measures": [{"fn": "max", "field": "x"}], "filters": []})["measure"] == "count"
    )
