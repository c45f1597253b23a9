"""Ways of fields, and the graph of a workspace, as somebody sees them."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import swell
from dashboards.lens.queries import SavedQueries
from dashboards.library import Library
from dashboards.lineage.graph import Graph, graph
from dashboards.lineage.uses import uses
from dashboards.lineage.way import AGAIN, Way, Ways
from engine.errors import SwellError
from engine.recipes.lineage import Influence, Source
from engine.store import DatasetNotFoundError, FieldNotFoundError
from swell.recipes import run, workspace_recipes

NOW = dt.datetime(2026, 5, 20, tzinfo=dt.UTC)
WIDE = """
o = load "opportunities"; a = load "acme.Account";
o = filter o by Amount > 0;
o = augment o by AccountId, a by Id generate a.Industry as Industry;
o = foreach o generate Id, AccountId, Amount * 2 as Double, Industry;
"""
SUMS = 'w = load "wide"; w = group w by Industry; w = foreach w generate Industry, sum(Double) as Total, count() as N;'


def synced(connection: str, name: str) -> dict[str, Any]:
    return {"sync": {"connection": connection, "object": name}}


@pytest.fixture
def workspace(tmp_path: Path) -> swell.Workspace:
    """Two objects of a CRM, a dataset that a sync made of them, two recipes, a dashboard, two queries."""
    workspace = swell.open(tmp_path)
    origins = {
        "Id": {"of": [["acme.Opportunity", "Id"]], "by": None},
        "Amount": {"of": [["acme.Opportunity", "Amount"]], "by": None},
        "AccountId": {"of": [["acme.Opportunity", "AccountId"]], "by": None},
        "Account.Name": {"of": [["acme.Account", "Name"]], "by": "AccountId"},
    }
    with workspace.store.transaction(created=NOW) as change:
        opportunities = {"Id": ["o1"], "Amount": [5.0], "AccountId": ["a1"]}
        accounts = {"Id": ["a1"], "Name": ["Hill"], "Industry": ["Bank"]}
        change.write("acme.Opportunity", pa.table(opportunities), notes=synced("acme", "Opportunity"))
        change.write("acme.Account", pa.table(accounts), notes=synced("acme", "Account"))
        joined = pa.table({**opportunities, "Account.Name": ["Hill"]})
        change.write("opportunities", joined, notes={"made": {"from": origins}})
        change.write("goals", pa.table({"Goal": [1.0]}))
    for folder in ("recipes", "queries", "dashboards"):
        (tmp_path / folder).mkdir()
    (tmp_path / "recipes" / "wide.saql").write_text(WIDE)
    (tmp_path / "recipes" / "sums.saql").write_text(SUMS)
    (tmp_path / "queries" / "all.saql").write_text('q = load "goals"; q = foreach q generate Goal;')
    (tmp_path / "queries" / "no_lens.json").write_text("{}")
    step = {"type": "aggregateflex", "datasets": [{"name": "sums"}], "query": {"measures": [["sum", "Total"]]}}
    board = {"label": "Board", "state": {"steps": {"one": step}, "widgets": {}}}
    (tmp_path / "dashboards" / "board.json").write_text(json.dumps(board))
    assert [each.state for each in run(workspace, NOW)] == ["made", "made"]
    return workspace


def way(workspace: swell.Workspace, dataset: str, field: str, **options: Any) -> Way:
    return Ways(workspace.store, workspace_recipes(workspace), **options).of(dataset, field)


def ends(found: Way) -> list[str]:
    """Return where a way ends: at fields of CRMs, if all is known."""
    if not found.direct:
        return [f"{found.dataset}.{found.field}"]
    return sorted(end for each in found.direct for end in ends(each))


def whole(workspace: swell.Workspace) -> Graph:
    used = uses(Library(workspace.folder / "dashboards"), SavedQueries(workspace.folder / "queries"))
    return graph(workspace.store, workspace_recipes(workspace), (), used)


def test_a_field_leads_through_recipes_and_joins_to_the_fields_of_objects(workspace: swell.Workspace) -> None:
    found = way(workspace, "sums", "Total")
    assert ends(found) == ["acme.Opportunity.Amount"]
    assert [f"{each.name} = {each.text}" for each in found.formulas] == ["Total = sum(Double)"]
    assert found.indirect == (Influence(Source("wide", "Industry"), "group"),)
    [double] = found.direct
    assert (double.made, [each.text for each in double.formulas]) == ("recipe wide", ["Amount * 2"])
    [amount] = double.direct
    assert (amount.made, amount.direct[0].made) == ("made by a sync", "object Opportunity of acme")


def test_what_a_sync_looked_up_leads_to_the_other_object_and_the_key(workspace: swell.Workspace) -> None:
    found = way(workspace, "opportunities", "Account.Name")
    assert ends(found) == ["acme.Account.Name"]
    assert found.indirect == (Influence(Source("opportunities", "AccountId"), "lookup"),)


def test_counted_rows_are_those_of_the_dataset(workspace: swell.Workspace) -> None:
    [rows] = way(workspace, "sums", "N").direct
    assert (rows.dataset, rows.field) == ("wide", "")
    assert rows.indirect == (Influence(Source("opportunities", "Amount"), "filter"),)


def test_what_was_told_on_a_way_is_not_told_again(workspace: swell.Workspace) -> None:
    text = 'w = load "wide"; v = load "wide"; w = augment w by Id, v by Id generate v.Double as More;'
    (workspace.folder / "recipes" / "twice.saql").write_text(text + " w = foreach w generate Id, Double + More as Sum;")
    run(workspace, NOW)
    (workspace.folder / "recipes" / "thrice.saql").write_text(
        't = load "twice"; w = load "wide"; t = augment t by Id, w by Id generate w.Double as Double;'
        " t = foreach t generate Id, Sum + Double as Sum;"
    )
    run(workspace, NOW)
    found = way(workspace, "thrice", "Sum")
    assert [(each.dataset, each.ends) for each in found.direct] == [("twice", ""), ("wide", AGAIN)]


def test_without_the_texts_of_recipes_there_are_no_formulas(workspace: swell.Workspace) -> None:
    found = way(workspace, "sums", "Total", formulas=False)
    assert found.formulas == ()
    assert ends(found) == ["acme.Opportunity.Amount"]


def test_a_way_ends_where_its_recipe_is_gone_or_changed(workspace: swell.Workspace) -> None:
    wide = workspace.folder / "recipes" / "wide.saql"
    wide.write_text('o = load "opportunities"; o = foreach o generate Id;')
    assert way(workspace, "wide", "Double").ends == "the recipe does not give this field any more"
    wide.write_text("o = load")
    assert way(workspace, "wide", "Double").ends == "its recipe can't be read, or loads what you may not see"
    wide.unlink()
    assert way(workspace, "wide", "Double").ends == "its recipe is not there any more"


def test_a_dataset_of_a_file_is_where_a_way_ends(workspace: swell.Workspace) -> None:
    found = way(workspace, "goals", "Goal")
    assert (found.made, found.ends, found.direct) == ("", "", ())


@pytest.mark.parametrize(
    ("dataset", "field", "error"), [("gone", "Id", DatasetNotFoundError), ("goals", "Gaol", FieldNotFoundError)]
)
def test_what_is_not_there_has_no_way(workspace: swell.Workspace, dataset: str, field: str, error: Any) -> None:
    with pytest.raises(SwellError) as raised:
        way(workspace, dataset, field)
    assert isinstance(raised.value, error)


def test_the_graph_leads_from_connections_to_dashboards(workspace: swell.Workspace) -> None:
    found = whole(workspace)
    assert set(found.links) == {
        ("connection:acme", "object:acme.Account"),
        ("connection:acme", "object:acme.Opportunity"),
        ("object:acme.Account", "dataset:acme.Account"),
        ("object:acme.Opportunity", "dataset:acme.Opportunity"),
        ("dataset:acme.Opportunity", "dataset:opportunities"),
        ("dataset:acme.Account", "dataset:opportunities"),
        ("dataset:opportunities", "recipe:wide"),
        ("dataset:acme.Account", "recipe:wide"),
        ("recipe:wide", "dataset:wide"),
        ("dataset:wide", "recipe:sums"),
        ("recipe:sums", "dataset:sums"),
        ("dataset:sums", "dashboard:board"),
        ("dataset:goals", "query:all.saql"),
    }
    assert {each.id for each in found.nodes} == {end for link in found.links for end in link}


def test_around_a_dataset_is_what_it_is_made_of_and_what_reads_it(workspace: swell.Workspace) -> None:
    found = whole(workspace).around("dataset:wide")
    assert {each.id for each in found.nodes} >= {"connection:acme", "recipe:wide", "recipe:sums", "dashboard:board"}
    assert "dataset:goals" not in {each.id for each in found.nodes}


def test_a_recipe_that_never_ran_is_there_too(workspace: swell.Workspace) -> None:
    (workspace.folder / "recipes" / "new.saql").write_text('q = load "goals@1"; q = foreach q generate Goal;')
    found = whole(workspace)
    assert ("dataset:goals", "recipe:new") in found.links
    assert found.behind("recipe:new") == ()
