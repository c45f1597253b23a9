"""Queries by the Wave API."""

import datetime as dt
from typing import Any

import pyarrow as pa
import pytest

import swell


@pytest.fixture
def ids(wave: Any) -> str:
    known = wave.get("/wave/datasets/deals")
    return f"{known['id']}/{known['currentVersionId']}"


BY_STAGE = (
    'q = load "{}"; q = group q by Stage; q = foreach q generate Stage as Stage, sum(Amount) as Sum, count() as n; '
    "q = order q by Stage asc;"
)


def test_rows_are_objects_whether_ids_or_names_are_loaded(wave: Any, ids: str) -> None:
    wanted = [
        {"Stage": "Lost", "Sum": 20.5, "n": 1},
        {"Stage": "Won", "Sum": 15.0, "n": 2},
        {"Stage": None, "Sum": None, "n": 1},
    ]
    for each in (ids, "deals", ids.split("/")[0], "/".join(part[:15] for part in ids.split("/")), "deals/1", "deals@1"):
        assert sorted(wave.rows(BY_STAGE.format(each)), key=str) == sorted(wanted, key=str), each


def test_the_answer_has_what_clients_read(wave: Any, ids: str) -> None:
    text = BY_STAGE.format(ids)
    answer = wave.query(text, queryLanguage="SAQL", name="any")

    assert answer["action"] == "query"
    assert answer["query"] == text
    assert isinstance(answer["responseTime"], int)
    assert answer["results"]["metadata"] == [
        {
            "lineage": {
                "type": "foreach",
                "projections": [
                    {"field": {"id": "q.Stage", "type": "string"}, "inputs": [{"id": "q.Stage"}]},
                    {"field": {"id": "q.Sum", "type": "numeric"}, "inputs": [{"id": "q.Amount", "function": "sum"}]},
                    {"field": {"id": "q.n", "type": "numeric"}},
                ],
                "input": {"type": "group", "groups": [{"id": "q.Stage"}]},
            },
            "queryLanguage": "SAQL",
        }
    ]


def test_an_old_version_is_read_by_its_id(wave: Any, ids: str, workspace: swell.Workspace) -> None:
    count = 'q = load "{}"; q = group q by all; q = foreach q generate count() as n;'
    workspace.write("deals", pa.table({"Stage": ["New"], "Amount": [1.0]}))

    assert wave.rows(count.format(ids)) == [{"n": 4}]
    assert wave.rows(count.format("deals")) == [{"n": 1}]


def test_a_union_has_a_lineage_for_each_input(wave: Any) -> None:
    one = 'a = load "deals"; a = foreach a generate Stage; b = load "deals"; b = foreach b generate Stage;'
    found = wave.query(f"{one} r = union a, b; r = limit r 2;")["results"]["metadata"][0]["lineage"]

    field = {"type": "string"}
    assert found == {
        "type": "union",
        "inputs": [
            {"type": "foreach", "projections": [{"field": {"id": f"{each}.Stage", **field}}]} for each in ("a", "b")
        ],
    }


def test_values_are_as_json_has_them(wave: Any) -> None:
    rows = wave.rows('q = load "deals"; q = order q by Closed asc; q = foreach q generate Tags, Closed, Amount;')
    assert rows[0] == {"Tags": "a", "Closed": "2026-03-01T00:00:00Z", "Amount": 10.0}
    assert rows[2]["Tags"] is None


def test_the_time_zone_is_the_clients(wave: Any, workspace: swell.Workspace) -> None:
    late = dt.datetime(2026, 3, 1, 23, 30)
    workspace.write("nights", pa.table({"At": pa.array([late])}))
    text = 'q = load "nights"; q = foreach q generate At_Day as Day;'

    assert wave.rows(text) == [{"Day": "01"}]
    assert wave.query(text, timezone="Europe/Vienna")["results"]["records"] == [{"Day": "02"}]
    assert "time zone" in wave.query(text, 400, timezone="Moon/Base")[0]["message"]


def test_mistakes_are_listed_with_their_places_in_what_was_sent(wave: Any, ids: str) -> None:
    text = f'q = load "{ids}"; q = foreach q generate Stagee as S;'
    errors = wave.query(text, 400)

    assert [sorted(each) for each in errors] == [["errorCode", "message"]]
    assert f"Line 1, column {text.index('Stagee') + 1}:" in errors[0]["message"]
    assert errors[0]["errorCode"].startswith("SAQL")


def test_what_is_not_there_or_not_spoken_is_refused(wave: Any, ids: str) -> None:
    load = 'q = load "{}"; q = foreach q generate Stage as S;'
    dataset, version = ids.split("/")
    assert wave.query(load.format(f"{dataset}/0Fc000000000000AAA"), 404)[0]["errorCode"] == "NOT_FOUND"
    assert wave.query(load.format(f"0Fb000000000000AAA/{version}"), 404)[0]["errorCode"] == "NOT_FOUND"
    assert "nothing" in wave.query(load.format("nothing"), 400)[0]["message"]
    assert wave.query("SELECT 1", 400, queryLanguage="SQL")[0]["errorCode"] == "INVALID_QUERY_LANGUAGE"
    assert wave.call("POST", "/wave/query", {"saql": "x"}, 400)[0]["errorCode"] == "JSON_PARSER_ERROR"
    bad = wave.client.request(
        "POST", "/services/data/v54.0/wave/query", content="{", headers={"content-type": "application/json"}
    )
    assert (bad.status_code, bad.json()[0]["errorCode"]) == (400, "JSON_PARSER_ERROR")


@pytest.mark.parametrize(
    ("version", "status"), [("v36.0", 200), ("v66.0", 200), ("v12.0", 404), ("vX", 404), ("v54", 404)]
)
def test_versions_of_the_api(wave: Any, version: str, status: int) -> None:
    assert wave.client.get(f"/services/data/{version}/wave/datasets").status_code == status


def test_a_result_that_is_cut_says_so(wave: Any, workspace: swell.Workspace) -> None:
    workspace.write("many", pa.table({"n": list(range(10_001))}))
    answer = wave.query('q = load "many"; q = foreach q generate n as n;')
    assert len(answer["results"]["records"]) == 10_000
    assert [each["code"] for each in answer["warnings"]] == ["TRUNCATED"]
