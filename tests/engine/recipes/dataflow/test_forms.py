"""A dataflow is the same in whatever form it is written, and whatever it is wrapped in."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from engine.recipes.dataflow import DataflowError, convert, read_dataflow

from .flow_of import DEALS, Json, converted, digest, node, register

DEFINITION: Json = {
    "Deals": digest("Deal", "Id", "AccountId", "Amount"),
    "Accounts": digest("Account", "Id", "Name", "Size"),
    "Join": node(
        "augment",
        left="Deals",
        right="Accounts",
        left_key=["AccountId"],
        right_key=["Id"],
        relationship="Account",
        right_select=["Name", "Size"],
    ),
    "Made": register("Join"),
}
REST: Json = {
    "nodes": {
        "Deals": {**digest("Deal", "Id", "AccountId", "Amount"), "action": "sobjectDigest"},
        "Accounts": {**digest("Account", "Id", "Name", "Size"), "action": "sobjectDigest"},
        "Join": {
            "action": "augment",
            "sources": ["Deals", "Accounts"],
            "parameters": {
                "leftKey": ["AccountId"],
                "rightKey": ["Id"],
                "relationship": "Account",
                "rightSelect": ["Name", "Size"],
            },
        },
        "Made": {"action": "register", "sources": ["Join"], "parameters": {"name": "made", "label": "Made"}},
    }
}
TEXT = """\
Deals = load "crm.Deal";
Deals = foreach Deals generate Id, AccountId, Amount;
Accounts = load "crm.Account";
Accounts = foreach Accounts generate Id, Name, Size;
Join = augment Deals by AccountId, Accounts by Id generate
    Accounts.Name as 'Account.Name',
    Accounts.Size as 'Account.Size';
Join = foreach Join generate
    Id,
    AccountId,
    Amount,
    'Account.Name',
    coalesce('Account.Size', 0) as 'Account.Size';
"""


@pytest.mark.parametrize(
    "written",
    [
        lambda: json.dumps(DEFINITION),
        lambda: json.dumps(REST),
        lambda: json.dumps([json.dumps(REST), None]),  # a .wdf file
        lambda: json.dumps({"workflowDefinition": DEFINITION, "name": "Flow"}),
        lambda: json.dumps({"definition": REST, "label": "Flow", "id": "02K"}),
        lambda: json.dumps({"Flow": DEFINITION}),
        lambda: json.dumps({"workflowDefinition": json.dumps(REST)}),
        lambda: json.dumps({"nodes": [{"name": key, **each} for key, each in REST["nodes"].items()]}),
        lambda: "\ufeff" + json.dumps(DEFINITION),
        lambda: json.dumps(DEFINITION).replace('"right_select"', '"RightSelect"').replace('"action"', '"Action"'),
        lambda: json.dumps(DEFINITION).replace('["AccountId"]', '"AccountId"'),
    ],
)
def test_every_form_gives_the_same_recipe(written: Callable[[], str]) -> None:
    (recipe,) = convert(written(), "flow", DEALS).recipes
    assert (recipe.dataset, recipe.label, recipe.text) == ("made", "Made", TEXT)


def test_a_dataflow_without_nodes_makes_nothing() -> None:
    assert converted({}).recipes == ()
    assert convert('["{}",null]', "flow", DEALS).recipes == ()


def test_variables_of_an_app_template_are_their_names() -> None:
    flow = {
        "D": digest("Deal", "${Constants.Stage}", "Id"),
        "R": register("D", alias="${App.EdgeMarts.Deals.Alias}"),
    }
    found = converted(flow)
    assert (found.recipes[0].dataset, found.recipes[0].columns[0].name) == ("Deals", "Stage")
    assert "app template" in str(found.remarks[0])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nothing", "It is no JSON"),
        ('{"a": 1', "It is no JSON"),
        ("[1, 2]", "no dataflow here"),
        ("3", "no dataflow here"),
        ('{"nodes": {"a": {"parameters": {}}}}', "no dataflow here"),
        ('{"nodes": {"L": {"action": "load"}, "O": {"action": "save"}}}', "This is a recipe of Data Prep"),
        ("[" * 100_000, "It is no JSON"),
    ],
)
def test_what_is_no_dataflow_is_refused(text: str, said: str) -> None:
    with pytest.raises(DataflowError, match=said):
        read_dataflow(text, "flow")


@pytest.mark.parametrize(
    ("change", "pointer", "said"),
    [
        ({"X": node("sfdcDigets", object="A")}, "/X/action", "Did you mean 'sfdcDigest'"),
        ({"X": node("prediction", source="D")}, "/X/action", "Einstein Discovery"),
        ({"X": node("filter", source="Dd", filter="A:EQ:1")}, "/X/parameters/source", "Did you mean 'D'"),
        ({"X": node("filter", source="D")}, "/X/parameters", "'filter' or 'saqlFilter' is missing"),
        ({"X": node("filter", filter="A:EQ:1")}, "/X/parameters", "'source' is missing"),
        ({"X": node("append", sources=["D", "E"])}, "/X/parameters/sources/1", "There is no node 'E'"),
        ({"X": node("augment", left="D", right="D", left_key="Id", right_key=["Id", "Stage"])}, "/X/parameters", "2"),
        ({"X": node("augment", left="D", right="D", left_key="Id", right_key="Id", operation="x")}, "operation", "'x'"),
        (
            {"X": node("filter", source="Y", filter="A:EQ:1"), "Y": node("filter", source="X", filter="A:EQ:1")},
            "",
            "X <-",
        ),
        (
            {"X": digest("Deal", "Id", complexFilterConditions="Stage = ")},
            "complexFilterConditions",
            "missing at its end",
        ),
        (
            {"X": digest("Deal", "Id", complexFilterConditions="Id IN (SELECT Id FROM Lead)")},
            "Conditions",
            "a query inside",
        ),
        ({"X": register("D", alias="made")}, "/X/parameters", "is made by 'R' already"),
        ({"X": register("D", alias="a/b")}, "/X/parameters/alias", "no name for a dataset"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(change: Json, pointer: str, said: str) -> None:
    flow = {"D": digest("Deal", "Id", "Stage"), "R": register("D"), **change}
    with pytest.raises(DataflowError) as caught:
        read_dataflow(json.dumps(flow), "flow")
    assert any(pointer in each.pointer and said in str(each) for each in caught.value.findings), caught.value


def test_all_mistakes_are_told_at_once() -> None:
    flow = {"A": node("sfdcDigest"), "B": node("filter", source="C"), "R": register("Q")}
    with pytest.raises(DataflowError) as caught:
        read_dataflow(json.dumps(flow), "flow")
    assert len(caught.value.findings) == 4


def test_an_unknown_parameter_is_remarked() -> None:
    flow: dict[str, Any] = {"D": digest("Deal", "Id"), "R": register("D", rowLevelSecurityFiler="false")}
    remarks = [str(each) for each in converted(flow).remarks]
    assert any("/R/parameters/rowLevelSecurityFiler: " in each and "Did you mean" in each for each in remarks)
