"""Regressions: effects that were put into the data come out, and what does not hold is said."""

import datetime as dt
import re
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from engine.analyses.statistics.errors import AnalysisError
from engine.analyses.statistics.regression_report import regress
from engine.analyses.statistics.sample import Asked
from engine.session import Session
from engine.store import Store

NOW = dt.datetime(2026, 5, 20, 12, tzinfo=dt.UTC)
ROWS = 4000


@pytest.fixture(scope="module")
def columns() -> dict[str, Any]:
    random = np.random.default_rng(3)
    size = random.integers(1, 101, ROWS).astype(float)
    segment = random.choice(["Large", "Middle", "Small"], ROWS, p=[0.2, 0.3, 0.5])
    nothing = random.normal(size=ROWS)
    lift = 30.0 * (segment == "Large")
    odds = -1.0 + 0.02 * size + 1.0 * (segment == "Large")
    won = random.random(ROWS) < 1 / (1 + np.exp(-odds))
    return {
        "Id": [f"id {each}" for each in range(ROWS)],
        "Size": size,
        "Segment": segment,
        "Nothing": nothing,
        "Twice": size * 2,
        "Price": 100 + 2 * size + lift + random.normal(0, 5, ROWS),
        "Amount": np.exp(5 + 0.01 * size + 1.0 * (segment == "Large") + random.normal(0, 1.2, ROWS)),
        "IsWon": np.where(won, "true", "false"),
        "Stage": np.where(won, "Won", "Lost"),
    }


