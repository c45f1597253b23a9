"""The kinds of models on demo data: what they make and say, and that the query of each sentence gives its number."""

import dataclasses
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from engine.json_value import JsonValue
from engine.models.errors import ModelError
from engine.models.kind import Kind, Made, Surroundings, Trained
from engine.models.registry import kind_named
from engine.reports.report import Report, Statement
from engine.session import Session

KINDS = {"forecast": "pipeline", "change": "pipeline_change", "cycle": "cycle"}


def read(kind: str, name: str, **file: Any) -> Any:
    return kind_named(kind).read(name, JsonValue({"kind": kind, **file}, ModelError))


@pytest.fixture(scope="module")
def made(demo: Callable[..., Surroundings]) -> tuple[Surroundings, dict[str, Trained], dict[str, Made]]:
    """Models of demo data, trained, with their datasets beside the deals."""
    surroundings = demo(rows=60_000)
    trained, datasets = {}, {}
    for name, kind in KINDS.items():
        does: Kind = kind_named(kind)
        settings = read(kind, name, **({"simulations": 500} if kind == "pipeline" else {}))
        trained[name] = does.train(settings, surroundings)
        for each in does.score(settings, trained[name], surroundings):
            datasets[each.name] = each
            surroundings.session.store.write(each.name, each.rows, each.fields, created=surroundings.now)
    return surroundings, trained, datasets


def statements(report: Report) -> Iterator[Statement]:
    yield from report.verdict
    for section in report.sections:
        yield from section.statements


def rows(session: Session, query: str, surroundings: Surroundings) -> list[dict[str, Any]]:
    return session.query(query, now=surroundings.now).table.to_pylist()


def test_datasets_have_the_rows_that_they_are_told_by(made: Any) -> None:
    _, _, datasets = made
    assert sorted(datasets) == ["change", "cycle", "cycle_old", "forecast", "forecast_backtest"]
    for each in datasets.values():
        keys = list(zip(*(each.rows[name].to_pylist() for name in each.key), strict=True))
        assert len(keys) == len(set(keys)) > 0
        assert [field.name for field in each.fields] == each.rows.column_names


@pytest.mark.parametrize("name", KINDS)
def test_queries_of_sentences_have_answers(made: Any, name: str) -> None:
    surroundings, trained, _ = made
    report = trained[name].report
    asked = [each for one in statements(report) for each in (one.query, one.records) if each]
    asked += [table.query for section in report.sections for table in section.tables if table.query]
    assert len(asked) > 5
    for query in asked:
        assert rows(surroundings.session, query, surroundings), query


def test_a_sentence_of_the_forecast_has_the_amounts_of_its_query(made: Any) -> None:
    surroundings, trained, _ = made
    first = trained["forecast"].report.verdict[0]
    (row,) = rows(surroundings.session, first.query, surroundings)
    told = [f"{row[each] / 1e6:,.2f} million" for each in ("P50", "P10", "P90")]
    assert all(each in first.text for each in told)
    assert first.text.startswith("November 2026 will end with about ")


def test_the_mean_of_owners_is_that_of_all(made: Any) -> None:
    _, _, datasets = made
    found = datasets["forecast"].rows.to_pylist()
    for period in {each["Period"] for each in found}:
        sums = {
            scope: sum(each["Mean"] for each in found if (each["Period"], each["Scope"]) == (period, scope))
            for scope in ("All", "Owner", "Segment")
        }
        assert sums["Owner"] == pytest.approx(sums["All"], abs=1)
        assert sums["Segment"] == pytest.approx(sums["All"], abs=1)


def test_won_so_far_is_what_the_deals_say(made: Any) -> None:
    surroundings, _, datasets = made
    query = (
        "q = load \"opportunities\"; q = filter q by 'IsWon' == \"true\" && 'CloseDate' in "
        '["2026-10-01".."2026-11-27"]; q = group q by all; q = foreach q generate sum(\'Amount\') as A;'
    )
    (row,) = rows(surroundings.session, query, surroundings)
    quarter = [each for each in datasets["forecast"].rows.to_pylist() if each["Period"] == "2026-Q4"]
    (whole,) = [each for each in quarter if each["Scope"] == "All"]
    assert whole["WonSoFar"] == pytest.approx(row["A"])
    assert whole["WonSoFar"] <= whole["P10"] <= whole["P50"] <= whole["P90"]


