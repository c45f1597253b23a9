import pytest

from connectors.standins.hubspot import HubSpotStandIn

START_MS = 1_772_443_800_000


def _by(name: str, operator: str, **more):
    return {"propertyName": name, "operator": operator, **more}


@pytest.fixture
def amounts(crm: HubSpotStandIn) -> dict[str, str]:
    """Ids of deals by what their amount is."""
    return {
        str(amount): crm.create("deals", {"amount": amount, "dealname": f"Deal {amount}"}) for amount in (2, 10, None)
    }


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (_by("amount", "EQ", value="10.0"), {"10"}),
        (_by("amount", "NEQ", value="10"), {"2", "None"}),
        (_by("amount", "LT", value="10"), {"2"}),
        (_by("amount", "LTE", value="10"), {"2", "10"}),
        (_by("amount", "GT", value="2"), {"10"}),
        (_by("amount", "GTE", value="2"), {"2", "10"}),
        (_by("amount", "BETWEEN", value="2", highValue="3"), {"2"}),
        (_by("amount", "IN", values=["10", "11"]), {"10"}),
        (_by("amount", "NOT_IN", values=["10", "11"]), {"2"}),
        (_by("amount", "HAS_PROPERTY"), {"2", "10"}),
        (_by("amount", "NOT_HAS_PROPERTY"), {"None"}),
        (_by("dealname", "EQ", value="deal 2"), {"2"}),
        (_by("hs_lastmodifieddate", "GTE", value=str(START_MS)), {"2", "10", "None"}),
        (_by("hs_lastmodifieddate", "GTE", value="2026-03-02T09:30:00.001Z"), set()),
    ],
)
def test_operators(api, amounts: dict[str, str], asked, expected: set[str]) -> None:
    assert api.found("deals", asked) == {amounts[each] for each in expected}


def test_groups_are_alternatives_and_filters_hold_together(api, amounts: dict[str, str]) -> None:
    small, named = _by("amount", "LT", value="5"), _by("dealname", "EQ", value="Deal 10")
    assert api.found("deals", small, named) == set()
    body = {"filterGroups": [{"filters": [small]}, {"filters": [named]}]}
    found = api.post("/crm/objects/2026-09/deals/search", body).json["results"]
    assert {each["id"] for each in found} == {amounts["2"], amounts["10"]}


def test_sorts(api, amounts: dict[str, str]) -> None:
    def order(sort) -> list[str]:
        answer = api.search("deals", _by("amount", "HAS_PROPERTY"), sorts=[sort], properties=["amount"])
        return [each["properties"]["amount"] for each in answer.json["results"]]

    assert order("amount") == order({"propertyName": "amount", "direction": "ASCENDING"}) == ["2", "10"]
    assert order("-amount") == order({"propertyName": "amount", "direction": "DESCENDING"}) == ["10", "2"]


@pytest.mark.parametrize(
    "body",
    [
        {"limit": 201},
        {"after": "x"},
        {"after": "9900", "limit": 200},
        {"after": "10000", "limit": 1},
        {"sorts": ["amount", "dealname"]},
        {"sorts": ["no_such_property"]},
        {"filterGroups": [{"filters": [_by("no_such_property", "HAS_PROPERTY")]}]},
        {"filterGroups": [{"filters": [_by("amount", "LIKE", value="1")]}]},
        {"filterGroups": [{"filters": [_by("amount", "EQ", value="much")]}]},
        {"filterGroups": [{"filters": [_by("amount", "EQ")]}]},
        {"filterGroups": [{"filters": [_by("amount", "IN", values=[])]}]},
        {"filterGroups": [{"filters": ["amount"]}]},
        {"filterGroups": [{"filters": [_by("amount", "HAS_PROPERTY")]}] * 6},
        {"filterGroups": [{"filters": [_by("amount", "HAS_PROPERTY")] * 11}]},
        {"filterGroups": [{"filters": [_by("amount", "HAS_PROPERTY")] * 9}] * 3},
        {"properties": ["p" * 3_000]},
    ],
)
def test_what_search_refuses(api, amounts: dict[str, str], body) -> None:
    answer = api.post("/crm/v3/objects/deals/search", body)
    assert (answer.status, answer.json["category"]) == (400, "VALIDATION_ERROR")


def test_no_more_than_10000_results_but_the_total_says_all(crm: HubSpotStandIn, api) -> None:
    keys = {crm.create("tasks") for _ in range(10_050)}
    seen: set[str] = set()
    for after in range(0, 10_000, 200):
        page = api.search("tasks", limit=200, after=str(after)).json
        assert page["total"] == 10_050
        seen |= {each["id"] for each in page["results"]}
    assert len(seen) == 10_000
    assert seen < keys
    assert page["paging"]["next"]["after"] == "10000"
    assert api.search("tasks", limit=200, after="10000").status == 400


def test_the_index_lags_behind_lists_and_batches(api, crm: HubSpotStandIn) -> None:
    crm.search_lag = 30
    key = crm.create("deals", {"amount": 1})
    assert api.found("deals") == set()
    assert len(api.get("/crm/v3/objects/deals").json["results"]) == 1
    crm.advance(30)
    assert api.found("deals") == {key}
    crm.update("deals", key, {"amount": 2})
    asked = {"inputs": [{"id": key}], "properties": ["amount"]}
    assert api.search("deals", properties=["amount"]).json["results"][0]["properties"]["amount"] == "1"
    assert api.post("/crm/v3/objects/deals/batch/read", asked).json["results"][0]["properties"]["amount"] == "2"
    crm.archive("deals", key)
    crm.advance(29)
    assert api.found("deals") == {key}
    crm.advance(1)
    assert api.found("deals") == set()


def test_an_index_that_is_told_of_many_writes_at_once_knows_the_last(crm: HubSpotStandIn, api) -> None:
    crm.search_lag = 5
    key = crm.create("deals", {"amount": 1})
    for amount in range(5):
        crm.update("deals", key, {"amount": amount})
    crm.advance(5)
    assert api.found("deals", _by("amount", "EQ", value="4")) == {key}
    assert api.found("deals", _by("amount", "LT", value="4")) == set()


def test_a_query_looks_into_all_texts(api, crm: HubSpotStandIn) -> None:
    key = crm.create("companies", {"name": "Dornfield"})
    crm.create("companies", {"name": "Kessvale"})
    assert api.post("/crm/v3/objects/companies/search", {"query": "dorn"}).json["results"][0]["id"] == key
