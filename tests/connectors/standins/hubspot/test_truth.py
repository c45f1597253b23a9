"""Whatever happens in an account: lists, batches and search tell what `rows` says."""

import datetime as dt
import threading

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.standins.hubspot import HubSpotStandIn

_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["create", "update", "late", "calculate", "archive", "restore", "purge", "merge", "wait"]),
        st.integers(0, 30),
        st.integers(0, 30),
    ),
    max_size=30,
)


def _run(crm: HubSpotStandIn, step: str, one: int, two: int) -> None:
    live = list(crm.rows("deals"))
    archived = [record.id for record in crm.tables["deals"].archived]
    if step == "create":
        crm.create("deals", {"amount": one})
    elif step == "wait":
        crm.advance(one)
    elif step == "restore" and archived:
        crm.restore("deals", archived[one % len(archived)])
    elif step == "merge" and len(live) > 1:
        first, second = live[one % len(live)], live[two % len(live)]
        if first != second:
            crm.merge("deals", first, second, into_new=two % 2 == 0)
    elif live and step in ("update", "late", "calculate", "archive", "purge"):
        key = live[one % len(live)]
        earlier = crm.clock.now() - dt.timedelta(seconds=two)
        {
            "update": lambda: crm.update("deals", key, {"amount": two}),
            "late": lambda: crm.update("deals", key, {"amount": two}, at=earlier),
            "calculate": lambda: crm.recalculate("deals", key, {"days_to_close": two}),
            "archive": lambda: crm.archive("deals", key),
            "purge": lambda: crm.purge("deals", key),
        }[step]()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_STEPS)
def test_lists_batches_and_search_agree(serve, steps) -> None:
    api = serve(search_lag=7)
    crm = api.crm
    ever: set[str] = set()
    for step, one, two in steps:
        _run(crm, step, one, two)
        ever |= set(crm.rows("deals"))
    truth = {key: row.get("amount") for key, row in crm.rows("deals").items()}

    def amounts(answer) -> dict[str, str]:
        return {each["id"]: each["properties"]["amount"] for each in answer.json["results"]}

    assert amounts(api.get("/crm/v3/objects/deals?limit=100&properties=amount")) == truth
    crm.advance(7)
    assert amounts(api.search("deals", limit=200, properties=["amount"])) == truth
    if ever:
        asked = {"inputs": [{"id": key} for key in ever], "properties": ["amount"]}
        answer = api.post("/crm/v3/objects/deals/batch/read", asked)
        assert amounts(answer) == truth
        gone = set(answer.json.get("errors", [{"context": {"ids": []}}])[0]["context"]["ids"])
        merged = {key for key in ever if crm.tables["deals"].survivor(key) in truth} - set(truth)
        assert gone == ever - set(truth) - merged


def test_readers_and_writers_at_a_time(crm: HubSpotStandIn, api) -> None:
    keys = [crm.create("deals", {"amount": 0}) for _ in range(40)]
    partial: list[dict[str, str]] = []

    def write(mine: list[str]) -> None:
        for amount in range(1, 30):
            for key in mine:
                crm.update("deals", key, {"amount": amount, "dealname": f"Deal {amount}"})

    def read() -> None:
        for _ in range(10):
            page = api.get("/crm/v3/objects/deals?limit=100&properties=amount,dealname").json["results"]
            values = [each["properties"] for each in page]
            partial.extend(each for each in values if (each["dealname"] or "Deal 0") != f"Deal {each['amount']}")

    threads = [threading.Thread(target=write, args=(keys[start::4],)) for start in range(4)]
    threads += [threading.Thread(target=read) for _ in range(3)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert partial == []
    assert {row["amount"] for row in crm.rows("deals").values()} == {"29"}
