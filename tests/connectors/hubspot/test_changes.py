"""The steps of reference §2.4: windows, halving, keysets, values from the records, what is gone."""

from __future__ import annotations

import datetime as dt
import json
from functools import partial

import pytest

from connectors.errors import AnswerError
from connectors.hubspot import changes
from connectors.standins.faults import Fault

HOUR = dt.timedelta(hours=1)


def seen(side, part):
    return [path for path, _ in side.calls if path.endswith(part)]


def test_only_what_changed_in_the_time_is_read(side, gather):
    old = side.crm.create("companies", {"name": "Old"})
    side.crm.advance(3600)
    since = side.now
    new = side.crm.create("companies", {"name": "New"})
    side.crm.advance(3600)
    side.crm.create("companies", {"name": "Later"})
    connector = side.open()
    rows, gone = gather(connector, side.question(connector, "companies", since=since, until=since + HOUR))
    assert list(rows) == [new]
    assert old not in rows
    assert gone == {}


def test_bounds_are_exact_to_a_millisecond(side, gather):
    base = side.now
    keys = [
        side.crm.create("companies", at=base + dt.timedelta(milliseconds=step)) for step in (-1, 0, 1, 999, 1000, 1001)
    ]
    connector = side.open()
    read = side.question(
        connector, "companies", "hs_object_id", since=base, until=base + dt.timedelta(milliseconds=1000)
    )
    assert set(gather(connector, read)[0]) == set(keys[1:4])
    within = side.question(
        connector,
        "companies",
        "hs_object_id",
        since=base - dt.timedelta(microseconds=300),
        until=base + dt.timedelta(microseconds=300),
    )
    assert set(gather(connector, within)[0]) == {keys[1]}


def test_contacts_have_another_modified_date(side, gather):
    side.crm.create("contacts", {"email": "a@example.com"})
    side.crm.advance(60)
    since = side.now
    key = side.crm.create("contacts", {"email": "b@example.com"})
    connector = side.open()
    read = side.question(connector, "contacts", since=since)
    assert read.schema.cursor == "lastmodifieddate"
    assert list(gather(connector, read)[0]) == [key]


def test_more_than_the_search_shows_is_halved(side, gather):
    base = side.now
    for place in range(12_345):
        side.crm.create("companies", at=base + dt.timedelta(milliseconds=place * 7))
    side.crm.advance(100)
    connector = side.open()
    read = side.question(connector, "companies", "hs_object_id", since=base)
    rows, _ = gather(connector, read)
    assert set(rows) == set(side.crm.rows("companies"))
    assert all(status in (200, 207) for _, status in side.calls)


def test_more_than_the_search_shows_in_one_millisecond(side, gather):
    for _ in range(10_450):
        side.crm.create("companies")
    connector = side.open()
    read = side.question(connector, "companies", "hs_object_id", since=side.now)
    rows, _ = gather(connector, read)
    assert set(rows) == set(side.crm.rows("companies"))
    assert all(status in (200, 207) for _, status in side.calls)


