"""Models of sentiment and satisfaction: from a file to a dataset, and a report that can be looked into."""

import re

import pytest

from engine.models.errors import ModelError
from engine.session import Session

from .conftest import Run, answers, check_queries


def test_comments_of_cases_have_a_sentiment_that_goes_with_their_scores(run: Run, session: Session) -> None:
    report = run("case_sentiment", kind="sentiment")
    check_queries(session, report)
    assert "goes with CSAT" in report.verdict[1].text
    rows = answers(
        session, 'q = load "case_sentiment"; q = foreach q generate Id, Sentiment, Band, Language, DecidedBy;'
    )
    commented = answers(
        session,
        'q = load "cases"; q = filter q by Comments is not null; q = group q by all; '
        "q = foreach q generate count() as N;",
    )
    assert len(rows) == commented[0]["N"]
    assert {each["Language"] for each in rows} == {"English"}
    assert all(-1 <= each["Sentiment"] <= 1 for each in rows)
    assert any("excellent (+)" in (each["DecidedBy"] or ()) and each["Band"] == "Positive" for each in rows)


def test_several_fields_count_as_one_text(run: Run, session: Session) -> None:
    run("both", kind="sentiment", dataset="cases", texts=["Subject", "Comments"])
    rows = answers(session, 'q = load "both"; q = foreach q generate Id;')
    cases = answers(session, 'q = load "cases"; q = foreach q generate Id;')
    assert len(rows) == len(cases)


def test_satisfaction_is_counted_from_the_answers(run: Run, session: Session) -> None:
    report = run("case_csat", kind="satisfaction")
    check_queries(session, report)
    first = report.verdict[0]
    assert first.query is not None
    points = answers(session, first.query)[0]["Points"]
    found = re.match(r"CSAT is (\d+) ", first.text)
    assert found is not None
    assert int(found[1]) == round(points)


def test_nps_needs_no_csat(run: Run, session: Session) -> None:
    settings = {"dataset": "cases", "nps": "FirstResponseHours", "date": "CreatedDate", "period": "quarter"}
    report = run("nps", kind="satisfaction", by=["Origin"], **settings)
    check_queries(session, report)
    assert report.verdict[0].text.startswith("NPS is ")


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"kind": "sentiment", "dataset": "cases"}, "/texts is missing"),
        ({"kind": "sentiment", "dataset": "cases", "texts": ["Comments"], "where": "'Id' is null"}, "has a text"),
        (
            {"kind": "sentiment", "dataset": "cases", "texts": ["Comments"], "score": {"field": "CSAT", "content": 2}},
            'should be less than "content"',
        ),
        ({"kind": "satisfaction", "dataset": "cases"}, "/csat is missing"),
        ({"kind": "satisfaction", "dataset": "cases", "csat": "CSAT", "period": "week"}, "/period"),
        ({"kind": "satisfaction", "dataset": "cases", "csat": "CSAT", "where": "'Id' is null"}, "has a score"),
    ],
)
def test_a_wrong_setting_is_refused_with_its_place(run: Run, settings: dict[str, object], message: str) -> None:
    with pytest.raises(ModelError, match=re.escape(message)):
        run("wrong", **settings)
