"""The demo organisation, and the stand-in as a program."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from typing import Any

import requests

from connectors.standins.clock import Clock
from connectors.standins.salesforce.demo import demo_world
from connectors.standins.salesforce.demo_changes import change_demo

from .conftest import START


def small_demo(seed: int = 1) -> Any:
    return demo_world(seed, clock=Clock(START), scale=0.02)


def test_the_demo_is_the_same_for_each_seed() -> None:
    def all_rows(world: Any) -> Any:
        return {name: world.rows(name) for name in world.tables}

    assert all_rows(small_demo()) == all_rows(small_demo())
    assert all_rows(small_demo()) != all_rows(small_demo(2))


def test_the_demo_has_the_size_that_is_said() -> None:
    world = demo_world(clock=Clock(START))
    assert 18_000 < sum(len(table.rows) for table in world.tables.values()) < 24_000


def test_references_lead_to_records_and_stamps_lie_in_the_past() -> None:
    world = small_demo()
    ids = {id for table in world.tables.values() for id in table.rows}
    for name, table in world.tables.items():
        references = [each["name"] for each in table.describe["fields"] if each["type"] == "reference"]
        for row in world.rows(name):
            for each in references:
                assert row[each] is None or row[each] in ids or name == "Organization", (name, each)
            stamp = row["SystemModstamp"]
            assert row.get("CreatedDate", stamp) <= stamp <= START


def test_histories_end_where_their_opportunities_are() -> None:
    world = small_demo()
    for opportunity in world.rows("Opportunity"):
        steps = [each for each in world.rows("OpportunityHistory") if each["OpportunityId"] == opportunity["Id"]]
        assert steps[-1]["StageName"] == opportunity["StageName"]
        assert [each["CreatedDate"] for each in steps] == sorted(each["CreatedDate"] for each in steps)


def test_every_object_of_the_demo_can_be_read(serve: Any) -> None:
    client = serve(small_demo())
    for each in client.get("sobjects").json()["sobjects"]:
        described = client.get(f"sobjects/{each['name']}/describe").json()
        fields = [field["name"] for field in described["fields"]]
        rows = client.query(f"SELECT {', '.join(fields)} FROM {each['name']}")
        assert rows
        assert list(rows[0]) == fields


def test_things_happen_in_the_demo() -> None:
    world = small_demo()
    before = {name: {each["Id"]: each for each in world.rows(name)} for name in world.tables}
    world.clock.advance(600)
    done = change_demo(world, seed=3, count=100)
    after = {name: {each["Id"]: each for each in world.rows(name)} for name in world.tables}
    assert sum(done.values()) == 100
    assert len(done) == 8
    assert len(after["Lead"]) == len(before["Lead"]) + done["new"] - done["deleted"]
    assert len(after["Contact"]) == len(before["Contact"]) - done["merged"]
    assert len(after["Task"]) == len(before["Task"]) - done["erased"]
    assert len(after["OpportunityHistory"]) == len(before["OpportunityHistory"]) + done["moved"]
    unstamped = [
        id
        for id, row in after["Account"].items()
        if row != before["Account"][id] and row["SystemModstamp"] == before["Account"][id]["SystemModstamp"]
    ]
    assert len(unstamped) == done["recalculated"]
    late = [row for row in after["Opportunity"].values() if row["SystemModstamp"] == START + dt.timedelta(seconds=360)]
    assert len(late) == done["late"]


def test_it_runs_as_a_program() -> None:
    command = [sys.executable, "-m", "connectors.standins.salesforce", "--port", "0", "--scale", "0.01"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        try:
            assert program.stdout is not None
            told = dict(program.stdout.readline().strip().rsplit(maxsplit=1) for _ in range(6))
            session = requests.Session()
            session.trust_env = False
            with session:
                headers = {"Authorization": f"Bearer {told['session id']}"}
                answer = session.get(f"{told['url']}/services/data/v62.0/sobjects", headers=headers)
            assert len(answer.json()["sobjects"]) == 16
            assert dt.datetime.now(dt.UTC).strftime("%Y") in answer.headers["Date"]
        finally:
            program.kill()