def test_each_bar_of_a_change_has_its_sum_and_its_records(made: Any) -> None:
    surroundings, trained, _ = made
    for section in trained["change"].report.sections:
        bars = {row[0]: row for row in section.tables[0].rows}
        assert sum(row[1] for name, row in bars.items() if name != "Closing") == pytest.approx(bars["Closing"][1])
        for each in section.statements:
            step = re.search(r"'Change' == \"(.*?)\"", each.query or "").group(1)  # type: ignore[union-attr]
            (row,) = rows(surroundings.session, each.query or "", surroundings)
            assert (row["Amount"], row["Deals"]) == (pytest.approx(bars[step][1]), bars[step][2])
            listed = rows(surroundings.session, each.records or "", surroundings)
            assert len(listed) == bars[step][2]


def test_old_deals_are_those_that_the_records_list(made: Any) -> None:
    surroundings, trained, datasets = made
    listed = rows(surroundings.session, trained["cycle"].report.verdict[1].records, surroundings)
    old = set(datasets["cycle_old"].rows["Id"].to_pylist())
    # The query knows days, the model hours: who became old today may be missing.
    assert len(old ^ {each["Id"] for each in listed}) <= 0.03 * len(old)


def test_half_of_the_wins_come_by_the_day_that_is_told(made: Any) -> None:
    surroundings, trained, _ = made
    first = trained["cycle"].report.verdict[0]
    (row,) = rows(surroundings.session, first.query, surroundings)
    assert row["OfWon"] >= 0.5
    assert f"within {row['Days']:.0f} days, 90%" in first.text


def test_fields_of_another_system_are_named(demo: Callable[..., Surroundings]) -> None:
    surroundings = demo(rows=20_000)
    renamed = {"Id": "hs_object_id", "StageName": "dealstage", "Owner.Name": "owner", "IsWon": "hs_is_closed_won"}
    with surroundings.session.store.open("opportunities") as dataset:
        names = [each.name for each in dataset.fields]
    every = ", ".join(f"'{each}' as '{renamed.get(each, each)}'" for each in names if each != "Owner.Roles")
    text = f'q = load "opportunities"; q = foreach q generate {every}; q = limit q 100000;'
    table = surroundings.session.query(text, now=surroundings.now).table
    surroundings.session.store.write("deals", table, created=surroundings.now)
    fields = {"id": "hs_object_id", "stage": "dealstage", "owner": "owner", "won": "hs_is_closed_won", "category": None}
    settings = read("pipeline", "deals_forecast", dataset="deals", fields=fields, simulations=200)
    assert settings.source.history is None
    does = kind_named("pipeline")
    trained = does.train(settings, surroundings)
    tones = [each.tone for each in trained.report.sections[-1].statements]
    assert tones == ["neutral", "unsure", "unsure", "unsure"]
    forecast, _ = does.score(settings, trained, surroundings)
    assert "owner" in forecast.rows.column_names


@pytest.mark.parametrize(
    ("file", "pointer"),
    [
        ({"months": 0}, "/months"),
        ({"fields": {"stge": "x"}}, "/fields/stge"),
        ({"fields": {"stage": None}}, "/fields/stage"),
        ({"history": {"dataset": "h"}}, "/history/deal"),
        ({"first_month": 13}, "/first_month"),
        ({"simulation": 1}, "/simulation"),
    ],
)
def test_a_wrong_setting_is_named_by_its_place(file: dict[str, Any], pointer: str) -> None:
    with pytest.raises(ModelError, match=re.escape(pointer)):
        read("pipeline", "forecast", **file)


def test_a_forecast_that_a_plainer_way_beats_is_not_used(made: Any) -> None:
    from engine.analyses.pipeline.backtest import trials_of
    from engine.analyses.pipeline.forecast_report import usable

    _, trained, _ = made
    trials = trials_of(trained["forecast"].state["trials"])
    assert usable(trials) == ""
    worse = [dataclasses.replace(each, middle=3 * each.came) for each in trials]
    assert usable(worse) == "In 24 past months the same month of the year before was nearer to what was won."
