"""Worlds made of describes that real organisations gave."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest

from connectors.standins.clock import Clock
from connectors.standins.salesforce import World
from connectors.standins.salesforce.describes import field_described, object_described

from .conftest import START
from .recorded import recorded_describes

VALUES = {
    "boolean": True,
    "int": 5,
    "double": 1.5,
    "currency": 2.25,
    "percent": 12.5,
    "date": dt.date(2020, 2, 29),
    "datetime": dt.datetime(2020, 2, 29, 1, 2, 3, tzinfo=dt.UTC),
    "reference": "001gK0000001G2pQAE",
    "base64": "aGk=",
}


@pytest.fixture
def describes(request: Any) -> dict[str, Any]:
    return recorded_describes(request.config)


def test_real_describes_make_a_world(serve: Any, describes: dict[str, Any]) -> None:
    assert len(describes) == 8
    for file, describe in describes.items():
        name = describe["name"]
        world = World(Clock(START))
        world.add_object(describe)
        types = {each["name"]: each["type"] for each in describe["fields"]}
        plain = {each: kind for each, kind in types.items() if kind not in ("id", "address", "location")}
        world.insert(
            name, **{each: VALUES.get(kind, f"a {kind}") for each, kind in plain.items() if each != "IsDeleted"}
        )
        client = serve(world)
        assert client.get(f"sobjects/{name}/describe").json() == describe, file
        # All fields of some objects are too long for a URI.
        url = f"/services/data/v62.0/query?q=SELECT {', '.join(types)} FROM {name}"
        inner = {"method": "GET", "url": url, "referenceId": "rows"}
        answer = client.post("composite", {"compositeRequest": [inner]}).json()["compositeResponse"][0]["body"]
        assert set(answer["records"][0]) == {"attributes", *types}
        columns = [each for each in types if types[each] not in ("address", "location", "base64")]
        job = client.finished(f"SELECT {', '.join(columns)} FROM {name}")
        header, row = csv.reader(io.StringIO(client.get(f"jobs/query/{job}/results").text, newline=""))
        assert header == columns
        assert all(row)


def test_our_own_describes_have_what_real_ones_have(describes: dict[str, Any]) -> None:
    real = describes["Account"]
    fields = [field_described("Name", nameField=True)]
    ours = object_described("Account", "Account", fields, prefix="001")
    assert set(real) - set(ours) <= {"associateEntityType", "associateParentEntity"}
    assert set(real["fields"][0]) - set(ours["fields"][0]) <= {"sortable"}
    theirs = {each["name"]: each for each in real["fields"]}
    told = ("type", "calculated", "nameField", "filterable", "sortable", "soapType", "referenceTo", "relationshipName")
    for each in ours["fields"]:
        if each["name"] != "Name":
            assert {name: each[name] for name in told} == {name: theirs[each["name"]][name] for name in told}
