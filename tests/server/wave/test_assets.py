"""Dashboards, lenses, apps and what hangs together, by the Wave API."""

import json
from pathlib import Path
from typing import Any

import pytest

import swell

STATE = {
    "steps": {
        "total": {
            "type": "saql",
            "datasets": [{"name": "deals"}],
            "query": 'q = load "deals"; q = group q by all; q = foreach q generate sum(Amount) as Amount;',
        }
    },
    "widgets": {"n": {"type": "number", "parameters": {"step": "total", "measureField": "Amount"}}},
    "gridLayouts": [],
}
FILE = {"label": "Stages", "description": "How far deals are", "state": STATE}
LENS = {
    "label": "By stage",
    "step": {"type": "saql", "query": 'q = load "deals"; q = foreach q generate Stage;'},
    "widget": {"type": "chart", "parameters": {"visualizationType": "hbar"}},
}


@pytest.fixture
def files(workspace: swell.Workspace) -> Path:
    (workspace.folder / "dashboards").mkdir()
    (workspace.folder / "queries").mkdir()
    (workspace.folder / "dashboards/stages.json").write_text(json.dumps(FILE, indent=1))
    (workspace.folder / "queries/stage.json").write_text(json.dumps(LENS))
    (workspace.folder / "queries/people.saql").write_text('q = load "people"; q = foreach q generate Name;')
    return workspace.folder


@pytest.fixture
def dashboard(files: Path, wave: Any) -> str:
    return str(wave.get("/wave/dashboards")["dashboards"][0]["url"].removeprefix("/services/data/v54.0"))


def read(file: Path) -> Any:
    return json.loads(file.read_text())


def test_lists_name_the_datasets_that_assets_read(wave: Any, files: Path) -> None:
    (found,) = wave.get("/wave/dashboards")["dashboards"]
    assert (found["label"], found["name"], found["type"], found["description"]) == (
        "Stages",
        "stages",
        "dashboard",
        "How far deals are",
    )
    assert [each["id"] for each in found["datasets"]] == [wave.get("/wave/datasets/deals")["id"]]
    assert "state" not in found
    lenses = wave.get("/wave/lenses?sort=Name")["lenses"]
    assert [(each["label"], each["datasets"][0]["name"]) for each in lenses] == [
        ("By stage", "deals"),
        ("people", "people"),
    ]


def test_a_dashboard_comes_with_its_state(wave: Any, dashboard: str) -> None:
    assert wave.get(dashboard)["state"] == STATE
    assert wave.get("/wave/dashboards/stages") == wave.get(dashboard)


def test_a_state_alone_is_a_dashboard_too(wave: Any, files: Path) -> None:
    (files / "dashboards/bare.json").write_text(json.dumps({**STATE, "widgets": json.dumps(STATE["widgets"])}))
    assert wave.get("/wave/dashboards/bare")["state"] == STATE
    wave.call("PATCH", "/wave/dashboards/bare", {"label": "Named"})
    assert read(files / "dashboards/bare.json") == {"label": "Named", "state": STATE}


def test_changes_go_into_the_file_and_leave_the_rest(wave: Any, dashboard: str, files: Path) -> None:
    before = (files / "dashboards/stages.json").read_text()
    answer = wave.call("PATCH", dashboard, {"label": "[ARCHIVE] Stages", "url": "ignored"})

    assert answer["label"] == "[ARCHIVE] Stages"
    assert (files / "dashboards/stages.json").read_text() == before.replace('"Stages"', '"[ARCHIVE] Stages"')
    other = {**STATE, "widgets": {}}
    assert wave.call("PUT", dashboard, {"state": other})["state"] == other


def test_what_is_no_dashboard_changes_nothing(wave: Any, dashboard: str, files: Path) -> None:
    before = (files / "dashboards/stages.json").read_text()
    for body in ({"state": "x"}, {"state": {"steps": []}}, {"folder": {"id": "00l000000000000AAA"}}):
        assert wave.call("PATCH", dashboard, body, 404 if "folder" in body else 400)
    wave.call("PATCH", "/wave/dashboards/none", {"label": "x"}, 404)
    assert (files / "dashboards/stages.json").read_text() == before


