"""Models of journeys: from a file to a report whose statements can be looked into."""

import re

import pytest

from engine.models.errors import ModelError
from engine.session import Session

from .conftest import Run, answers, check_queries

LEADS = [
    {"dataset": "leads", "record": ["ConvertedOpportunityId", "Id"], "instant": "CreatedDate", "called": "Lead"},
    {
        "dataset": "leads",
        "record": "Id",
        "instant": "CreatedDate",
        "called": "Unqualified",
        "where": "'Status' == \"Unqualified\"",
    },
    {"dataset": "opportunities", "record": "Id", "instant": "CreatedDate", "called": "Deal"},
    {
        "dataset": "opportunities",
        "record": "Id",
        "instant": "CloseDate",
        "called": "Won",
        "where": "'IsWon' == \"true\"",
    },
]


def test_the_stages_of_deals_are_found_without_settings(run: Run, session: Session) -> None:
    report = run("deal_journey", kind="journey")
    assert report.title == "From Prospecting to Closed Won"
    check_queries(session, report)
    stages = answers(session, 'q = load "deal_journey"; q = order q by Place; q = foreach q generate Stage, Came;')
    assert [each["Stage"] for each in stages][:3] == ["Prospecting", "Qualification", "Needs Analysis"]


def test_the_numbers_of_statements_are_those_of_their_records(run: Run, session: Session) -> None:
    report = run("deal_journey", kind="journey")
    worst = report.verdict[1]
    assert worst.records is not None
    found = re.search(r": ([\d,]+),", worst.text)
    assert found is not None
    assert int(found[1].replace(",", "")) == len(answers(session, worst.records))
    counted = answers(
        session,
        'q = load "stage_history"; q = filter q by StageName == "Closed Won"; q = group q by all; '
        "q = foreach q generate unique(OpportunityId) as N;",
    )
    states = answers(
        session,
        'q = load "deal_journey_records"; q = filter q by State == "Arrived"; q = group q by all; '
        "q = foreach q generate count() as N;",
    )
    assert states[0]["N"] == pytest.approx(counted[0]["N"], rel=0.01)  # few have no stage before, and are left out


def test_a_record_goes_through_several_datasets(run: Run, session: Session) -> None:
    report = run("lead_journey", kind="journey", events=LEADS, lost=["Unqualified"], segments=["LeadSource"])
    check_queries(session, report)
    came = answers(
        session, 'q = load "lead_journey"; q = order q by Place; q = foreach q generate Stage, Came, MovedOn;'
    )
    assert [each["Stage"] for each in came] == ["Lead", "Deal", "Won"]
    leads = answers(
        session,
        'q = load "leads"; q = group q by all; q = foreach q generate count() as N, '
        'sum(case when IsConverted == "true" then 1 else 0 end) as Converted;',
    )
    assert (came[0]["Came"], came[0]["MovedOn"]) == (leads[0]["N"], leads[0]["Converted"])


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"events": [{"dataset": "leads", "record": "Id", "instant": "CreatedDate"}]}, "/events/0 should have either"),
        ({"events": [{"dataset": "leads", "instant": "CreatedDate", "called": "x"}]}, "/events/0/record is missing"),
        ({"stage": ["New"]}, "/stage is no setting"),
        ({"stages": ["Prospecting", "Sold"]}, "No event has the stage 'Sold'"),
        ({"segments": ["Colour"]}, "No dataset of the journey has the field 'Colour'"),
        ({"quiet_days": 0}, "/quiet_days should be a whole number"),
    ],
)
def test_a_wrong_setting_is_refused_with_its_place(run: Run, settings: dict[str, object], message: str) -> None:
    with pytest.raises(ModelError, match=re.escape(message)):
        run("wrong", kind="journey", **settings)
