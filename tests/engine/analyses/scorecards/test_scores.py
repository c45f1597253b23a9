"""Scores of a scorecard written by hand: every number of them is worked out here."""

import math

import numpy as np
import pyarrow as pa
import pytest

from engine.analyses.scorecards.bins import NumberBins, TextBins
from engine.analyses.scorecards.card import POINTS, Card, CardField, card_json, card_of, probability
from engine.analyses.scorecards.records import Records
from engine.analyses.scorecards.scores import score_fields, scores
from engine.analyses.scorecards.settings import Settings
from engine.json_value import JsonValue
from engine.kernels.codes import encode
from engine.models.errors import ModelError

SETTINGS = Settings(
    name="win",
    label="Wins",
    dataset="deals",
    id="Id",
    target="x",
    known="x",
    when="Day",
    actionable=("Source",),
    carried=("Name",),
    outcome="a win",
)
SOURCE = CardField(
    name="Source",
    label="Lead Source",
    bins=TextBins(("Partner", "Web")),
    points=np.array([0.2, 12.4, -8.0, 1.0]),
    records=np.array([10.0, 40.0, 60.0, 0.0]),
    outcomes=np.array([3.0, 30.0, 10.0, 0.0]),
    actionable=True,
)
AMOUNT = CardField(
    name="Amount",
    label="Amount",
    bins=NumberBins((100.0, 1_000.0)),
    points=np.array([0.0, 20.0, 0.3, -20.0]),
    records=np.array([0.0, 30.0, 50.0, 30.0]),
    outcomes=np.array([0.0, 20.0, 15.0, 5.0]),
)
CARD = Card(base=-20.0, fields=(SOURCE, AMOUNT), high=0.6, medium=0.3)


def records(ids: list[str | None], sources: list[str | None], amounts: list[float], days: list[int]) -> Records:
    count = len(ids)
    return Records(
        fields={"Source": encode(pa.array(sources, pa.string())), "Amount": np.array(amounts)},
        dates={},
        known=np.zeros(count, np.bool_),
        open=np.ones(count, np.bool_),
        outcome=np.zeros(count, np.bool_),
        when=np.array(days),
        telling=frozenset(),
        ids=encode(pa.array(ids, pa.string())),
        carried={"Name": encode(pa.array([f"Deal {each}" for each in ids], pa.string()))},
    )


def test_twenty_points_double_the_odds() -> None:
    assert probability(np.array([0.0, 20.0, -20.0])).tolist() == pytest.approx([1 / 2, 2 / 3, 1 / 3])
    assert POINTS * math.log(2) == pytest.approx(20)


def test_scores_by_hand() -> None:
    found = scores(
        SETTINGS, CARD, records(["a", "b", "c"], ["Partner", "Web", None], [50.0, 500.0, 5_000.0], [1, 1, 1]), 7
    )
    a, b, c = found.to_pylist()
    odds = [2 ** ((-20 + 12.4 + 20) / 20), 2 ** ((-20 - 8 + 0.3) / 20), 2 ** ((-20 + 0.2 - 20) / 20)]
    assert [each["Probability"] for each in (a, b, c)] == pytest.approx([odd / (1 + odd) for odd in odds], abs=5e-5)
    assert [each["Band"] for each in (a, b, c)] == ["High", "Low", "Low"]
    assert (a["Reason1"], a["Reason2"], a["Reason3"]) == (
        "Amount below 100: +20 points",
        "Lead Source Partner: +12 points",
        None,
    )
    assert (b["Reason1"], b["Reason2"]) == ("Lead Source Web: -8 points", None)  # 0.3 points are no reason
    assert (c["Reason1"], c["Reason2"]) == ("Amount 1,000 or more: -20 points", None)
    assert a["Change"] is None  # it has the best source already
    assert a["ProbabilityAfterChange"] is None
    assert b["Change"] == "Lead Source Partner instead of Web: +20 points"
    after = 2 ** ((-20 + 12.4 + 0.3) / 20)
    assert b["ProbabilityAfterChange"] == pytest.approx(after / (1 + after), abs=5e-5)
    assert c["Change"] == "Lead Source Partner instead of not known: +12 points"
    assert {each["ModelVersion"] for each in (a, b, c)} == {7}
    assert b["Name"] == "Deal b"


def test_where_the_outcome_is_not_wanted_changes_make_it_less_likely() -> None:
    import dataclasses

    found = scores(dataclasses.replace(SETTINGS, better="lower"), CARD, records(["a"], ["Partner"], [50.0], [1]), 1)
    (a,) = found.to_pylist()
    assert a["Change"] == "Lead Source Web instead of Partner: -20 points"
    assert a["ProbabilityAfterChange"] < a["Probability"]


def test_of_several_records_of_one_id_the_newest_is_scored_and_none_without_an_id() -> None:
    found = scores(
        SETTINGS, CARD, records(["a", None, "b", "a"], ["Web"] * 4, [50.0, 50.0, 50.0, 500.0], [3, 1, 1, 2]), 1
    )
    assert [(each["Id"], each["Reason1"]) for each in found.to_pylist()] == [
        ("a", "Amount below 100: +20 points"),
        ("b", "Amount below 100: +20 points"),
    ]


def test_texts_that_were_never_seen_count_among_the_rare_ones() -> None:
    (a,) = scores(SETTINGS, CARD, records(["a"], ["Fax"], [500.0], [1]), 1).to_pylist()
    assert a["Reason1"] == "Lead Source one of the rarer ones: +1 point"


def test_a_scorecard_without_open_records_has_no_scores() -> None:
    assert scores(SETTINGS, CARD, records([], [], [], []), 1).num_rows == 0


def test_a_scorecard_is_kept_as_people_may_read_it() -> None:
    kept = card_json(CARD)
    assert kept["fields"][0]["classes"][1] == {"is": "Partner", "points": 12.4, "records": 40, "outcomes": 30}
    again = card_of(JsonValue(kept, ModelError))
    some = records(["a", "b"], ["Partner", "Web"], [50.0, 500.0], [1, 1])
    assert scores(SETTINGS, again, some, 1).equals(scores(SETTINGS, CARD, some, 1))
    kept["fields"][1]["classes"].pop()
    with pytest.raises(ModelError, match=r"The value at /fields/1/classes has 3 classes, and the bins make 4"):
        card_of(JsonValue(kept, ModelError))


def test_labels_say_what_the_numbers_are() -> None:
    labels = {each.name: each.label for each in score_fields(SETTINGS, CARD, {})}
    assert labels["Probability"] == "Chance of a win"
    assert labels["Band"] == "Band (High from 60.0%, Medium from 30.0%)"
