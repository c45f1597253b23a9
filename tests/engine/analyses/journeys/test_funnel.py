"""The funnel of a journey, against numbers worked by hand."""

import math

import numpy as np
import pyarrow as pa
import pytest
from lifelines import AalenJohansenFitter

from engine.analyses.journeys.events import Events, steps_of
from engine.analyses.journeys.funnel import funnel_of
from engine.analyses.journeys.order import learn_order
from engine.analyses.journeys.progress import DAY, progress_of
from engine.analyses.journeys.waiting import waiting
from engine.analyses.journeys.ways import LONGEST, steps_back, ways_of
from engine.models.errors import ModelError

STAGES = ("Talk", "Offer", "Won")

# Of each record its steps: the stage and the day. Now is day 20.
BY_HAND = {
    "r1": [("Talk", 0), ("Offer", 2), ("Won", 5)],
    "r2": [("Talk", 0), ("Offer", 4), ("Lost", 6)],
    "r3": [("Talk", 0), ("Lost", 1)],
    "r4": [("Talk", 0)],
    "r5": [("Offer", 0), ("Won", 10)],
    "r6": [("Talk", 0), ("Won", 3)],
    "r7": [("Talk", 0), ("Offer", 1), ("Talk", 2), ("Offer", 5), ("Won", 6)],
}


def events(records: dict[str, list[tuple[str, float]]], seed: int = 1) -> Events:
    """Return the events in an order of no meaning."""
    ids = list(records)
    rows = [(ids.index(each), stage, day) for each, steps in records.items() for stage, day in steps]
    rows = [rows[at] for at in np.random.default_rng(seed).permutation(len(rows))]
    names = tuple(dict.fromkeys(stage for _, stage, _ in rows))
    return Events(
        np.array([each[0] for each in rows], dtype=np.int32),
        np.array([names.index(each[1]) for each in rows], dtype=np.int32),
        np.array([int(each[2] * DAY) for each in rows], dtype=np.int64),
        pa.array(ids),
        names,
    )


def funnel(records, quiet_days=None, stages=STAGES, lost=("Lost",)):
    steps = steps_of(events(records), stages, lost)
    progress = progress_of(steps, len(stages), 20 * DAY, quiet_days)
    return funnel_of(progress, stages, steps_back(steps, len(stages)))


def test_every_record_that_came_to_a_stage_moved_on_or_dropped_out_or_is_there():
    talk, offer, won = funnel(BY_HAND)
    assert (talk.came, talk.began, talk.passed_over, talk.moved, talk.dropped, talk.still) == (6, 6, 0, 4, 1, 1)
    assert (offer.came, offer.began, offer.passed_over, offer.moved, offer.dropped, offer.still) == (5, 1, 1, 4, 1, 0)
    assert (won.came, won.began, won.moved, won.dropped, won.still) == (4, 0, 0, 0, 4)
    assert (talk.back, offer.back, won.back) == (0, 1, 0)


def test_the_conversion_is_of_those_that_are_decided_and_has_bounds():
    talk, _, won = funnel(BY_HAND)
    assert talk.conversion == pytest.approx(4 / 5)
    # Wilson: (0.8 + 3.8415 / 10 ± 1.96 · sqrt(0.8 · 0.2 / 5 + 3.8415 / 100)) / (1 + 3.8415 / 5)
    assert (talk.low, talk.high) == (pytest.approx(0.3755, abs=1e-4), pytest.approx(0.9638, abs=1e-4))
    assert (won.conversion, won.low, won.expected, won.median_days) == (None, None, None, None)


def test_unfinished_records_count_for_as_long_as_they_have_waited():
    talk, offer, _ = funnel(BY_HAND)
    # Talk: six wait. Day 1: one moves, one is lost. Days 2, 3, 4: one moves. Each is a sixth; one still waits.
    assert talk.expected == pytest.approx((4 / 6) / (5 / 6))
    assert (talk.median_days, talk.slow_days) == (2, 4)
    # Offer: four were in it; r6 never was. Day 2: one is lost; days 3, 5, 10: one moves.
    assert offer.expected == pytest.approx(0.75)
    assert (offer.median_days, offer.slow_days) == (5, 10)


def test_one_that_has_waited_for_long_makes_the_others_slower_than_they_look():
    # Day 2: one of three moves. The third has waited three days, and says nothing of later ones: day 6, one of one.
    # Were it left out, half of the others would have moved on day 2.
    records = {"a": [("Talk", 0), ("Won", 2)], "b": [("Talk", 0), ("Won", 6)], "c": [("Talk", 17)]}
    assert funnel(records, stages=("Talk", "Won"), lost=())[0].median_days == 6


def test_a_record_that_is_quiet_for_too_long_counts_as_dropped():
    assert [(each.dropped, each.still) for each in funnel(BY_HAND, quiet_days=19)[:2]] == [(2, 0), (1, 0)]
    assert funnel(BY_HAND, quiet_days=20)[0].still == 1


def test_a_loss_that_is_taken_back_is_none():
    records = {"a": [("Talk", 0), ("Lost", 1), ("Talk", 2), ("Won", 3)]}
    first = funnel(records, stages=("Talk", "Won"))[0]
    assert (first.moved, first.dropped) == (1, 0)


def test_records_that_were_lost_before_any_stage_are_left_out():
    records = {"a": [("Lost", 1)], "b": [("Talk", 0), ("Won", 1)]}
    assert funnel(records, stages=("Talk", "Won"))[0].came == 1


def test_a_stage_that_no_event_has_is_refused_with_those_that_there_are():
    with pytest.raises(ModelError, match="No event has the stage 'Call'") as error:
        steps_of(events(BY_HAND), ("Call",), ())
    assert "Talk" in str(error.value)


def test_ways_are_counted_with_the_most_frequent_first():
    steps = steps_of(events(BY_HAND | {"r8": [("Talk", 0), ("Lost", 9)]}), STAGES, ("Lost",))
    ways = ways_of(steps, STAGES, "Lost")
    assert ways.most_frequent(2) == [("Talk > Lost", 2), ("Offer > Won", 1)]
    assert ways.texts[ways.way[6]] == "Talk > Offer > Talk > Offer > Won"
    assert int(ways.counts.sum()) == 8


def test_a_way_without_end_is_cut():
    records = {"a": [("Talk" if day % 2 else "Offer", day / 10) for day in range(100)], "b": [("Offer", 0)]}
    ways = ways_of(steps_of(events(records), ("Talk", "Offer"), ()), ("Talk", "Offer"), "Lost")
    assert ways.texts[ways.way[0]].endswith("Talk > …")
    assert ways.texts[ways.way[0]].count(">") == LONGEST


def test_the_order_of_stages_is_learnt_from_who_enters_which_first():
    assert learn_order(events(BY_HAND), ("Lost",)) == STAGES


def test_two_ends_of_which_none_is_called_lost_are_refused():
    with pytest.raises(ModelError, match="Several stages end a journey: Lost, Won") as error:
        learn_order(events(BY_HAND), ())
    assert '"lost"' in str(error.value)


def test_shares_of_waiting_agree_with_lifelines():
    random = np.random.default_rng(5)
    days, fate = random.permutation(400) + 1.0, random.integers(0, 3, 400)
    ours = waiting(days, fate)
    theirs = AalenJohansenFitter(calculate_variance=False).fit(days, fate, event_of_interest=1)
    expected = theirs.cumulative_density_["CIF_1"].reindex(ours.days).to_numpy()
    assert np.allclose(ours.moved, expected)
    assert math.isclose(ours.days_to_move(1.0), days[fate == 1].max())