@pytest.fixture(scope="module")
def session(columns: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Session:
    store = Store(tmp_path_factory.mktemp("store"))
    store.write("deals", pa.table(columns), created=NOW)
    return Session(store)


def asked(session: Session, where: str | None = None) -> Asked:
    with session.store.open("deals") as opened:
        return Asked(dataset="deals", label="Deals", fields={each.name: each for each in opened.fields}, where=where)


def report(session: Session, target: str, *on: str, where: str | None = None) -> Any:
    return regress(session, asked(session, where), target, on, NOW)


def effects(found: Any) -> dict[str, tuple[float, float, float]]:
    return {f"{row[0]}: {row[1]}": row[2:] for row in found.sections[0].tables[1].rows}


def test_effects_on_a_number_come_out(session: Session) -> None:
    """Price is 100 + 2 Size + 30 for large ones, and noise of 5."""
    found = report(session, "Price", "Size", "Segment", "Nothing")
    table = effects(found)
    effect, low, high = table["Segment: Large rather than Small"]
    assert low < 30 < high
    assert effect == pytest.approx(30, abs=1)
    size = next(each for each in table if each.startswith("Size: "))
    low_size, high_size = (float(each) for each in size.removeprefix("Size: ").split(" to "))
    assert table[size][0] == pytest.approx(2 * (high_size - low_size), rel=0.02)
    middle = table["Segment: Middle rather than Small"]
    assert middle[1] < 0 < middle[2]
    assert found.verdict[0].text.startswith("Together the fields explain 99%")
    chances = {row[0]: row[2] for row in found.sections[0].tables[0].rows}
    assert chances["Size"] < 1e-6
    assert chances["Nothing"] > 0.05
    assert not any("Nothing" in each.text for each in found.verdict)


def test_of_a_long_tail_the_logarithm_is_explained(session: Session) -> None:
    """e to the power of 1, 2.718: large ones have 2.7 times the amount."""
    found = report(session, "Amount", "Size", "Segment")
    effect, low, high = effects(found)["Segment: Large rather than Small"]
    assert low < np.e - 1 < high
    assert f"Segment, Large rather than Small: Amount is {1 + effect:.1f} times as high" in found.verdict[1].text
    assert "long tail" in found.sections[-1].statements[0].text


def test_effects_on_true_and_false_are_points(session: Session, columns: dict[str, Any]) -> None:
    found = report(session, "IsWon", "Size", "Segment", "Stage")
    share = float((columns["IsWon"] == "true").mean())
    expected = 1 / (1 + np.exp(-(np.log(share / (1 - share)) + 1))) - share
    _, low, high = effects(found)["Segment: Large rather than Small"]
    assert low < expected < high
    assert "points higher (between" in found.verdict[1].text
    assert any(each.text == "Left out, since each says the same: Stage." for each in found.sections[-1].statements)


def test_what_follows_from_other_fields_is_left_out(session: Session) -> None:
    found = report(session, "Price", "Size", "Twice", "Id", "Segment")
    texts = [each.text for each in found.sections[-1].statements]
    assert "Twice was left out in part or whole, since it follows from the other fields." in texts
    assert "Left out, since each has too few or too many values: Id." in texts


def test_unequal_errors_and_long_tails_are_said(tmp_path: Any) -> None:
    random = np.random.default_rng(5)
    size = random.uniform(1, 10, 2000)
    price = size + size * random.standard_t(3, 2000)
    store = Store(tmp_path)
    store.write("deals", pa.table({"Size": size, "Price": price}), created=NOW)
    texts = [each.text for each in report(Session(store), "Price").sections[-1].statements]
    assert (
        "What is left unexplained is lopsided or has long tails: averages hold, single records may be far off." in texts
    )
    assert "It is larger for some records than for others; the ranges allow for that." in texts
    assert any("records are very far from what the fields say" in each for each in texts)


def test_queries_run(session: Session) -> None:
    for target in ("Price", "IsWon"):
        found = report(session, target, "Size", "Segment", where="Size > 3")
        every = [*found.verdict, *found.sections[0].statements]
        queries = [query for each in every for query in (each.query, each.records) if query]
        assert len(queries) > 3
        assert all(session.query(each, now=NOW).table.num_rows > 0 for each in queries)


@pytest.mark.parametrize(
    ("target", "on", "where", "words"),
    [
        ("Nowhere", (), None, "has no field 'Nowhere'"),
        ("Segment", (), None, "neither a number nor true or false"),
        ("Price", ("Id",), None, "too few for 0 terms"),
        ("Price", (), "Size > 200", "There are 0 rows"),
        ("IsWon", ("Size",), 'IsWon == "true"', "is the same in all rows"),
    ],
)
def test_what_can_not_be_explained_is_said(
    session: Session, target: str, on: tuple[str, ...], where: str | None, words: str
) -> None:
    with pytest.raises(AnalysisError, match=words):
        report(session, target, *on, where=where)


def test_a_value_is_held_against_the_one_that_is_named_alone(tmp_path: Any) -> None:
    """Small ones have 100, large ones 130; those without a segment, and of rare ones, have 200 and are neither."""
    random = np.random.default_rng(7)
    segment = np.array((["Small"] * 4 + ["Large"] * 3 + [None] * 2 + ["Rare"]) * 200, dtype=object)
    segment[segment == "Rare"] = [f"Rare {each % 100}" for each in range(200)]
    price = np.select([segment == "Small", segment == "Large"], [100.0, 130.0], 200.0) + random.normal(0, 1, 2000)
    store = Store(tmp_path)
    store.write("deals", pa.table({"Segment": pa.array(segment.tolist()), "Price": price}), created=NOW)
    found = report(Session(store), "Price", "Segment")
    table = effects(found)
    assert table["Segment: Large rather than Small"][0] == pytest.approx(30, abs=0.5)
    assert table["Segment: any other, or none rather than Small"][0] == pytest.approx(100, abs=0.5)
    assert "Segment, Large rather than Small: Price is 3" in found.verdict[1].text


def test_fields_that_never_vary_together_are_said(tmp_path: Any) -> None:
    """Size varies only where there is no age, and age only where there is no size."""
    place = range(400)
    size = pa.array([float(each % 7) if each < 150 else 3.0 if each < 250 else None for each in place])
    age = pa.array([None if each < 150 else 5.0 if each < 250 else float(each % 5) for each in place])
    won = ["true" if each % 2 else "false" for each in place]
    store = Store(tmp_path)
    store.write("deals", pa.table({"Size": size, "Age": age, "Won": won}), created=NOW)
    with pytest.raises(AnalysisError, match="None of the fields varies in the 100 rows"):
        report(Session(store), "Won", "Size", "Age")


def test_the_ends_of_how_many_times_are_times(session: Session) -> None:
    text = report(session, "Amount", "Size", "Segment").verdict[1].text
    assert re.search(r"is \d\.\d times as high \(between \d\.\d and \d\.\d times\)", text)
