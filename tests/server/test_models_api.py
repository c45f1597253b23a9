"""Models as the page asks for them: how they stand, reports for those who see all rows, and runs."""

import json
from typing import Any

import pyarrow as pa
import pytest

import swell
from dashboards.rows.rules import Rules, make_rule
from swell.models import run

from .conftest import Client
from .people import accounts_of, browser, now

pytestmark = pytest.mark.usefixtures("typical")


@pytest.fixture
def trained(workspace: swell.Workspace) -> swell.Workspace:
    workspace.write("sales", pa.table({"Id": ["a", "b"], "Amount": [10.0, 30.0]}))
    folder = workspace.folder / "models"
    folder.mkdir()
    said = {"kind": "typical", "dataset": "sales", "measure": "Amount", "label": "Deal size"}
    (folder / "size.json").write_text(json.dumps(said))
    (folder / "wrong.json").write_text('{"kind": "typcal"}')
    run(workspace, now(), ["size"])
    return workspace


@pytest.fixture
def asks(trained: swell.Workspace) -> dict[str, dict[str, str]]:
    accounts = accounts_of(trained)
    return {role: browser(accounts, f"{role}@example.com") for role in ("viewer", "editor", "admin")}


@pytest.fixture
def client(trained: swell.Workspace) -> Client:
    return Client(trained.application())


def test_models_are_listed_with_how_they_stand(client: Any, asks: Any) -> None:
    found = client.get("/api/models", headers=asks["viewer"]).json()
    size, wrong = found["models"]
    assert found["editable"] is False
    assert (size["label"], size["standing"], size["verdict"]) == ("Deal size", "fresh", "The mean is 20.")
    assert (size["version"], size["inputs"], size["makes"]) == (1, {"sales": 1}, ["size_away"])
    assert (wrong["standing"], wrong["hint"]) == ("wrong", "Did you mean 'typical'?")


def test_a_report_is_told_of_each_version_that_is_kept(client: Any, asks: Any, trained: swell.Workspace) -> None:
    trained.write("sales", pa.table({"Id": ["a"], "Amount": [50.0]}))
    assert client.get("/api/models/size", headers=asks["viewer"]).json()["why"] == "sales has version 2, it was 1"
    run(trained, now(), ["size"])
    newest = client.get("/api/models/size", headers=asks["editor"]).json()
    assert (newest["versions"], newest["shown"], newest["editable"]) == ([1, 2], 2, True)
    assert newest["report"]["verdict"][0]["text"] == "The mean is 50."
    before = client.get("/api/models/size?version=1", headers=asks["viewer"]).json()
    assert (before["shown"], before["report"]["verdict"][0]["text"]) == (1, "The mean is 20.")
    for wrong, status in (("?version=x", 400), ("?version=9", 422)):
        assert client.get(f"/api/models/size{wrong}", headers=asks["viewer"]).status_code == status
    gone = client.get("/api/models/sise", headers=asks["viewer"])
    assert (gone.status_code, gone.json()["error"]["hint"]) == (404, "Did you mean 'size'?")


def test_what_was_learnt_of_rows_that_are_not_seen_is_not_told(
    client: Any, asks: Any, trained: swell.Workspace
) -> None:
    Rules(trained.folder / "security").put("sales", make_rule("'Id' == \"a\"", excepted=["admin"]))
    seen = {role: client.get("/api/models/size", headers=asks[role]).json() for role in asks}
    assert {role: (each["closed"], each["report"] is None, each["verdict"]) for role, each in seen.items()} == {
        "viewer": (True, True, ""),
        "editor": (True, True, ""),
        "admin": (False, False, "The mean is 20."),
    }
    run(trained, now(), ["size"], everything=True)  # scores of such rows are for administrators until somebody says
    rows = {role: client.get("/api/datasets", headers=asks[role]).json()["datasets"] for role in ("editor", "admin")}
    found = {role: [each["name"] for each in some if each["rows"]] for role, some in rows.items()}
    assert ["size_away" in found[role] for role in ("editor", "admin")] == [False, True]


def test_editors_run_them(client: Any, asks: Any) -> None:
    path = "/api/models/size/runs"
    assert client.post(path, json={"what": "train"}, headers=asks["viewer"]).status_code == 403
    started = client.post(path, json={"what": "train"}, headers=asks["editor"])
    assert (started.status_code, started.json()["work"]) == (201, "models train size")
    assert client.post(path, json={"what": "forget"}, headers=asks["editor"]).status_code == 400
    assert client.post("/api/models/sise/runs", json={"what": "train"}, headers=asks["editor"]).status_code == 404
    audit = client.get("/api/audit", headers=asks["admin"]).json()["events"]
    assert [each["action"] for each in audit if "model" in each["action"]] == ["model run"]


def test_a_dataset_says_which_model_made_it_and_so_does_its_lineage(client: Any, asks: Any) -> None:
    made = client.get("/api/datasets/size_away", headers=asks["viewer"]).json()["model"]
    assert made == {
        "name": "size",
        "version": 1,
        "description": None,
        "inputs": [{"name": "sales", "version": 1}],
    }
    assert client.get("/api/datasets/sales", headers=asks["viewer"]).json()["model"] is None
    lineage = client.get("/api/lineage?dataset=size_away&field=Away", headers=asks["viewer"]).json()
    links = {tuple(each) for each in lineage["links"]}
    assert {("dataset:sales", "model:size"), ("model:size", "dataset:size_away")} <= links
    assert lineage["way"]["made"] == "model size"
