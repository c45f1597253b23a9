"""Factor analysis: numbers that were made of the same thing are found together."""

import datetime as dt
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from engine.analyses.statistics.errors import AnalysisError
from engine.analyses.statistics.factors import factors
from engine.analyses.statistics.factors_report import find_factors
from engine.analyses.statistics.sample import Asked
from engine.session import Session
from engine.store import Store

NOW = dt.datetime(2026, 5, 20, 12, tzinfo=dt.UTC)


def made(rows: int = 2000) -> dict[str, np.ndarray]:
    random = np.random.default_rng(2)
    use, trouble = random.normal(size=rows), random.normal(size=rows)
    noise = random.normal(0, 0.4, (5, rows))
    return {
        "Logins": use + noise[0],
        "Hours": use + noise[1],
        "Users": use + noise[2],
        "Cases": trouble + noise[3],
        "Score": -trouble + noise[4],
    }


def test_two_things_behind_five_numbers_are_found() -> None:
    found = factors(np.column_stack(list(made().values())))
    assert found.loadings.shape == (5, 2)
    assert (np.abs(found.loadings[:3, 0]) > 0.85).all()
    assert (np.abs(found.loadings[3:, 1]) > 0.85).all()
    assert (np.abs(found.loadings[:3, 1]) < 0.2).all()
    assert found.loadings[3, 1] * found.loadings[4, 1] < 0
    assert found.explained.sum() == pytest.approx(float(found.shared.mean()))


def test_the_turn_changes_no_share() -> None:
    """Turning keeps what all factors together have of each number: that of the components before."""
    values = np.column_stack(list(made().values()))
    sizes, vectors = np.linalg.eigh(np.corrcoef(values, rowvar=False))
    before = (vectors[:, -2:] ** 2 * sizes[-2:]).sum(axis=1)
    assert factors(values).shared == pytest.approx(before)


def test_chance_gives_no_factor() -> None:
    random = np.random.default_rng(8)
    assert sum(factors(random.normal(size=(500, 6))).loadings.shape[1] for _ in range(10)) <= 3


def asked(session: Session) -> Asked:
    with session.store.open("use") as opened:
        return Asked(dataset="use", label="Use", fields={each.name: each for each in opened.fields})


def test_factors_in_words(tmp_path: Path) -> None:
    store = Store(tmp_path)
    columns = {**made(), "Same": np.ones(2000), "Name": [f"n{each}" for each in range(2000)]}
    store.write("use", pa.table(columns), created=NOW)
    session = Session(store)
    found = find_factors(session, asked(session), (), NOW)
    texts = [each.text for each in found.verdict]
    assert texts[0].startswith("2 things that can't be seen directly account for 92%")
    assert "rise and fall together" in texts[1]
    assert {"Logins", "Hours", "Users"} == set(texts[1].split(" rise")[0].replace(" and ", ", ").split(", "))
    assert texts[2].startswith(("Where Score is high, Cases is low", "Where Cases is high, Score is low"))
    assert found.sections[-1].statements[0].text == "Same was left out: it never varies, or is mostly empty."
    queries = [query for each in found.verdict for query in (each.query, each.records) if query]
    assert len(queries) == 5
    assert all(session.query(each, now=NOW).table.num_rows > 0 for each in queries)
    with pytest.raises(AnalysisError, match="'Name' is no number"):
        find_factors(session, asked(session), ("Name",), NOW)
    with pytest.raises(AnalysisError, match="It takes three numbers that vary; here: 'Logins', 'Hours'"):
        find_factors(session, asked(session), ("Logins", "Hours"), NOW)


def test_a_number_that_never_varies_beside_the_others_is_said(tmp_path: Path) -> None:
    """Users vary only in records without a score, so the records that have all numbers say nothing of them."""
    columns = made()
    half = np.arange(2000) < 1000
    columns["Users"] = np.where(half, columns["Users"], 1.0)
    score = [None if each else value for each, value in zip(half.tolist(), columns["Score"].tolist(), strict=True)]
    store = Store(tmp_path)
    store.write("use", pa.table({**columns, "Score": score}), created=NOW)
    session = Session(store)
    with pytest.raises(AnalysisError, match="Users is the same in all 1,000 records that have all of the numbers"):
        find_factors(session, asked(session), (), NOW)
