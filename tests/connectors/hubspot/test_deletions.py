from __future__ import annotations

import datetime as dt

import pytest

from connectors.errors import DeletionsUnknownError
from connectors.standins.faults import Fault

DAY = dt.timedelta(days=1)


@pytest.mark.parametrize("version", ["v3", "2026-09"])
def test_archived_records_since_a_time(side, version):
    keys = [side.crm.create("deals") for _ in range(260)]
    for key in keys[:5]:
        side.crm.archive("deals", key)
    side.crm.advance(3600)
    since = side.now
    for key in keys[5:250]:
        side.crm.archive("deals", key)
    side.crm.archive("deals", keys[255])
    side.crm.restore("deals", keys[255])
    connector = side.open(api_version=version)
    found = [each for part in connector.deletions(connector.describe("deals"), since, side.now) for each in part]
    assert [each.key for each in found] == keys[5:250]
    assert {each.reason for each in found} == {"archived"}
    assert {each.at for each in found} == {since}


def test_what_is_older_than_the_recycle_bin_is_not_known(side):
    connector = side.open()
    schema = connector.describe("deals")
    assert list(connector.deletions(schema, side.now - 89 * DAY, side.now)) == []
    with pytest.raises(DeletionsUnknownError, match="deals") as caught:
        list(connector.deletions(schema, side.now - 91 * DAY, side.now))
    assert "keys" in caught.value.hint


def test_a_page_that_is_cut_is_asked_for_again(side):
    since = side.now
    keys = [side.crm.create("deals") for _ in range(20)]
    for key in keys:
        side.crm.archive("deals", key)
    connector = side.open()
    schema = connector.describe("deals")
    side.crm.faults.add(Fault(path="/crm/v3/objects/deals", kind="short", rows=5))
    found = [each.key for part in connector.deletions(schema, since, side.now) for each in part]
    assert found == keys