NO_JSON = ["NaN", "1e999", "Infinity", '"\\ud800"', '{"\\ud800": 1}', '"\xff"', '"\xed\xa0\x80"']


@pytest.mark.parametrize("value", NO_JSON)
def test_what_no_json_can_say_is_not_written(wave: Any, dashboard: str, value: str) -> None:
    before = wave.get(dashboard)
    content = f'{{"description": "x", "xmd": {value}}}'.encode("latin-1")
    headers = {"content-type": "application/json"}
    answer = wave.client.request("PATCH", f"/services/data/v54.0{dashboard}", content=content, headers=headers)
    assert (answer.status_code, answer.json()[0]["errorCode"]) == (400, "JSON_PARSER_ERROR")
    assert wave.get(dashboard) == before


def test_a_dashboard_is_made_shown_and_removed(wave: Any, files: Path) -> None:
    made = wave.call(
        "POST", "/wave/dashboards", {"label": "Ours & more", "state": STATE, "folder": {"id": "SharedApp"}}, 201
    )
    assert read(files / f"dashboards/{made['name']}.json") == {"label": "Ours & more", "state": STATE}
    assert wave.get(f"/wave/dashboards/{made['id']}")["label"] == "Ours & more"
    wave.call("DELETE", f"/wave/dashboards/{made['id']}", status=204)
    wave.get(f"/wave/dashboards/{made['id']}", 404)
    assert wave.call("POST", "/wave/dashboards", {"label": "No state"}, 400)[0]["errorCode"] == "INVALID_INPUT"


def test_what_a_dashboard_was_can_be_put_back(wave: Any, dashboard: str, files: Path) -> None:
    first = (files / "dashboards/stages.json").read_text()
    assert len(wave.get(f"{dashboard}/histories")["histories"]) == 1
    wave.call("PATCH", dashboard, {"label": "Two"})
    wave.call("PATCH", dashboard, {"label": "Three", "historyLabel": "third"})

    now, two, one = wave.get(f"{dashboard}/histories")["histories"]
    assert (now["label"], two["label"]) == ("third", None)
    assert wave.client.get(one["previewUrl"]).json()["label"] == "Stages"
    assert read(files / "dashboards/stages.json")["label"] == "Three"
    answer = wave.client.request("PUT", one["revertUrl"], json={"historyId": one["id"]})
    assert answer.json()["label"] == "Stages"
    assert (files / "dashboards/stages.json").read_text() == first
    assert [each["id"] for each in wave.get(f"{dashboard}/histories")["histories"]] == [one["id"], now["id"], two["id"]]

    wave.call("PATCH", f"{dashboard}/histories/{two['id']}", {"label": "the second"})
    assert wave.call("PATCH", dashboard, {"currentHistoryId": two["id"]})["label"] == "Two"
    assert wave.get(f"{dashboard}/histories")["histories"][0]["label"] == "the second"
    wave.call("PUT", f"{dashboard}/bundle", {"historyId": "0Rp000000000000AAA"}, 404)


def test_twenty_texts_of_a_dashboard_are_kept(wave: Any, dashboard: str) -> None:
    for number in range(25):
        wave.call("PATCH", dashboard, {"label": f"Label {number}"})
    found = wave.get(f"{dashboard}/histories")["histories"]
    assert len(found) == 20
    assert wave.client.get(found[-1]["previewUrl"]).json()["label"] == "Label 5"


def test_dashboards_move_between_apps(wave: Any, dashboard: str, files: Path) -> None:
    app = wave.call("POST", "/wave/folders", {"label": "Old things"})
    assert (files / "dashboards/Old_things").is_dir()
    assert (
        wave.call("POST", "/wave/folders", {"label": "Old things"}, 400)[0]["errorCode"] == "DUPLICATE_DEVELOPER_NAME"
    )

    assert wave.call("PATCH", dashboard, {"folder": {"id": app["id"]}})["folder"]["id"] == app["id"]
    assert (files / "dashboards/Old_things/stages.json").is_file()
    assert wave.get(f"/wave/dashboards?folderId={app['id']}")["totalSize"] == 1
    wave.call("DELETE", f"/wave/folders/{app['id']}", status=400)
    wave.call("PATCH", dashboard, {"folder": {"name": "SharedApp"}})
    wave.call("DELETE", f"/wave/folders/{app['id']}", status=204)
    assert [each["label"] for each in wave.get("/wave/folders")["folders"]] == ["Sales"]


