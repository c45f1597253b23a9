"""Lenses: what they show, saving them, adding them to dashboards; and why a widget shows what it shows."""

import difflib
import json
from typing import Any

import pytest

import swell

LENS = {
    "label": "Amount by stage",
    "step": {
        "type": "aggregateflex",
        "datasets": [{"name": "deals"}],
        "query": {
            "measures": [["sum", "Amount"]],
            "groups": ["Stage"],
            "order": [[-1, {"ascending": False, "nulls": "last"}]],
        },
    },
    "widget": {"type": "chart", "parameters": {"visualizationType": "hbar"}},
}


def test_a_lens_shows_its_picture_its_rows_and_its_query(client: Any, workspace: swell.Workspace) -> None:
    found = client.post("/api/lens", json=LENS).json()
    assert found["query"].startswith('q = load "deals";\n')
    assert found["widget"]["view"]["chart"] == "hbar"
    assert found["table"]["view"]["rows"] == [["Lost", 20.5], ["Won", 15], [None, None]]
    assert [[*row.values()] for row in workspace.query(found["query"]).rows()] == found["table"]["view"]["rows"]


@pytest.mark.parametrize("body", [{}, {"step": {}}, {"step": [], "widget": {}}])
def test_what_is_no_lens_is_refused(client: Any, body: dict[str, Any]) -> None:
    answer = client.post("/api/lens", json=body)
    assert (answer.status_code, answer.json()["error"]["message"]) == (422, "This is not a lens.")


def test_a_lens_that_can_not_be_drawn_says_why(client: Any) -> None:
    broken = {**LENS, "step": {**LENS["step"], "query": {"measures": [["sum", "Gone"]]}}}
    found = client.post("/api/lens", json=broken).json()
    assert "Gone" in found["widget"]["problem"]
    assert "Gone" in found["query"]


def test_a_query_is_saved_listed_and_opened(client: Any, workspace: swell.Workspace) -> None:
    text = 'q = load "deals";\n'
    saved = client.post("/api/queries/all deals.saql", json={"text": text, "version": None}).json()
    assert (workspace.folder / "queries" / "all deals.saql").read_text() == text
    assert client.get("/api/queries/all deals.saql").json() == {**saved, "text": text}
    client.post("/api/queries/stages.json", json={"text": json.dumps(LENS), "version": None})
    listed = client.get("/api/queries").json()["queries"]
    assert {each["file"]: each["label"] for each in listed} == {
        "all deals.saql": "all deals",
        "stages.json": "Amount by stage",
    }


def test_a_saved_query_is_replaced_only_over_the_version_that_was_seen(client: Any, workspace: swell.Workspace) -> None:
    file = workspace.folder / "queries" / "mine.saql"
    first = client.post("/api/queries/mine.saql", json={"text": "a", "version": None}).json()["version"]
    again = client.post("/api/queries/mine.saql", json={"text": "b", "version": None})
    assert (again.status_code, file.read_text()) == (412, "a")
    second = client.post("/api/queries/mine.saql", json={"text": "b", "version": first}).json()["version"]
    stale = client.post("/api/queries/mine.saql", json={"text": "c", "version": first})
    assert (stale.status_code, stale.json()["error"]["code"], file.read_text()) == (412, "changed", "b")
    file.unlink()
    gone = client.post("/api/queries/mine.saql", json={"text": "c", "version": second})
    assert (gone.status_code, file.exists()) == (412, False)


@pytest.mark.parametrize(
    "name", ["..saql", ".hidden.saql", "a.txt", "a", " .saql", "a .saql", "a%00.saql", "a%5Cb.saql"]
)
def test_a_name_that_is_none_is_refused(client: Any, workspace: swell.Workspace, name: str) -> None:
    answer = client.post(f"/api/queries/{name}", json={"text": "q", "version": None})
    assert answer.status_code in (404, 422)
    assert not (workspace.folder / "queries").exists()


def test_a_path_out_of_the_folder_is_no_name(client: Any, workspace: swell.Workspace) -> None:
    outside = workspace.folder / "swell.toml"
    outside.write_text("")
    for name in ("..%2Fswell.toml", "..%2Fdashboards%2Fstages.json"):
        assert client.get(f"/api/queries/{name}").status_code == 404
        assert client.post(f"/api/queries/{name}", json={"text": "x", "version": None}).status_code in (404, 405, 422)
    assert outside.read_text() == ""


@pytest.mark.parametrize("text", ["", "  \n", "x" * 200_001])
def test_what_is_no_query_is_not_saved(client: Any, workspace: swell.Workspace, text: str) -> None:
    assert client.post("/api/queries/a.saql", json={"text": text, "version": None}).status_code == 422
    assert not (workspace.folder / "queries").exists()


def test_json_that_is_no_lens_is_not_saved(client: Any, workspace: swell.Workspace) -> None:
    for text in ("{}", "[", "3"):
        assert client.post("/api/queries/a.json", json={"text": text, "version": None}).status_code == 422
    assert not (workspace.folder / "queries").exists()


@pytest.mark.parametrize("path", ["/api/queries/a.saql", "/api/dashboards/stages/additions"])
def test_a_page_of_another_origin_may_not_write(client: Any, workspace: swell.Workspace, path: str) -> None:
    body = {"text": "q", "version": None}
    answer = client.post(path, json=body, headers={"origin": "http://evil.example"})
    assert answer.status_code == 403
    assert not (workspace.folder / "queries").exists()


