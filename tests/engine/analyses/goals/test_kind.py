"""Goals as models: from a file and datasets to a dataset and a report whose queries run."""

import datetime as dt
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from engine.models.folder import read_models
from engine.models.kept import KeptModels
from engine.models.outcome import Outcome
from engine.models.run import RunOptions, run_models
from engine.session import Session
from engine.store import FieldSpec, Store

NOW = dt.datetime(2026, 5, 20, 12, tzinfo=dt.UTC)
SETTINGS = {
    "kind": "goals",
    "label": "Sold",
    "dataset": "deals",
    "measure": "Worth",
    "date": "Closed",
    "person": "Seller",
    "where": 'Won == "yes"',
    "pipeline": {"where": 'Won == "open"', "probability": "Chance"},
    "targets": {"dataset": "targets", "person": "Seller", "date": "Day", "target": "Target"},
    "people": {"dataset": "people", "person": "Key", "name": "Name", "manager": "Above"},
    "period": "quarter",
}

Run = Callable[..., Outcome]


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "data")
    deals = [
        ("a", day("2026-04-10"), 40.0, "yes", 100.0),
        ("a", day("2026-06-20"), 60.0, "open", 50.0),
        ("b", day("2026-05-11"), 10.0, "yes", 100.0),
        ("b", day("2026-05-12"), 500.0, "no", 0.0),
        ("a", day("2025-04-10"), 25.0, "yes", 100.0),
        ("b", day("2025-06-30"), 15.0, "yes", 100.0),
        (None, day("2026-05-11"), 1000.0, "yes", 100.0),
    ]
    names = ("Seller", "Closed", "Worth", "Won", "Chance")
    table = pa.table({name: [row[at] for row in deals] for at, name in enumerate(names)})
    store.write("deals", table, [FieldSpec(name="Worth", role="measure", format="€#,##0")], created=NOW)
    targets = {"Seller": ["a", "b"], "Day": [day("2026-04-01")] * 2, "Target": [100.0, 50.0]}
    store.write("targets", pa.table(targets), created=NOW)
    people = {"Key": ["a", "b", "m"], "Name": ["Ann", "Bo", "Mia"], "Above": ["m", "m", None]}
    store.write("people", pa.table(people), created=NOW)
    return store


@pytest.fixture
def run(tmp_path: Path, store: Store) -> Run:
    def go(**changes: Any) -> Outcome:
        (tmp_path / "models").mkdir(exist_ok=True)
        settings = {key: each for key, each in {**SETTINGS, **changes}.items() if each is not ...}
        (tmp_path / "models" / "sold.json").write_text(json.dumps(settings))
        options = RunOptions(NOW, time.perf_counter, everything=True)
        (outcome,) = run_models(
            read_models(tmp_path / "models"), Session(store), KeptModels.beside(store.folder), options
        )
        return outcome

    return go


