"""What the server says to an editor: completion, hovers, the canonical form."""

from typing import Any

import pytest

QUERY = 'q = load "deals"; q = filter q by \'St'


def test_completion_offers_the_fields_of_the_dataset(client: Any) -> None:
    found = client.post("/api/complete", json={"query": QUERY, "offset": len(QUERY)}).json()
    assert (found["start"], found["end"]) == (len(QUERY) - 3, len(QUERY))
    assert found["items"][0] == {
        "name": "Stage",
        "kind": "field",
        "insert": "'Stage'",
        "detail": "text",
        "summary": "",
    }


def test_places_are_counted_as_javascript_counts(client: Any) -> None:
    query = '/* 🙂 */ q = load "'
    found = client.post("/api/complete", json={"query": query, "offset": len(query) + 1}).json()
    assert [each["name"] for each in found["items"]] == ["deals"]
    assert found["start"] == len(query) + 1
    hovered = client.post("/api/hover", json={"query": query + 'deals";', "offset": 15}).json()["hover"]
    assert (hovered["title"].split(";")[0], hovered["start"]) == ('q = load "dataset"', 13)


def test_a_hover_says_what_a_word_means_or_nothing(client: Any) -> None:
    query = 'q = load "deals"; q = filter q by Amount > 3;'
    found = client.post("/api/hover", json={"query": query, "offset": query.index("Amount")}).json()["hover"]
    assert (found["title"], found["text"], found["example"]) == ("Amount: number", 'Field, of dataset "deals".', "")
    assert client.post("/api/hover", json={"query": query, "offset": 2}).json() == {"hover": None}


def test_a_query_is_formatted_or_its_mistakes_come_back(client: Any) -> None:
    found = client.post("/api/format", json={"query": 'q=load "deals"  ;q=foreach q generate Stage'})
    assert found.json() == {"query": 'q = load "deals";\nq = foreach q generate Stage;\n'}
    refused = client.post("/api/format", json={"query": "q = filter ;"})
    assert refused.status_code == 422
    assert refused.json()["diagnostics"][0]["code"].startswith("SAQL")


@pytest.mark.parametrize("body", [{"query": QUERY}, {"offset": 3}, {"query": QUERY, "offset": "3"}, []])
@pytest.mark.parametrize("path", ["/api/complete", "/api/hover"])
def test_a_question_without_a_place_is_refused(path: str, body: Any, client: Any) -> None:
    assert client.post(path, json=body).status_code == 400


def test_a_check_finds_the_mistakes_beside_a_broken_statement(client: Any) -> None:
    query = 'q = load "deals"; q = filter q by ; q = foreach q generate Stagg;'
    found = client.post("/api/check", json={"query": query}).json()["diagnostics"]
    assert [each["code"] for each in found] == ["SAQL106", "SAQL203"]