def test_nobody_writes_over_a_network(workspace: swell.Workspace, client_of: Any) -> None:
    client = client_of(workspace.application(), "192.0.2.7:8321")
    assert client.post("/api/queries/a.saql", json={"text": "q", "version": None}).status_code == 403


def test_a_lens_goes_into_a_dashboard_and_all_else_of_the_file_stays(client: Any, workspace: swell.Workspace) -> None:
    file = workspace.folder / "dashboards" / "stages.json"
    before = json.dumps(json.loads(file.read_text()), indent=2) + "\n"
    file.write_text(before)
    known = client.get("/api/dashboards/stages/additions").json()
    assert known["pages"] == [{"name": "p1", "label": "One"}]
    body = {"lens": LENS, "page": "p1", "version": known["version"]}
    added = client.post("/api/dashboards/stages/additions", json=body).json()

    changes = [each for each in difflib.ndiff(before.splitlines(), file.read_text().splitlines()) if each[0] in "+-"]
    # only the ends of the neighbours change: each gets the comma that stands before what is new
    assert [each for each in changes if each.startswith("- ")] == []
    widgets = workspace.dashboard("stages").widgets()
    assert widgets[added["widget"]].problem is None
    assert widgets[added["widget"]].view["rows"][0] == ["Lost", 20.5]
    layout = client.get("/api/dashboards/stages").json()["layouts"][0]
    assert layout["pages"][0]["placements"][-1]["row"] == 2
    assert layout["pages"][0]["placements"][-1]["widget"] == added["widget"]


def test_a_dashboard_that_changed_meanwhile_is_not_written(client: Any, workspace: swell.Workspace) -> None:
    file = workspace.folder / "dashboards" / "stages.json"
    version = client.get("/api/dashboards/stages/additions").json()["version"]
    changed = file.read_text().replace('"Stages"', '"Steps"')
    file.write_text(changed)
    answer = client.post("/api/dashboards/stages/additions", json={"lens": LENS, "page": "p1", "version": version})
    assert (answer.status_code, answer.json()["error"]["code"]) == (412, "changed")
    assert file.read_text() == changed


def test_a_page_that_is_not_there_changes_nothing(client: Any, workspace: swell.Workspace) -> None:
    file = workspace.folder / "dashboards" / "stages.json"
    before = file.read_text()
    version = client.get("/api/dashboards/stages/additions").json()["version"]
    answer = client.post("/api/dashboards/stages/additions", json={"lens": LENS, "page": "p9", "version": version})
    assert (answer.status_code, file.read_text()) == (422, before)


def test_the_query_behind_a_widget_says_which_part_a_facet_gave(client: Any, workspace: swell.Workspace) -> None:
    body = {"widget": "number", "selections": {"by_stage": [{"Stage": "Won"}]}}
    found = client.post("/api/dashboards/stages/why", json=body).json()
    assert found["origins"] == [{"kind": "facet", "label": "by_stage: Won", "step": "by_stage"}]
    assert [each["text"] for each in found["pieces"] if each["origin"] == 0] == [
        "\nq = filter q by 'Stage' in [\"Won\"];"
    ]
    query = "".join(each["text"] for each in found["pieces"])
    assert workspace.query(query).rows() == [{"sum_Amount": 15}]
    [source] = found["sources"]
    assert (source["dataset"], source["total"], source["matching"], source["version"]) == ("deals", 4, 2, 1)
    assert [row[0] for row in source["rows"]] == ["Won", "Won"]


def test_why_of_a_widget_that_is_not_there(client: Any) -> None:
    assert client.post("/api/dashboards/stages/why", json={"widget": "gone"}).status_code == 422


def test_a_dataset_lists_its_versions(client: Any, workspace: swell.Workspace) -> None:
    import pyarrow as pa

    workspace.write("deals", pa.table({"Stage": ["Won"]}))
    found = client.get("/api/datasets/deals").json()
    assert [(each["version"], each["rows"]) for each in found["versions"]] == [(2, 1), (1, 4)]
    assert found["sync"] is None


def test_a_dataset_says_which_recipe_made_it(client: Any, workspace: swell.Workspace) -> None:
    import datetime as dt

    from swell.recipes import run

    assert client.get("/api/datasets/deals").json()["recipe"] is None
    recipes = workspace.folder / "recipes"
    recipes.mkdir()
    (recipes / "won.saql").write_text('q = load "deals"; q = filter q by Stage == "Won";')
    (recipes / "won.toml").write_text('description = "What was won."')
    run(workspace, dt.datetime.now(dt.UTC))
    assert client.get("/api/datasets/won").json()["recipe"] == {
        "name": "won",
        "description": "What was won.",
        "inputs": [{"name": "deals", "version": 1}],
        "file": "recipes/won.saql",
        "text": 'q = load "deals"; q = filter q by Stage == "Won";',
    }


def test_connections_are_shown_without_their_secrets(workspace: swell.Workspace, client_of: Any) -> None:
    (workspace.folder / "swell.toml").write_text(
        '[connections.crm]\nkind = "hubspot"\nobjects = ["deals"]\n'
        '[connections.bad]\nkind = "hubspot"\ntoken = "not-for-your-eyes"\n'
    )
    client = client_of(swell.open(workspace.folder).application(), "127.0.0.1:8321")
    answer = client.get("/api/connections")
    good, bad = answer.json()["connections"]
    assert (good["name"], good["kind"], good["wanted"], good["problem"]) == ("crm", "hubspot", ["deals"], None)
    assert "token" in bad["problem"]
    assert "not-for-your-eyes" not in answer.text
