"""Next contacts, from contacts that are noted, against days and numbers worked by hand."""

import math

import numpy as np
import pyarrow as pa
import pytest

from engine.analyses.contacts.due import next_contacts, ranked
from engine.analyses.contacts.reading import NEVER, History, Meetings, Records
from engine.analyses.contacts.rhythm import ENOUGH, Usual, learn_rhythms
from engine.analyses.contacts.settings import DEALS

TODAY = 1_000


def deals(count: int, **columns) -> Records:
    """Return open deals of one owner that began on day 900, but for what is said."""
    off, nobody = np.zeros(count, dtype=bool), np.full(count, np.nan)
    usual = {
        "source": DEALS,
        "keys": tuple(f"d{at}" for at in range(count)),
        "name": tuple(f"Deal {at}" for at in range(count)),
        "owner": ("Ann",) * count,
        "team": (None,) * count,
        "since": np.full(count, 900),
        "open": ~off,
        "good": off,
        "bad": off,
        "stage": np.full(count, -1, dtype=np.int32),
        "stages": (),
        "amount": nobody,
        "probability": nobody,
        "kept": pa.table({}),
    }
    return Records(**{**usual, **columns})


def meetings(rows: list[tuple[int, int]], planned: list[tuple[int, int]] = (), stage: int = 0) -> Meetings:
    """Return contacts, each its record and day."""
    every = [*rows, *planned]
    done = np.arange(len(every)) < len(rows)
    record = np.array([each[0] for each in every], dtype=np.int32)
    return Meetings(
        record, np.array([each[1] for each in every], dtype=np.int64), done, np.full(len(every), stage, dtype=np.int32)
    )


LEARNT = Usual(days=10, stages={"Offer": 4.5}, first=7)
OFFER, TALK = 0, 1


def due(records: Records, contacts: Meetings, stage: int = TALK):
    places = np.full(len(records), stage, dtype=np.int32)
    return next_contacts(records, contacts, places, ("Offer", "Talk"), LEARNT, TODAY)


def test_the_rhythm_is_that_of_records_that_went_well():
    # Deal 0, won: 21 contacts, every 2 days but the last 5 every 10. Deal 1, lost: 21 contacts, every 12 days.
    days = [100 + 2 * at for at in range(16)] + [130 + 10 * at for at in range(1, 6)]
    rows = [(0, day) for day in days] + [(1, 12 * at) for at in range(21)] + [(0, 100)]  # two on a day are one
    records = deals(2, good=np.array([True, False]), bad=np.array([False, True]), open=np.zeros(2, dtype=bool))
    learnt = learn_rhythms(records, meetings(rows), ("Offer",))
    assert learnt.all is not None
    # 15 gaps of 2 and 5 of 10: the middle is 2; three in four: a quarter of the way from the 15th to the 16th is 4
    assert (learnt.all.gaps, learnt.all.median, learnt.all.usual) == (20, 2, 4)
    assert (learnt.all.bad_gaps, learnt.all.bad_median) == (20, 12)
    assert (learnt.all.longer, learnt.all.bad_longer) == (5 / 20, 20 / 20)
    assert learnt.all.chance is not None
    assert learnt.all.chance < 0.001
    assert learnt.usual == Usual(days=4, stages={"Offer": 4}, first=None)


def test_of_too_few_contacts_nothing_is_learnt():
    records = deals(1, good=np.array([True]))
    learnt = learn_rhythms(records, meetings([(0, day) for day in range(ENOUGH)]), ())
    assert learnt.all is None
    assert learnt.usual == Usual(days=None, stages={}, first=None)


def test_the_next_contact_is_due_after_the_usual_gap():
    (found,) = due(deals(1), meetings([(0, 950), (0, 970)]))
    assert (found.last, found.due, found.overdue(TODAY), found.lately) == (970, 980, 20, 0)
    assert found.reason == "30 days since the last contact; 10 are usual."


def test_a_stage_has_a_rhythm_of_its_own():
    (found,) = due(deals(1), meetings([(0, 998)]), OFFER)
    assert (found.due, found.overdue(TODAY), found.lately) == (1_003, 0, 1)
    assert found.reason == "2 days since the last contact; 5 are usual in Offer."


def test_what_is_planned_is_due_on_its_day():
    (found,) = due(deals(1), meetings([(0, 900)], planned=[(0, 1_005), (0, 990), (0, 1_002)]))
    assert (found.planned, found.due, found.overdue(TODAY)) == (1_002, 1_002, 0)
    assert found.reason == "Planned for 1972-09-29."


def test_a_first_contact_is_due_from_the_beginning_as_far_as_contacts_are_noted():
    early, late, unknown = due(
        deals(4, since=np.array([900, 998, NEVER, 0]), open=np.array([True, True, True, False])), meetings([(3, 950)])
    )
    assert (early.due, late.due, unknown.due) == (957, 1_005, None)
    assert early.reason == "50 days without a contact; the first is usual within 7."


def test_what_is_at_stake_is_the_amount_by_its_probability():
    records = deals(3, amount=np.array([40_000.0, 500.0, math.nan]), probability=np.array([0.25, math.nan, 0.5]))
    found = due(records, meetings([(at, 999) for at in range(3)]))
    assert [each.at_stake for each in found] == [10_000, 500, None]
    assert found[0].reason.endswith(" At stake: 40,000 at 25%.")


def test_overdue_ones_come_first_by_what_is_at_stake_then_those_to_come_by_day():
    amounts = np.array([10.0, 99.0, 50.0, math.nan, 5.0])
    contacts = meetings([(0, 950), (1, 995), (2, 980), (3, 990 - 1), (4, 993)])
    found = ranked(due(deals(5, amount=amounts), contacts), TODAY)
    assert [(each.key, each.rank) for each in found] == [("d2", 1), ("d0", 2), ("d3", 3), ("d4", 4), ("d1", 5)]


def test_ranks_are_those_of_each_owner():
    found = ranked(due(deals(3, owner=("Bea", "Ann", "Bea")), meetings([(0, 950), (1, 950), (2, 960)])), TODAY)
    assert [(each.owner, each.key, each.rank) for each in found] == [
        ("Ann", "d1", 1),
        ("Bea", "d0", 1),
        ("Bea", "d2", 2),
    ]


@pytest.mark.parametrize(
    ("record", "day", "stage"), [(0, 9, -1), (0, 10, 2), (0, 14, 1), (0, 99, 1), (1, 50, -1), (2, 50, 3)]
)
def test_the_stage_of_a_day_is_the_last_that_was_entered(record, day, stage):
    history = History(np.array([0, 0, 2]), np.array([10, 14, 0]), np.array([2, 1, 3]), ("a", "b", "c", "d"))
    assert history.at(np.array([record]), np.array([day])).tolist() == [stage]
