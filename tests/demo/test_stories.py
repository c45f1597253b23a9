"""Stories of the demo data name what was planted in it among their first three sentences."""

import datetime as dt

import pytest

from engine.analyses.stories.story import tell
from engine.session import Session
from engine.store import Store
from swell.demo import Demo, DemoTable, generate, plants

TODAY = dt.date(2026, 11, 21)
NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def made() -> dict[str, DemoTable]:
    return {each.name: each for each in generate(Demo(today=TODAY))}


@pytest.fixture(scope="module")
def session(made: dict[str, DemoTable], tmp_path_factory: pytest.TempPathFactory) -> Session:
    store = Store(tmp_path_factory.mktemp("demo"))
    for each in (made["opportunities"], made["cases"], made["leads"]):
        store.write(each.name, each.table, each.fields, label=each.label, created=NOW)
    return Session(store)


def first_three(session: Session, dataset: str, measure: str, where: str | None = None) -> str:
    return "\n".join(each.text for each in tell(session, dataset, measure, now=NOW, where=where).verdict)


def test_the_segment_whose_win_rate_fell(session: Session) -> None:
    told = first_three(session, "opportunities", "share(IsWon)", "'IsClosed' == \"true\"")
    planted = plants.FALLEN_WIN_RATE
    assert f"Industry is {planted.industry} and Region is {planted.region}: the share of Won fell from" in told


def test_a_longer_time_before_makes_it_surer(session: Session) -> None:
    where = "'IsClosed' == \"true\""
    compare = "last quarter against the 12 months before"
    told = tell(session, "opportunities", "share(IsWon)", now=NOW, where=where, compare=compare)
    planted = plants.FALLEN_WIN_RATE
    assert told.verdict[1].text.startswith(f"Industry is {planted.industry} and Region is {planted.region}: ")
    assert told.sections[0].tables[0].rows[0][-1] == "less than 1 in 10,000"


def test_the_representatives_who_call_back_late(session: Session) -> None:
    told = first_three(session, "leads", "share(IsConverted)")
    assert "First Response (Hours) is 1" in told
    assert f"Owner Role is {plants.LATE_REPRESENTATIVES.role}" in told


def test_the_agents_who_respond_late(made: dict[str, DemoTable], session: Session) -> None:
    users = made["users"].table.select(["Role", "Name"]).to_pylist()
    agents = [each["Name"] for each in users if each["Role"] == "Service Agent"]
    late = agents[: plants.LATE_AGENTS.agents]
    report = tell(session, "cases", "avg(FirstResponseHours)", now=NOW)
    told = [*report.verdict, *report.sections[0].statements]
    assert {each for each in late if any(f"Owner is {each}: " in one.text for one in told)} == set(late)
    assert any(f"Owner is {each}: " in one.text for each in late for one in report.verdict)
    assert [each.tone for each in report.verdict] == ["bad", "bad", "bad"]


def test_what_late_answers_did_to_customers(session: Session) -> None:
    for measure in ("avg(CSAT)", "share(IsEscalated)"):
        told = first_three(session, "cases", measure)
        assert "First Response (Hours) is 1" in told or "Response in Time is false" in told