def answer(store: Store, text: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = Session(store).query(text, now=NOW).table.to_pylist()
    return rows


def test_the_dataset_says_how_each_stands(store: Store, run: Run) -> None:
    assert run().datasets == (("goal_sold", 3),)
    found = answer(
        store,
        """q = load "goal_sold"; q = foreach q generate Person, Manager, Level, Period, Target, Actual, Pipeline,
        Forecast, LastYear, State, IsCurrent; q = order q by Target desc;""",
    )
    rest = {"Period": "2026-Q2", "State": "behind", "IsCurrent": "true"}
    # 35 of the 65 working days of the quarter have gone by the 20th of May.
    assert found == [
        {"Person": "Mia", "Manager": None, "Level": "Company", "Target": 150, "Actual": 50, "Pipeline": 30}
        | {"Forecast": 80, "LastYear": 40}
        | rest,
        {"Person": "Ann", "Manager": "Mia", "Level": "Person", "Target": 100, "Actual": 40, "Pipeline": 30}
        | {"Forecast": 70, "LastYear": 25}
        | rest,
        {"Person": "Bo", "Manager": "Mia", "Level": "Person", "Target": 50, "Actual": 10, "Pipeline": 0}
        | {"Forecast": 10, "LastYear": 15}
        | rest,
    ]


def test_it_is_asked_for_who_somebody_is_responsible_for_and_keeps_the_format(store: Store, run: Run) -> None:
    run()
    below = """q = load "goal_sold"; q = filter q by Managers in ["Mia"]; q = foreach q generate Person;"""
    assert {row["Person"] for row in answer(store, below)} == {"Mia", "Ann", "Bo"}
    with store.open("goal_sold") as dataset:
        fields = {each.name: each for each in dataset.fields}
    assert fields["Target"].format == "€#,##0"
    assert (fields["Managers"].role, fields["StartDate"].role) == ("multivalue", "date")


def test_every_sentence_of_the_report_has_the_query_of_its_numbers_and_their_records(store: Store, run: Run) -> None:
    run()
    kept = KeptModels.beside(store.folder).newest("sold")
    assert kept is not None
    report = kept.trained.report
    assert report.verdict[0].text == "2026-Q2: 50 of 150 reached, 33%; 54% of the working days have gone."
    assert report.verdict[-1].text.startswith("That is 100% more than the 25 after as many working days a year before")
    statements = [*report.verdict, *(each for section in report.sections for each in section.statements)]
    assert len(statements) == 5
    for each in statements:
        assert each.query is not None
        assert answer(store, each.query)
    assert report.verdict[0].records is not None
    assert {row["Worth"] for row in answer(store, report.verdict[0].records)} == {40, 10}
    (people,) = (table for section in report.sections for table in section.tables)
    assert [row[0] for row in people.rows] == ["Bo", "Ann"]


def test_what_is_counted_needs_no_measure_and_no_people(store: Store, run: Run) -> None:
    run(measure="", people=False, pipeline=False, period="year")
    found = answer(store, 'q = load "goal_sold"; q = foreach q generate Person, Actual, Pipeline, Period;')
    assert {(row["Person"], row["Actual"], row["Pipeline"]) for row in found} == {
        ("Everybody", 2, 0),
        ("a", 1, 0),
        ("b", 1, 0),
    }
    assert {row["Period"] for row in found} == {"2026"}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"period": "weekly"}, 'The value at /period is "weekly", which it can\'t be.'),
        ({"holidays": ["May 1"]}, "The value at /holidays/0 is no day."),
        ({"targets": {"person": "Seller", "target_field": "x"}}, "The value at /targets/target_field is no setting."),
        ({"first_month": 13}, "The value at /first_month should be a whole number from 1 to 12, not 13."),
    ],
)
def test_a_wrong_setting_is_refused_where_it_is(store: Store, run: Run, changes: dict[str, Any], says: str) -> None:
    outcome = run(**changes)
    assert outcome.error is not None
    assert says in str(outcome.error)
    assert "goal_sold" not in store.names()


def test_no_targets_are_said(store: Store, run: Run) -> None:
    empty = {"Seller": pa.array([None], pa.string()), "Day": [day("2026-04-01")], "Target": [1.0]}
    store.write("targets", pa.table(empty), created=NOW)
    assert "Goal 'sold' has no targets" in str(run().error)


def test_a_year_before_that_was_taken_back_is_no_measure(tmp_path: Path, store: Store, run: Run) -> None:
    """What was sold a year before was paid back later in that quarter: nothing came of it in the end."""
    before = [(dt.date(2025, 4, 10), 100.0), (dt.date(2025, 6, 29), -100.0), (dt.date(2026, 4, 10), 40.0)]
    table = pa.table(
        {"Seller": ["a"] * 3, "Closed": [each for each, _ in before], "Worth": [each for _, each in before]}
        | {"Won": ["yes"] * 3, "Chance": [100.0] * 3}
    )
    store.write("deals", table, created=NOW)
    assert run(pipeline={"where": 'Won == "open"', "probability": ""}).error is None
    kept = KeptModels.beside(store.folder).newest("sold")
    assert kept is not None
    texts = [each.text for each in kept.trained.report.verdict]
    assert texts[-1] == "That is 60% less than the 100 after as many working days a year before."
    assert texts[1].startswith("With all that is open, it comes to ")
