"""Datasets, their versions and their fields by the Wave API."""

import json
from typing import Any

import pyarrow as pa
import pytest

import swell


def names(answer: Any) -> list[str]:
    return [each["name"] for each in answer["datasets"]]


def test_the_list_says_of_each_what_clients_read(wave: Any) -> None:
    answer = wave.get("/wave/datasets?sort=Name")
    deals, people = answer["datasets"]

    assert (answer["totalSize"], answer["nextPageUrl"]) == (2, None)
    assert (deals["name"], deals["label"], deals["type"]) == ("deals", "Deals of all years", "dataset")
    assert deals["currentVersionTotalRowCount"] == 4
    assert deals["folder"]["label"] == "Sales"
    assert deals["id"] != people["id"]
    assert wave.client.get(deals["url"]).json() == deals
    assert wave.client.get(deals["currentVersionUrl"]).json()["id"] == deals["currentVersionId"]


def test_pages_lead_through_the_whole_list(wave: Any, workspace: swell.Workspace) -> None:
    for number in range(7):
        workspace.write(f"more_{number}", pa.table({"n": [number]}))
    answer, seen = wave.get("/wave/datasets?pageSize=4&sort=Name&q=more"), []
    while True:
        seen += names(answer)
        assert answer["totalSize"] == 7
        if answer["nextPageUrl"] is None:
            break
        # clients send their parameters again beside those of the address
        answer = wave.client.get(answer["nextPageUrl"] + "&pageSize=4&sort=Name&q=more").json()
    assert seen == [f"more_{number}" for number in range(7)]


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ("q=deals", ["deals"]),
        ("q=dea", ["deals"]),
        ("q=years", ["deals"]),
        ("q=all ye", ["deals"]),
        ("q=ears", []),
        ("sort=TotalRows", ["deals", "people"]),
        ("sort=TotalRows&order=ascending", ["people", "deals"]),
        ("datasetTypes=live", []),
        ("createdAfter=2999-01-01T00:00:00.000Z", []),
        ("folderId=00l000000000000AAA", []),
        ("hasCurrentOnly=true&scope=Mru&pageSize=200&q=people", ["people"]),
    ],
)
def test_lists_are_searched_and_sorted(wave: Any, options: str, found: list[str]) -> None:
    assert names(wave.get(f"/wave/datasets?{options}")) == found


def test_lists_go_by_ids_and_by_app(wave: Any) -> None:
    deals = wave.get("/wave/datasets/deals")
    assert names(wave.get(f"/wave/datasets?ids={deals['id'][:15]}")) == ["deals"]
    assert len(names(wave.get(f"/wave/datasets?folderId={deals['folder']['id']}"))) == 2


@pytest.mark.parametrize("options", ["pageSize=0", "pageSize=x", "sort=Colour", "page=%20", "page=LTE="])
def test_parameters_that_make_no_sense_are_refused(wave: Any, options: str) -> None:
    assert wave.get(f"/wave/datasets?{options}", 400)[0]["errorCode"] == "INVALID_INPUT"


def test_versions_have_their_fields(wave: Any) -> None:
    listed = wave.get("/wave/datasets/deals/versions")
    (version,) = listed["versions"]
    assert listed["url"].endswith("/versions")
    found = wave.client.get(version["url"]).json()

    main = found["xmdMain"]
    assert [(each["field"], each["label"]) for each in main["dimensions"]] == [
        ("Stage", "Stage of the deal"),
        ("Tags", "Tags"),
    ]
    assert main["dimensions"][0]["members"] == [{"member": "Won", "label": "We won", "color": "#00ff00"}]
    assert main["measures"][0]["format"] == {"customFormat": '["$#,##0.00",1]'}
    (date,) = main["dates"]
    assert (date["alias"], date["type"], date["fiscalMonthOffset"]) == ("Closed", "DateTime", 2)
    assert date["fields"]["fiscalYear"] == "Closed_Year_Fiscal"
    wave.rows(
        'q = load "deals"; q = foreach q generate '
        + ", ".join(f"'{each}' as '{each}'" for each in date["fields"].values())
        + ";"
    )


def test_fields_without_fiscal_years_do_not_name_them(wave: Any) -> None:
    version = wave.get("/wave/datasets/people")["currentVersionId"]
    (date,) = wave.get(f"/wave/datasets/people/versions/{version}/xmds/main")["dates"]
    assert date["type"] == "DateOnly"
    assert not [each for each in date["fields"] if each.startswith("fiscal")]


def xmds_of(wave: Any, dataset: str = "deals") -> str:
    return f"/wave/datasets/{dataset}/versions/{wave.get(f'/wave/datasets/{dataset}')['currentVersionId']}/xmds"


