"""Models of next contacts: from a file to the list of each owner."""

import re

import pytest

from engine.models.errors import ModelError
from engine.session import Session

from .conftest import NOW, Run, answers, check_queries

CUSTOMERS = {
    "what": "customer",
    "dataset": "accounts",
    "team": "Owner.Role",
    "contact": "AccountId",
    "by": "Segment",
    "open": "'Type' == \"Customer\"",
    "good": "'Type' == \"Customer\"",
    "bad": "'IsChurned' == \"true\"",
    "amount": {"field": "Amount", "dataset": "opportunities", "key": "AccountId", "where": "'IsWon' == \"true\""},
}


def test_open_deals_are_listed_for_their_owners(run: Run, session: Session) -> None:
    report = run("next_contacts", kind="next_contact")
    check_queries(session, report)
    rows = answers(
        session,
        'q = load "next_contacts"; q = foreach q generate Id, Owner, OwnerId, Rank, DueDay, DaysOverdue, AtStake;',
    )
    deals = answers(
        session, 'q = load "opportunities"; q = filter q by IsClosed == "false"; q = foreach q generate Id;'
    )
    assert {each["Id"] for each in rows} == {each["Id"] for each in deals}
    owners = {each["Owner"] for each in rows}
    for owner in owners:
        own = sorted((each for each in rows if each["Owner"] == owner), key=lambda each: each["Rank"])
        assert [each["Rank"] for each in own] == list(range(1, len(own) + 1))
        late = [each["DaysOverdue"] > 0 for each in own]
        assert late == sorted(late, reverse=True)
        stakes = [each["AtStake"] or 0 for each in own if each["DaysOverdue"]]
        assert stakes == sorted(stakes, reverse=True)
    assert all(each["DaysOverdue"] == max((NOW.date() - each["DueDay"]).days, 0) for each in rows if each["DueDay"])


def test_customers_are_listed_by_what_they_bought(run: Run, session: Session) -> None:
    report = run("customers_next", kind="next_contact", records=[CUSTOMERS])
    check_queries(session, report)
    (row,) = answers(
        session,
        'q = load "customers_next"; q = order q by AtStake desc nulls last; q = limit q 1; '
        "q = foreach q generate Id, AtStake;",
    )
    (bought,) = answers(
        session,
        f'q = load "opportunities"; q = filter q by IsWon == "true" && AccountId == "{row["Id"]}"; q = group q by all; '
        "q = foreach q generate sum(Amount) as Amount;",
    )
    assert row["AtStake"] == pytest.approx(bought["Amount"])


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"records": [{**CUSTOMERS, "open": None}]}, "/records/0/open is missing"),
        ({"records": [CUSTOMERS, CUSTOMERS]}, "/records/1/what is that of other records, too"),
        (
            {"records": [{**CUSTOMERS, "amount": {"field": "Amount", "dataset": "x"}}]},
            "/records/0/amount/key is missing",
        ),
        ({"activities": {"day": "ActivityDate"}}, "/activities/day is no setting"),
    ],
)
def test_a_wrong_setting_is_refused_with_its_place(run: Run, settings: dict[str, object], message: str) -> None:
    with pytest.raises(ModelError, match=re.escape(message)):
        run("wrong", kind="next_contact", **settings)
