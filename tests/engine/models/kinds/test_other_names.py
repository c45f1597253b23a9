"""Models of data that is not from Salesforce: other names, ids that are numbers, days instead of instants."""

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pytest

from engine.models.errors import ModelError
from engine.session import Session
from engine.store import Store

from .conftest import NOW, Run, answers, check_queries

STARTED = dt.date(2026, 1, 1)
STAGES = {
    "open": ("appointment", "contract"),
    "won": ("appointment", "contract", "closedwon"),
    "lost": ("appointment", "contract", "closedlost"),
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Deals of numbers, each contacted every fourth day; of ten the last is open, of the others each second is lost."""
    folder: Path = tmp_path_factory.mktemp("hubspot")
    store = Store(folder / "data")
    deals = [(1000 + at, "open" if at % 10 == 9 else "lost" if at % 2 else "won") for at in range(100)]
    steps = [
        (deal, stage, STARTED + dt.timedelta(days=5 * place))
        for deal, state in deals
        for place, stage in enumerate(STAGES[state])
    ]
    calls = [(deal, STARTED + dt.timedelta(days=4 * place)) for deal, _ in deals for place in range(4)]
    store.write(
        "deals",
        pa.table(
            {
                "hs_object_id": pa.array([deal for deal, _ in deals], pa.float64()),
                "dealname": [f"Deal {deal}" for deal, _ in deals],
                "owner": ["Ann" if deal % 3 else "Bea" for deal, _ in deals],
                "createdate": [STARTED] * len(deals),
                "state": [state for _, state in deals],
                "amount": pa.array([float(deal) for deal, _ in deals]),
            }
        ),
        created=NOW,
    )
    names = ("deal", "stage", "day")
    store.write("steps", pa.table({name: [row[at] for row in steps] for at, name in enumerate(names)}), created=NOW)
    store.write(
        "calls",
        pa.table(
            {
                "deal": [deal for deal, _ in calls],
                "day": [day for _, day in calls],
                "by": ["Ann"] * len(calls),
                "state": ["done"] * len(calls),
            }
        ),
        created=NOW,
    )
    return store


def test_a_journey_of_other_names(run: Run, session: Session) -> None:
    event = {"dataset": "steps", "record": "deal", "instant": "day", "stage": "stage"}
    report = run("journey", kind="journey", events=[event], lost=["closedlost"])
    check_queries(session, report)
    assert report.title == "From appointment to closedwon"
    assert (
        report.verdict[0].text == "Of 90 records that are decided, 56% arrived at closedwon; 10 are still on the way."
    )
    ids = answers(
        session, 'q = load "journey_records"; q = order q by Id asc; q = foreach q generate Id; q = limit q 1;'
    )
    assert ids == [{"Id": "1000"}]


def test_next_contacts_of_other_names(run: Run, session: Session) -> None:
    deals = {
        "what": "deal",
        "dataset": "deals",
        "key": "hs_object_id",
        "name": "dealname",
        "owner": "owner",
        "since": "createdate",
        "open": 'state == "open"',
        "good": 'state == "won"',
        "bad": 'state == "lost"',
        "contact": "deal",
        "amount": "amount",
    }
    calls = {"dataset": "calls", "date": "day", "owner": "by", "done": 'state == "done"', "meeting": "false"}
    report = run("contacts", kind="next_contact", records=[deals], activities=calls)
    check_queries(session, report)
    rows = answers(session, 'q = load "contacts"; q = order q by Id asc; q = foreach q generate Id, DueDay, Reason;')
    assert len(rows) == 10
    # contacted for the last time on day 12, and every fourth day is usual
    assert rows[0]["DueDay"] == STARTED + dt.timedelta(days=16)
    assert rows[0]["Reason"] == "127 days since the last contact; 4 are usual. At stake: 1,009."


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"kind": "satisfaction", "dataset": "deals", "csat": "dealname"}, "no number"),
        (
            {"kind": "journey", "events": [{"dataset": "steps", "record": "deal", "instant": "stage", "called": "x"}]},
            "no date",
        ),
    ],
)
def test_fields_that_do_not_fit_are_refused(run: Run, settings: dict[str, object], message: str) -> None:
    with pytest.raises(ModelError, match=message):
        run("wrong", **settings)