def test_the_kinds_of_metadata_say_what_was_imported_and_what_people_say(wave: Any) -> None:
    url = xmds_of(wave)
    listed = wave.get(url)["xmds"]
    assert [each["type"] for each in listed] == ["main", "system", "user"]
    found = {each["type"]: wave.client.get(each["url"]).json() for each in listed}
    assert [each["label"] for each in found["system"]["dimensions"]] == ["Stage of the deal", "Tags"]
    assert found["user"]["dimensions"] == []
    assert wave.get(f"{url}/other", 404)[0]["errorCode"] == "NOT_FOUND"


def test_the_user_metadata_is_written_whole_and_merged_into_the_main_one(wave: Any, workspace: swell.Workspace) -> None:
    url = xmds_of(wave)
    said = {
        "dimensions": [
            {"field": "Stage", "label": "Step", "members": [{"member": "Won", "color": "#112233"}], "mine": {"a": [1]}}
        ],
        "measures": [],
    }
    answer = wave.call("PUT", f"{url}/user", {**said, "type": "user", "url": "/x"})
    assert answer["dimensions"] == said["dimensions"]
    assert json.loads((workspace.folder / "metadata" / "deals.json").read_text()) == said

    (stage, _) = wave.get(f"{url}/main")["dimensions"]
    assert (stage["label"], stage["mine"], stage["isMultiValue"]) == ("Step", {"a": [1]}, False)
    assert stage["members"] == [{"member": "Won", "label": "We won", "color": "#112233"}]

    wave.call("PUT", f"{url}/user", {"measures": [{"field": "Amount", "label": "Worth"}]})
    assert wave.get(f"{url}/main")["dimensions"][0]["label"] == "Stage of the deal"


def test_a_dataset_takes_the_user_metadata_too(wave: Any) -> None:
    wave.call("PATCH", "/wave/datasets/deals", {"userXmd": {"measures": [{"field": "Amount", "label": "Worth"}]}})
    assert wave.get(f"{xmds_of(wave)}/main")["measures"][0]["label"] == "Worth"
    wave.call("PATCH", "/wave/datasets/deals", {"userXmd": {"measures": 1}}, 400)
    wave.call("PATCH", "/wave/datasets/deals", {"userXmd": None}, 400)
    wave.call("PATCH", "/wave/datasets/deals", {"userXmd": {}, "label": "Other"}, 400)
    assert wave.get(f"{xmds_of(wave)}/main")["measures"][0]["label"] == "Worth"


def test_metadata_that_is_not_valid_changes_nothing(wave: Any, workspace: swell.Workspace) -> None:
    url = xmds_of(wave)
    wave.call("PUT", f"{url}/user", {"measures": [{"field": "Amount", "label": "Worth"}]})
    before = (workspace.folder / "metadata" / "deals.json").read_text()
    (answer,) = wave.call(
        "PUT", f"{url}/user", {"measures": [{"field": "Amount", "format": {"customFormat": "$"}}]}, 400
    )
    assert "/measures/0/format/customFormat" in answer["message"]
    assert wave.call("PUT", f"{url}/main", {}, 400)[0]["errorCode"] == "INVALID_INPUT"
    assert (workspace.folder / "metadata" / "deals.json").read_text() == before


def test_a_predicate_is_written_into_the_file_of_the_dataset(wave: Any, workspace: swell.Workspace) -> None:
    version = f"/wave/datasets/deals/versions/{wave.get('/wave/datasets/deals')['currentVersionId']}"
    file = workspace.folder / "security" / "deals.json"
    assert wave.get(version)["predicate"] is None

    wave.call("PATCH", version, {"predicate": "'Stage' == \"Won\""})
    file.write_text(json.dumps({**json.loads(file.read_text()), "backup": "false"}))
    answer = wave.call("PATCH", version, {"predicate": "'Stage' == \"Lost\""})

    assert answer["predicate"] == "'Stage' == \"Lost\""
    assert json.loads(file.read_text()) == {"predicate": "'Stage' == \"Lost\"", "backup": "false"}
    wave.call("PATCH", version, {"predicate": "x" * 5_001}, 400)
    wave.call("PATCH", version, {"colour": "red"}, 400)
    assert json.loads(file.read_text())["predicate"] == "'Stage' == \"Lost\""


def test_a_dataset_is_removed(wave: Any, workspace: swell.Workspace) -> None:
    wave.call("DELETE", f"/wave/datasets/{wave.get('/wave/datasets/people')['id']}", status=204)
    assert workspace.store.names() == ["deals"]
    wave.call("DELETE", "/wave/datasets/people", status=404)


def test_what_is_not_there_is_not_found(wave: Any) -> None:
    for path in (
        "/wave/datasets/none",
        "/wave/datasets/deals/versions/9",
        "/wave/datasets/none/versions",
        "/wave/folders/x",
    ):
        assert wave.get(path, 404)[0]["errorCode"] == "NOT_FOUND"


def test_the_workspace_is_the_one_app(wave: Any) -> None:
    (folder,) = wave.get("/wave/folders")["folders"]
    found = wave.client.get(folder["url"]).json()
    assert found["label"] == "Sales"
    assert {"accessType", "shareType", "sharedWithId", "sharedWithLabel"} <= {*found["shares"][0]}
