"""What scorecards learn of deals with planted causes, what they refuse, and what they find where there is nothing."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from engine.analyses.scorecards.card import Card, card_json, card_of, probability
from engine.columns import TextColumn
from engine.json_value import JsonValue
from engine.models.errors import ModelError
from engine.models.kind import Made, Surroundings, Trained
from engine.models.registry import KINDS, kind_named
from engine.reports.report import Report, Statement
from engine.session import Session
from engine.store import Store
from saql.diagnostics import SaqlError

from .conftest import DEALS, EFFECTS, KNOWN, NOW, OPEN, deals, kind_and_settings

Around = Callable[[Store], Surroundings]


@pytest.fixture(scope="module")
def trained(sold: Store) -> Trained:
    kind, settings = kind_and_settings(DEALS)
    return kind.train(settings, Surroundings(session=Session(sold), now=NOW))


@pytest.fixture(scope="module")
def card(trained: Trained) -> Card:
    return card_of(JsonValue(trained.state, ModelError))


@pytest.fixture(scope="module")
def made(sold: Store, trained: Trained) -> Made:
    kind, settings = kind_and_settings(DEALS)
    (found,) = kind.score(settings, trained, Surroundings(session=Session(sold), now=NOW))
    return found


def rows_of(report: Report, heading: str) -> dict[Any, Any]:
    section = next(each for each in report.sections if each.heading == heading)
    return {row[0]: row[1:] for row in section.tables[0].rows}


def test_planted_causes_are_found_with_their_size(card: Card, trained: Trained) -> None:
    assert trained.usable
    assert {each.name for each in card.fields[:2]} == {"Source", "Amount"}
    source = next(each for each in card.fields if each.name == "Source")
    points = {source.bins.words(place): points for place, points in enumerate(source.points)}
    log_odds = {name: points[name] * np.log(2) / 20 for name in ("Event", "Partner", "Web")}
    assert log_odds["Partner"] - log_odds["Web"] == pytest.approx(EFFECTS[1] - EFFECTS[2], abs=0.5)
    amount = next(each for each in card.fields if each.name == "Amount")
    assert amount.points[2] > amount.points[-2] + 20  # the small deals win more than twice as easily
    assert all(each.weight < 3 for each in card.fields[2:])


def test_points_are_against_the_average_record(card: Card) -> None:
    for field in card.fields:
        assert np.sum(field.points * field.records) / np.sum(field.records) == pytest.approx(0, abs=0.6)


def test_reasons_and_probabilities_add_up_exactly(card: Card, made: Made, sold: Store) -> None:
    table = made.rows
    assert table.num_rows == OPEN
    with sold.open("deals") as dataset:
        batches = [each.to_pylist() for each in dataset.batches()]
    by_id = {row["Id"]: row for rows in batches for row in rows}
    for row in table.to_pylist()[:50]:
        record, total = by_id[row["Id"]], card.base
        for field in card.fields:
            value = record[field.name]
            column = (
                TextColumn(np.array([1], np.uint8), _one(value)) if isinstance(value, str) else np.array([float(value)])
            )
            total += field.points[field.bins.classes(column)[0]]
        assert row["Probability"] == pytest.approx(float(probability(np.array([total]))[0]), abs=1e-4)


def _one(value: str) -> Any:
    import pyarrow as pa

    return pa.array([value])


def test_scores_say_why_and_what_would_help(made: Made) -> None:
    rows = made.rows.to_pylist()
    assert (made.name, made.key) == ("deal_scores", ("Id",))
    assert {each["Band"] for each in rows} == {"High", "Medium", "Low"}
    changes = {each["Change"] for each in rows}
    assert None in changes  # partners have the best source already
    assert all(each is None or each.startswith("Source Partner instead of ") for each in changes)
    assert all(each["ProbabilityAfterChange"] > each["Probability"] for each in rows if each["Change"])
    assert set(made.rows.column_names) >= {"Name", "Amount", "Reason1", "ModelVersion"}


def test_fields_that_tell_the_outcome_are_refused_with_the_reason(trained: Trained, card: Card) -> None:
    refused = {name: why for name, (why,) in rows_of(trained.report, "Fields that tell the outcome").items()}
    assert refused["IsWon"] == refused["IsClosed"] == "the outcome is told by it"
    assert refused["Stage"].startswith("it has other values before the outcome than after")
    assert refused["LossReason"].startswith("it is filled in only with the outcome")
    assert refused["Age"].startswith("it counts the days from CreatedDate to the outcome")
    assert refused["Expected"].startswith("it alone tells the outcome")
    unused = {name: why for name, (why,) in rows_of(trained.report, "Fields of which nothing can be learnt").items()}
    assert unused["SourceId"] == "it says the same as Source"
    assert unused["Always"] == "nearly all records have the same"
    assert unused["Name"] == "each of its values is of few records"
    assert unused["Tags"] == "lists of values are not learnt from"
    assert {each.name for each in card.fields} - {"Owner"} == {"Source", "Amount"}


def test_a_setting_overrules_a_refusal_and_the_report_says_so(sold: Store, around: Around) -> None:
    kind, settings = kind_and_settings({**DEALS, "allowed": ["Expected"]})
    found = kind.train(settings, around(sold))
    names = [each.name for each in card_of(JsonValue(found.state, ModelError)).fields]
    assert names[0] == "Expected"
    section = next(each for each in found.report.sections if each.heading == "Fields that tell the outcome")
    assert "Overruled for Expected" in section.statements[1].text


def test_a_field_that_changes_with_the_outcome_is_refused_as_an_older_version_tells(
    tmp_path: Path, around: Around
) -> None:
    import pyarrow as pa

    store, table = Store(tmp_path / "data"), deals()
    random = np.random.default_rng(9)
    mood = random.choice(["calm", "keen"], len(table))
    came = np.arange(len(table)) >= KNOWN - 200  # of these it was not known a while ago
    was_open = pa.array(np.where(came, "false", "true"))
    then = table.set_column(table.schema.get_field_index("IsClosed"), "IsClosed", was_open).append_column(
        "Mood", pa.array(mood)
    )
    store.write("deals", then, created=NOW)
    settled = np.where(came & (np.arange(len(table)) < KNOWN), np.where(mood == "calm", "keen", "calm"), mood)
    store.write("deals", table.append_column("Mood", pa.array(settled)), created=NOW)
    kind, settings = kind_and_settings(DEALS)
    refused = rows_of(kind.train(settings, around(store)).report, "Fields that tell the outcome")
    assert refused["Mood"][0] == "it changed with the outcome of 100% of 200 records, and of 0% of the others"
    assert "Owner" not in refused


def test_equal_data_give_equal_scorecards(sold: Store, around: Around, trained: Trained) -> None:
    kind, settings = kind_and_settings(DEALS)
    assert kind.train(settings, around(sold)).state == trained.state


def test_where_the_outcome_is_chance_the_scores_are_not_used(tmp_path: Path, around: Around) -> None:
    store = Store(tmp_path / "data")
    store.write("deals", deals(seed=5, effect=0.0), created=NOW)
    kind, settings = kind_and_settings({**DEALS, "excluded": ["Expected", "LossReason"]})
    found = kind.train(settings, around(store))
    assert not found.usable
    assert found.reason.startswith("The scores are not used: on the ")
    assert found.report.verdict[0].text == found.reason
    assert found.report.verdict[0].tone == "bad"


def test_every_query_of_the_report_gives_what_its_sentence_says(sold: Store, trained: Trained) -> None:
    session = Session(sold)
    said = [*trained.report.verdict, *(each for section in trained.report.sections for each in section.statements)]
    queries = [text for each in said for text in (each.query, each.records) if text is not None]
    assert len(queries) == 4
    tables = [table for section in trained.report.sections for table in section.tables if table.query]
    for text in (*queries, *(table.query for table in tables)):
        assert session.query(str(text), now=NOW).table.num_rows > 0
    first: Statement = trained.report.verdict[0]
    (counted,) = session.query(str(first.query), now=NOW).table.to_pylist()
    listed = session.query(str(first.records), now=NOW).table
    assert f"{counted['Records']:,} records since" in first.text
    assert listed.num_rows == counted["Records"]
    tenth = rows_of(trained.report, "What it said, and what came")
    assert sum(row[0] for row in tenth.values()) == counted["Records"]
    source = next(table for table in tables if table.columns[0].label == "Source")
    rates = {row["Source"]: row for row in session.query(str(source.query), now=NOW).table.to_pylist()}
    shown = {row[0]: row[1:3] for row in source.rows}
    assert {name: each["Records"] for name, each in rates.items()} == {name: row[0] for name, row in shown.items()}
    assert [each["Rate"] for each in rates.values()] == pytest.approx([shown[name][1] for name in rates], abs=5e-5)
    assert sum(row[0] for row in shown.values()) == KNOWN - counted["Records"]


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"actionable": ["Sorce"]}, "'actionable' names 'Sorce', which is no field of deals"),
        ({"when": "Amount"}, "'Amount' is no date of deals"),
        ({"known": "'IsClosed' == \"never\""}, "Of 0 records of deals whose outcome is known, 0 have it"),
        ({"fields": ["IsWon", "Always"]}, "No field of deals is left that may be learnt from"),
    ],
)
def test_what_can_not_be_learnt_is_told(sold: Store, around: Around, said: dict[str, Any], message: str) -> None:
    kind, settings = kind_and_settings({**DEALS, **said})
    with pytest.raises(ModelError) as caught:
        kind.train(settings, around(sold))
    assert message in caught.value.message


def changed(tmp_path: Path, **columns: Any) -> Store:
    """Return a store with the deals, some columns of which are others."""
    table, store = deals(), Store(tmp_path / "data")
    for name, column in columns.items():
        place = table.schema.get_field_index(name)
        table = table.append_column(name, column) if place < 0 else table.set_column(place, name, column)
    store.write("deals", table, created=NOW)
    return store


@pytest.mark.parametrize(("newest", "part"), [(True, "oldest"), (False, "newest")])
def test_outcomes_that_all_came_at_one_time_are_not_learnt_from(
    tmp_path: Path, around: Around, newest: bool, part: str
) -> None:
    place = np.arange(KNOWN + OPEN)
    won = (np.array(deals()["IsWon"].to_pylist()) == "true") & (place % 4 == 0)
    ago = place % 100 + np.where(won != newest, 800, 1)
    days = pa.array([NOW.date() - dt.timedelta(days=int(each)) for each in ago])
    kind, settings = kind_and_settings(DEALS)
    store = changed(tmp_path, CloseDate=days, IsWon=pa.array(np.where(won, "true", "false").tolist()))
    with pytest.raises(ModelError, match=rf"Of the [\d,]+ {part} records, .* it takes 5 with and 5 without to"):
        kind.train(settings, around(store))


def test_records_without_a_date_are_told(tmp_path: Path, around: Around) -> None:
    kind, settings = kind_and_settings(DEALS)
    store = changed(tmp_path, CloseDate=pa.nulls(KNOWN + OPEN, pa.date32()))
    with pytest.raises(
        ModelError, match="Of 0 records of deals whose outcome is known and that have a CloseDate"
    ) as it:
        kind.train(settings, around(store))
    assert it.value.hint == "3,000 more have no CloseDate: name another date with 'when'."


def test_without_open_records_the_report_says_what_it_could_not_see(
    tmp_path: Path, around: Around, trained: Trained
) -> None:
    closed = pa.array(["true"] * (KNOWN + OPEN))
    kind, settings = kind_and_settings(DEALS)
    found = kind.train(settings, around(changed(tmp_path, IsClosed=closed)))
    texts = [each.text for each in found.report.sections[0].statements]
    assert any("could not see which fields are filled in only with a win" in text for text in texts)
    assert not any("could not see" in each.text for each in trained.report.sections[0].statements)


def test_numbers_without_bounds_are_learnt_from_and_kept(tmp_path: Path, around: Around) -> None:
    random = np.random.default_rng(7).lognormal(0, 1, KNOWN + OPEN)
    random[::7], random[1::7], random[2::7] = np.inf, 1e305, -np.inf
    won = np.array(deals()["IsWon"].to_pylist()) == "true"
    store = changed(tmp_path, Far=pa.array(np.where(won, random, random[::-1])))
    kind, settings = kind_and_settings({**DEALS, "fields": ["Source", "Far"]})
    found = kind.train(settings, around(store))
    kept = json.loads(json.dumps(found.state, allow_nan=False))
    assert card_json(card_of(JsonValue(kept, ModelError))) == found.state
    assert all(len(each["is"]) < 40 for field in kept["fields"] for each in field["classes"])


def test_ids_that_are_numbers_stay_numbers(tmp_path: Path, around: Around) -> None:
    kind, settings = kind_and_settings(DEALS)
    store = changed(tmp_path, Id=pa.array(np.arange(KNOWN + OPEN, dtype=np.float64)))
    (found,) = kind.score(settings, kind.train(settings, around(store)), around(store))
    assert sorted(found.rows["Id"].to_pylist()) == list(range(KNOWN, KNOWN + OPEN))
    assert found.rows.column_names[0] == "Id"


def test_a_condition_that_is_no_saql_is_told_with_its_place(sold: Store, around: Around) -> None:
    kind, settings = kind_and_settings({**DEALS, "target": "'IsWun' == \"true\""})
    with pytest.raises(SaqlError, match="IsWun"):
        kind.train(settings, around(sold))


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"kind": "score"}, "The value at /dataset is missing."),
        ({"kind": "win", "better": "up"}, 'The value at /better is "up", which it can\'t be.'),
        ({"kind": "win", "high": 0.2, "medium": 0.4}, "The value at /medium is above that of /high."),
        (
            {"kind": "win", "carried": ["Probability"]},
            "The value at /carried/0 is 'Probability', a field that scores have of their own.",
        ),
        ({"kind": "churn", "actionble": []}, "The value at /actionble is no setting."),
    ],
)
def test_settings_that_are_wrong_are_told(said: dict[str, Any], message: str) -> None:
    with pytest.raises(ModelError) as caught:
        kind_and_settings(said)
    assert caught.value.message == message


def test_bounds_of_bands_may_be_set(sold: Store, around: Around) -> None:
    kind, settings = kind_and_settings({**DEALS, "high": 0.5, "medium": 0.25})
    card = card_of(JsonValue(kind.train(settings, around(sold)).state, ModelError))
    assert (card.high, card.medium) == (0.5, 0.25)


def test_every_kind_says_what_it_is_for() -> None:
    for name in KINDS:
        kind = kind_named(name)
        assert kind.name == name
        assert kind.about.endswith(".")
