"""What people do in the demo organisation while the clock goes on: records come, change and go in every way."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter

from connectors.standins.salesforce import demo_words
from connectors.standins.salesforce.demo_objects import FORECASTS, STAGES
from connectors.standins.salesforce.world import Row, World

_LATE = dt.timedelta(minutes=4)
_SHARES = {
    "moved": 40,
    "new": 20,
    "corrected": 20,
    "recalculated": 8,
    "late": 4,
    "deleted": 4,
    "merged": 2,
    "erased": 2,
}


def change_demo(world: World, seed: int, count: int = 200) -> Counter[str]:
    """Do things to the records of a demo organisation, all at this moment of its clock.

    Args:
        world: the organisation, from `demo_world`.
        seed: another seed does other things.
        count: how many things are done.

    Returns:
        How often each was done: opportunities moved to another stage; leads that are new; contacts corrected; scores
        of accounts recalculated, which moves no stamp; opportunities committed late, with a stamp of minutes ago; leads
        deleted; contacts merged; tasks erased for good.
    """
    draw = random.Random(seed)
    with world.lock:
        done = Counter(draw.choices(list(_SHARES), list(_SHARES.values()), k=count))
        _move(world, draw, done["moved"])
        _add_leads(world, draw, done["new"])
        for contact in _some(world, draw, "Contact", done["corrected"]):
            world.update("Contact", contact["Id"], Title=demo_words.person(draw).title, Phone=demo_words.phone(draw))
        for account in _some(world, draw, "Account", done["recalculated"]):
            world.recalculate("Account", account["Id"], HealthScore__c=round(draw.uniform(0, 100), 1))
        _commit_late(world, draw, done["late"])
        for lead in _some(world, draw, "Lead", done["deleted"]):
            world.delete("Lead", lead["Id"])
        pairs = _some(world, draw, "Contact", 2 * done["merged"])
        for winner, loser in zip(pairs[::2], pairs[1::2], strict=True):
            world.merge("Contact", winner["Id"], loser["Id"])
        world.hard_delete("Task", *[each["Id"] for each in _some(world, draw, "Task", done["erased"])])
    return done


def _some(world: World, draw: random.Random, name: str, count: int) -> list[Row]:
    """Return some live records, each once."""
    return draw.sample(world.rows(name), count) if count else []


def _move(world: World, draw: random.Random, count: int) -> None:
    """Move opportunities to another stage; their history says so."""
    for deal in _some(world, draw, "Opportunity", count):
        stage, probability, forecast = draw.choice([each for each in STAGES if each[0] != deal["StageName"]])
        expected = None if deal["Amount"] is None else round(deal["Amount"] * probability / 100, 2)
        told: Row = {
            "StageName": stage,
            "Probability": probability,
            "ExpectedRevenue": expected,
            "ForecastCategory": FORECASTS.get(forecast, forecast),
        }
        world.update("Opportunity", deal["Id"], IsClosed=probability in (0, 100), IsWon=probability == 100, **told)
        step = {"OpportunityId": deal["Id"], "Amount": deal["Amount"], "CloseDate": deal["CloseDate"], **told}
        world.insert("OpportunityHistory", **step)


def _commit_late(world: World, draw: random.Random, count: int) -> None:
    """Change opportunities with a stamp of minutes ago, later than the one that they have: no stamp goes back."""
    stamp = world.now() - _LATE
    older = [each for each in world.rows("Opportunity") if each["SystemModstamp"] < stamp]
    for deal in draw.sample(older, min(count, len(older))):
        world.update("Opportunity", deal["Id"], NextStep=draw.choice(("Call back", "Wait")), stamp=stamp)


def _add_leads(world: World, draw: random.Random, count: int) -> None:
    rows = []
    for _ in range(count):
        person, company = demo_words.person(draw), demo_words.company(draw)
        rows.append(
            {
                "FirstName": person.given,
                "LastName": person.family,
                "Title": person.title,
                "Company": company,
                "Email": person.email(demo_words.host(company)),
                "Status": "Open - Not Contacted",
                "LeadSource": "Web",
            }
        )
    world.insert_many("Lead", rows)