@pytest.mark.parametrize("label", ["", "../up", ".", "views", "SharedApp"])
def test_apps_are_folders_of_plain_names(wave: Any, files: Path, label: str) -> None:
    answer = wave.client.request("POST", "/services/data/v54.0/wave/folders", json={"label": label})
    made = sorted(each.name for each in (files / "dashboards").iterdir() if each.is_dir())
    assert (answer.status_code, made) in ((400, []), (200, ["up"]))


def test_lenses_are_read_and_written(wave: Any, files: Path) -> None:
    lens = next(each for each in wave.get("/wave/lenses")["lenses"] if each["label"] == "By stage")
    url = f"/wave/lenses/{lens['id']}"
    found = wave.get(url)
    assert (found["visualizationType"], found["state"]["query"]["query"]) == ("hbar", LENS["step"]["query"])  # type: ignore[index]

    assert wave.call("PATCH", url, {"label": "Renamed", "state": found["state"]})["label"] == "Renamed"
    assert read(files / "queries/stage.json") == {**LENS, "label": "Renamed"}
    old = wave.get(f"{url}/histories")["histories"][1]
    assert wave.client.request("PUT", old["revertUrl"], json={"historyId": old["id"]}).json()["label"] == "By stage"
    assert read(files / "queries/stage.json") == LENS
    wave.call("PATCH", "/wave/lenses/people.saql", {"label": "x"}, 400)
    wave.call("DELETE", url, status=204)
    wave.get(url, 404)


def test_a_lens_is_made_from_what_crm_analytics_sends(wave: Any, files: Path) -> None:
    compact = '{"measures":[["sum","Amount"]],"groups":["Stage"]}'
    body = {
        "label": "Sums",
        "visualizationType": "hbar",
        "datasets": [{"name": "deals"}],
        "state": {"query": {"query": compact, "version": -1.0}, "options": {"showMeasureTitle": True}},
    }
    made = wave.call("POST", "/wave/lenses", body, 201)
    written = read(files / "queries/sums.json")
    assert written["step"] == {"type": "aggregateflex", "query": json.loads(compact), "datasets": [{"name": "deals"}]}
    shown = wave.client.post("/api/lens", json=written).json()
    assert shown["table"]["view"]["rows"][0][0] == "Lost"
    assert made["datasets"][0]["name"] == "deals"
    wave.call("POST", "/wave/lenses", {"label": "x", "state": {}}, 400)


def test_dependencies_lead_both_ways(wave: Any, dashboard: str) -> None:
    found = wave.get(f"/wave/dependencies/{wave.get('/wave/datasets/deals')['id']}")
    assert [each["name"] for each in found["dashboards"]["dependencies"]] == ["stages"]
    assert [each["label"] for each in found["lenses"]["dependencies"]] == ["By stage"]
    back = wave.get(f"/wave/dependencies/{wave.get(dashboard)['id']}")
    assert [each["name"] for each in back["datasets"]["dependencies"]] == ["deals"]
    wave.get("/wave/dependencies/0FK000000000000AAA", 404)


def test_whoever_looks_around_finds_the_way(wave: Any, files: Path) -> None:
    assert {"version": "54.0", "url": "/services/data/v54.0", "label": "v54.0"} in wave.client.get(
        "/services/data/"
    ).json()
    resources = wave.client.get(wave.get("")["wave"]).json()
    for name, url in resources.items():
        if name not in ("dependencies", "query"):
            assert wave.client.get(url).status_code == 200, name
    assert wave.get("/wave/limits")["limits"][0]["current"] == 6
    missing = wave.client.get("/services/data/v54.0/wave/nothing")
    assert (missing.status_code, missing.json()[0]["errorCode"]) == (404, "NOT_FOUND")
    assert wave.call("DELETE", "/wave/limits", status=405)[0]["errorCode"] == "METHOD_NOT_ALLOWED"