@pytest.mark.parametrize("bulk", [0, 10_100])
def test_a_read_goes_on_from_every_checkpoint(side, gather, bulk):
    base = side.now
    for _ in range(bulk):
        side.crm.create("companies")
    for place in range(2_345):
        side.crm.create("companies", at=base + dt.timedelta(milliseconds=place % 97))
    side.crm.advance(1)
    connector = side.open()
    read = side.question(connector, "companies", "hs_object_id", since=base)
    pages = list(connector.read(read))
    assert len(pages) > 2
    every = set(side.crm.rows("companies"))
    for stop in (0, 1, 2) if not bulk else (len(pages) // 2,):
        before = {key for page in pages[: stop + 1] for key in page.rows.column(0).to_pylist()}
        again = side.question(connector, "companies", "hs_object_id", since=base, resume=pages[stop].checkpoint)
        after = set(gather(connector, again)[0])
        assert before | after == every
        assert len(after) <= len(every) - len(before)


def test_values_come_from_the_records_not_from_the_index(make_side, gather):
    side = make_side(search_lag=30.0)
    key = side.crm.create("companies", {"name": "First"})
    since = side.now
    side.crm.advance(60)
    side.crm.update("companies", key, {"name": "Second"})
    connector = side.open()
    rows, _ = gather(connector, side.question(connector, "companies", since=since, until=since + HOUR))
    assert rows[key]["name"] == "Second"


def test_what_the_index_does_not_know_yet_comes_with_an_overlap(make_side, gather):
    side = make_side(search_lag=30.0)
    since = side.now
    key = side.crm.create("companies", {"name": "New"})
    side.crm.advance(1)
    connector = side.open()
    assert gather(connector, side.question(connector, "companies", since=since)) == ({}, {})
    side.crm.advance(60)
    assert list(gather(connector, side.question(connector, "companies", since=since - HOUR))[0]) == [key]


def test_an_archived_record_that_the_index_still_has_is_gone(make_side, gather):
    side = make_side(search_lag=30.0)
    since = side.now
    keys = [side.crm.create("companies") for _ in range(3)]
    side.crm.advance(60)
    side.crm.archive("companies", keys[0])
    archived_at = side.now
    side.crm.purge("companies", keys[1])
    connector = side.open()
    rows, gone = gather(connector, side.question(connector, "companies", since=since))
    assert list(rows) == [keys[2]]
    assert gone[keys[0]].reason == "archived"
    assert gone[keys[0]].at == archived_at
    assert gone[keys[1]].reason == "deleted"


@pytest.mark.parametrize("lag", [0.0, 30.0])
def test_a_merged_record_is_gone_and_says_into_which(make_side, gather, lag):
    side = make_side(search_lag=lag)
    since = side.now
    kept, lost, earlier = (side.crm.create("contacts", {"firstname": name}) for name in ("A", "B", "C"))
    side.crm.merge("contacts", lost, earlier)
    side.crm.advance(60)
    side.crm.merge("contacts", kept, lost)
    connector = side.open()
    rows, gone = gather(connector, side.question(connector, "contacts", since=since))
    assert list(rows) == [kept]
    assert {key: (each.reason, each.merged_into) for key, each in gone.items()} == {
        lost: ("merged", kept),
        earlier: ("merged", kept),
    }


def test_a_merge_may_make_a_new_record(side, gather):
    since = side.now
    first, second = side.crm.create("companies", {"name": "A"}), side.crm.create("companies", {"name": "B"})
    side.crm.advance(60)
    new = side.crm.merge("companies", first, second, into_new=True)
    connector = side.open()
    rows, gone = gather(connector, side.question(connector, "companies", since=since))
    assert list(rows) == [new]
    assert rows[new]["name"] == "A"
    assert {key: each.merged_into for key, each in gone.items()} == {first: new, second: new}


def test_merges_are_told_even_if_the_column_is_not_asked_for(side, gather):
    since = side.now
    kept, lost = side.crm.create("companies"), side.crm.create("companies")
    side.crm.merge("companies", kept, lost)
    connector = side.open()
    rows, gone = gather(connector, side.question(connector, "companies", "hs_object_id", "name", since=since))
    assert rows == {kept: {"hs_object_id": kept, "name": None}}
    assert set(gone) == {lost}


def test_a_record_that_comes_back_between_two_questions_is_live(make_side, gather):
    side = make_side(search_lag=30.0)
    since = side.now
    key = side.crm.create("companies", {"name": "Back"})
    side.crm.advance(60)
    side.crm.archive("companies", key)
    connector = side.open()
    read = side.question(connector, "companies", since=since)
    side.crm.forget_calls()
    # It is restored after the question for live ones, before that for archived ones.
    side.pace.before_calls = [lambda: None, lambda: None, lambda: side.crm.restore("companies", key)]
    rows, gone = gather(connector, read)
    assert len(seen(side, "/companies/batch/read")) == 3
    assert list(rows) == [key]
    assert gone == {}


def test_a_batch_that_is_cut_loses_no_record(side, gather):
    since = side.now
    keys = [side.crm.create("companies") for _ in range(10)]
    side.crm.faults.add(Fault(path="*/batch/read", kind="short", rows=4))
    connector = side.open()
    rows, gone = gather(connector, side.question(connector, "companies", since=since))
    assert set(rows) == set(keys)
    assert gone == {}


def test_pages_of_a_search_that_are_cut_are_asked_for_again(side, gather):
    since = side.now
    for _ in range(450):
        side.crm.create("companies")
    side.crm.faults.add(Fault(path="*/search", kind="short", rows=3, after=1, times=1))
    connector = side.open()
    rows, _ = gather(connector, side.question(connector, "companies", "hs_object_id", since=since))
    assert set(rows) == set(side.crm.rows("companies"))


def test_records_that_leave_the_time_while_pages_are_turned_push_none_out(side, gather):
    """A record that changes leaves the span; by places, the one after the page's end would be skipped."""
    since = side.now
    keys = [side.crm.create("companies") for _ in range(450)]
    side.crm.advance(10)
    until = side.now
    connector = side.open()
    read = side.question(connector, "companies", "hs_object_id", since=since, until=until)
    # Two calls are made before the second page: the search of the first, and a look at the properties comes later.
    side.pace.before_calls = [
        lambda: None,
        *(partial(side.crm.update, "companies", key, {"name": "Moved"}) for key in keys[:5]),
    ]
    rows, _ = gather(connector, read)
    assert side.crm.rows("companies")[keys[4]]["name"] == "Moved"
    assert set(keys[5:]) <= set(rows)


def test_the_key_order_is_checked_where_it_is_relied_on(side, gather):
    answer = {"total": 10_001, "results": [{"id": "7"}, {"id": "5"}]}
    side.crm.faults.add(Fault(path="*/search", kind="status", status=200, body=json.dumps(answer), times=None))
    connector = side.open()
    read = side.question(connector, "companies", "hs_object_id", since=side.now)
    with pytest.raises(AnswerError, match="order of the keys"):
        gather(connector, read)


def test_an_empty_time_asks_nothing(side, gather):
    side.crm.create("companies")
    connector = side.open()
    read = side.question(connector, "companies", since=side.now, until=side.now)
    side.crm.forget_calls()
    assert gather(connector, read) == ({}, {})
    assert side.calls == []


def test_ids_are_looked_up_in_batches_of_a_hundred_and_pages_are_bounded(side):
    since = side.now
    for _ in range(2_050):
        side.crm.create("companies")
    connector = side.open()
    read = side.question(connector, "companies", "hs_object_id", "name", since=since)
    side.crm.forget_calls()
    pages = list(connector.read(read))
    assert [page.rows.num_rows for page in pages] == [changes.PAGE_ROWS, changes.PAGE_ROWS, 50]
    assert len(seen(side, "/batch/read")) == 21
    assert len(seen(side, "/search")) == 12
    assert {page.total for page in pages} == {2_050}
