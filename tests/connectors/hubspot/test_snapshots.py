from __future__ import annotations

import pytest

from connectors.errors import ObjectRefusedError
from connectors.standins.hubspot import Owner, Pipeline, Stage


@pytest.fixture
def furnished(side):
    for number in range(1, 121):
        side.crm.add_owner(
            Owner(
                id=str(number),
                email=f"owner{number}@example.com",
                first_name="Owner",
                last_name=str(number),
                team="North; West" if number == 1 else None,
                archived=number > 115,
            )
        )
    stages = (Stage(id="a", label="Talk", probability=0.2), Stage(id="b", label="Won", probability=1.0, closed=True))
    side.crm.set_pipelines("deals", Pipeline(id="default", label="Sales", stages=stages))
    side.crm.set_pipelines("tickets", Pipeline(id="default", label="Help", stages=(Stage(id="a", label="New"),)))
    return side


@pytest.mark.parametrize("version", ["v3", "2026-09"])
def test_owners_with_those_who_left(furnished, gather, version):
    connector = furnished.open(api_version=version)
    read = furnished.question(connector, "owners")
    rows, _ = gather(connector, read)
    assert len(rows) == 120
    assert rows["1"]["name"] == "Owner 1"
    assert rows["1"]["teams"] == ["North; West"]
    assert rows["2"]["teams"] is None
    assert rows["120"]["archived"] is True
    assert rows["1"]["archived"] is False
    assert (read.schema.key, read.schema.cursor, read.schema.reports_deletions) == ("id", None, False)
    assert connector.count(read.schema) == 120


def test_pipelines_and_stages_of_all_objects(furnished, gather):
    connector = furnished.open()
    pipelines, _ = gather(connector, furnished.question(connector, "pipelines"))
    assert {key: row["label"] for key, row in pipelines.items()} == {
        "deals/default": "Sales",
        "tickets/default": "Help",
    }
    stages, _ = gather(connector, furnished.question(connector, "pipeline_stages"))
    assert stages["deals/default/b"]["probability"] == 1.0
    assert stages["deals/default/b"]["isClosed"] is True
    assert stages["deals/default/a"]["pipelineLabel"] == "Sales"
    assert stages["tickets/default/a"]["ticketState"] == "OPEN"
    assert stages["tickets/default/a"]["displayOrder"] == 0.0


def test_a_column_of_a_small_table(furnished, gather):
    connector = furnished.open()
    rows, _ = gather(connector, furnished.question(connector, "owners", "email", "id"))
    assert rows["7"] == {"email": "owner7@example.com", "id": "7"}


def test_what_is_refused_is_noted(furnished, gather):
    furnished.crm.refuse("tickets")
    connector = furnished.open()
    schema = connector.describe("pipelines")
    assert any("tickets" in note for note in schema.notes)
    assert set(gather(connector, furnished.question(connector, "pipelines"))[0]) == {"deals/default"}
    furnished.crm.refuse("owners")
    with pytest.raises(ObjectRefusedError, match=r"crm\.objects\.owners\.read"):
        connector.describe("owners")


def test_no_pipelines_at_all(side, gather):
    connector = side.open()
    assert gather(connector, side.question(connector, "pipelines")) == ({}, {})
    for name in ("deals", "tickets", "service_contracts"):
        side.crm.refuse(name)
    with pytest.raises(ObjectRefusedError):
        connector.describe("pipelines")
