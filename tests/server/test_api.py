from typing import Any

import pytest

import swell

SUMS = (
    "q = load \"deals\"; q = group q by 'Stage';"
    " q = foreach q generate 'Stage' as 'Stage', sum('Amount') as 'sum_Amount'; q = order q by 'Stage';"
)


def test_the_workspace_has_a_name_and_a_version(client: Any, workspace: swell.Workspace) -> None:
    found = client.get("/api/workspace").json()
    assert found["name"] == workspace.name
    assert found["version"]


def test_dashboards_are_listed(client: Any) -> None:
    assert client.get("/api/dashboards").json() == {
        "dashboards": [{"name": "stages", "label": "Stages", "description": None, "folder": ""}]
    }


def test_a_dashboard_is_described_with_layouts_widgets_and_steps(client: Any) -> None:
    found = client.get("/api/dashboards/stages").json()
    assert (found["name"], found["label"]) == ("stages", "Stages")
    [layout] = found["layouts"]
    assert (layout["columns"], layout["rowHeight"], layout["maxWidth"], layout["selectors"]) == (12, "normal", None, [])
    [placement] = layout["pages"][0]["placements"]
    assert placement == {"widget": "chart", "row": 1, "column": 2, "rowspan": 1, "colspan": 1, "style": {}}
    assert found["widgets"]["chart"] == {
        "type": "chart",
        "step": "by_stage",
        "parameters": {"step": "by_stage", "visualizationType": "hbar"},
    }
    assert found["steps"]["by_stage"] == {
        "type": "aggregateflex",
        "label": "by_stage",
        "selectMode": "single",
        "groups": ["Stage"],
        "measure": "Amount",
        "faceted": True,
        "datasets": ["deals"],
    }


def test_widgets_show_what_the_selections_leave(client: Any) -> None:
    body = {"selections": {"by_stage": [{"Stage": "Won"}]}}
    found = client.post("/api/dashboards/stages/data", json=body).json()
    assert found["widgets"]["number"]["view"]["value"] == 15
    assert len(found["widgets"]["chart"]["view"]["rows"]) == 3
    assert found["widgets"]["lost"] == {
        "type": "number",
        "problem": "There is no step 'nowhere' in this dashboard.",
        "view": None,
    }
    assert found["selections"] == {"by_stage": [{"Stage": "Won"}], "total": []}
    assert found["milliseconds"] >= 0


def test_without_selections_nothing_is_filtered(client: Any) -> None:
    found = client.post("/api/dashboards/stages/data", json={}).json()
    assert found["widgets"]["number"]["view"]["value"] == 35.5


def test_only_the_widgets_that_are_asked_for_are_answered(client: Any) -> None:
    found = client.post("/api/dashboards/stages/data", json={"widgets": ["number", "nowhere"]}).json()
    assert [*found["widgets"]] == ["number"]
    assert found["selections"] == {"by_stage": [], "total": []}
    assert client.post("/api/dashboards/stages/data", json={"widgets": "number"}).status_code == 400


@pytest.mark.parametrize("selections", [[], {"by_stage": 3}, {"by_stage": ["Won"]}, "x"])
def test_selections_of_the_wrong_shape_are_refused(selections: Any, client: Any) -> None:
    answer = client.post("/api/dashboards/stages/data", json={"selections": selections})
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "request"


@pytest.mark.parametrize(
    "path", ["/api/dashboards/gone", "/api/dashboards/..%2Fstages", "/api/datasets/gone", "/api/gone", "/gone"]
)
def test_what_is_not_there_is_not_found(path: str, client: Any) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "not_found"


def test_a_dashboard_with_broken_json_is_answered_with_the_place(client: Any, workspace: swell.Workspace) -> None:
    (workspace.folder / "dashboards" / "broken.json").write_text('{"steps": {},\n}')
    answer = client.get("/api/dashboards/broken")
    assert answer.status_code == 422
    message = answer.json()["error"]["message"]
    assert message.startswith("broken.json:2:1: ")
    assert str(workspace.folder) not in message


def test_datasets_are_listed(client: Any) -> None:
    [found] = client.get("/api/datasets").json()["datasets"]
    created = found.pop("created")
    assert created.startswith("20")
    assert found == {"name": "deals", "label": "Deals of all years", "rows": 4, "version": 1, "fields": 4}


def test_a_dataset_is_shown_with_its_fields_and_first_rows(client: Any) -> None:
    found = client.get("/api/datasets/deals").json()
    fields = {each["name"]: each for each in found["fields"]}
    assert fields["Stage"]["role"] == "dimension"
    assert (fields["Stage"]["distinct"], fields["Stage"]["nulls"], fields["Stage"]["sample"][0]) == (2, 1, "Won")
    assert (fields["Amount"]["minimum"], fields["Amount"]["maximum"]) == (5.0, 20.5)
    assert [each["name"] for each in found["preview"]["columns"]] == ["Stage", "Amount", "Closed", "Tags"]
    assert len(found["preview"]["rows"]) == 4
    assert found["preview"]["rows"][0][2] == "2026-03-01T00:00:00Z"


def test_the_schema_has_the_fields_of_each_dataset(client: Any) -> None:
    found = client.get("/api/schema").json()
    fields = {each["name"]: each for each in found["datasets"]["deals"]}
    said = {"label": "Amount", "description": None, "hidden": False}
    assert fields["Amount"] == {"name": "Amount", "type": "number", "virtual": False, **said}
    assert fields["Closed_Year"]["virtual"] is True


def test_a_query_is_answered_with_labelled_columns_and_rows(client: Any) -> None:
    found = client.post("/api/query", json={"query": SUMS}).json()
    assert found["columns"] == [
        {"name": "Stage", "label": "Stage", "type": "text", "format": None},
        {"name": "sum_Amount", "label": "Sum of Amount", "type": "number", "format": None},
    ]
    assert found["rows"] == [["Lost", 20.5], ["Won", 15.0], [None, None]]
    assert (found["rowCount"], found["truncated"]) == (3, False)


def test_how_a_query_ran_is_told_step_by_step(client: Any) -> None:
    found = client.post("/api/profile", json={"query": SUMS}).json()
    assert [each["name"] for each in found["stages"]] == ["parse", "check", "plan", "optimize", "run", "decode"]
    aggregate = next(each for each in found["steps"] if each["text"].startswith("aggregate"))
    assert (aggregate["rows_in"], aggregate["rows_out"]) == (4, 3)
    assert (aggregate["passes"][0]["rows"], aggregate["passes"][0]["blocks"]) == (4, 1)
    assert found["rows"] == 3
    assert client.post("/api/profile", json={"query": "q = load"}).status_code == 422


def test_a_result_says_whether_it_was_kept(client: Any) -> None:
    assert [client.post("/api/query", json={"query": SUMS}).json()["cached"] for _ in range(2)] == [False, True]


def test_a_wrong_query_is_answered_with_all_its_mistakes(client: Any) -> None:
    text = 'q = load "deals"; -- \U0001f30a\nq = foreach q generate Gone, Away;'
    answer = client.post("/api/query", json={"query": text})
    assert answer.status_code == 422
    body = answer.json()
    assert body["error"]["code"] == "saql"
    assert [each["line"] for each in body["diagnostics"]] == [2, 2]
    units = text.encode("utf-16-le")
    spans = [units[2 * each["start"] : 2 * each["end"]].decode("utf-16-le") for each in body["diagnostics"]]
    assert spans == ["Gone", "Away"]


def test_a_check_finds_mistakes_without_running(client: Any) -> None:
    assert client.post("/api/check", json={"query": SUMS}).json() == {"diagnostics": []}
    [found] = client.post("/api/check", json={"query": "q = load \"gone\"; q = foreach q generate 1 as 'x';"}).json()[
        "diagnostics"
    ]
    assert found["severity"] == "error"


def test_a_query_with_warnings_is_answered_with_them(client: Any) -> None:
    text = SUMS.replace(";", "", 1)
    run, check = (client.post(path, json={"query": text}).json() for path in ("/api/query", "/api/check"))
    assert [each["code"] for each in run["warnings"]] == ["SAQL107"]
    assert (check["diagnostics"], check["diagnostics"][0]["severity"]) == (run["warnings"], "warning")
    assert client.post("/api/query", json={"query": SUMS}).json()["warnings"] == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"query": 3}', b"\xff"])
def test_a_body_that_is_no_query_is_refused(body: bytes, client: Any) -> None:
    answer = client.post("/api/query", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 400


def test_a_body_that_is_too_large_is_refused(client: Any) -> None:
    assert client.post("/api/query", json={"query": "x" * 1_100_000}).status_code == 413


def test_an_error_inside_sends_nothing_of_its_cause(
    client: Any, workspace: swell.Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(workspace.session, "query", broken)
    answer = client.post("/api/query", json={"query": SUMS})
    assert answer.status_code == 500
    assert answer.json()["error"]["code"] == "internal"
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
