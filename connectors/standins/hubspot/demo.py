"""A demo world, invented from a seed: a company that sells machines for packaging and looks after them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from connectors.standins.hubspot import demo_names, moments
from connectors.standins.hubspot.demo_activities import add_activities
from connectors.standins.hubspot.demo_pipelines import RENEWALS, SALES, SUPPORT
from connectors.standins.hubspot.links import PRIMARY
from connectors.standins.hubspot.portal import Given, Portal
from connectors.standins.hubspot.settings import Owner, Pipeline, Stage
from connectors.standins.hubspot.standard_properties import instant

_HISTORY = dt.timedelta(days=540)
_INDUSTRIES = ("COMPUTER_SOFTWARE", "MACHINERY", "RETAIL", "HOSPITAL_HEALTH_CARE")
_MACHINES = ("Case Sealer", "Conveyor", "Label Printer", "Pallet Wrapper", "Robot Cell", "Scale", "Tray Former")
_PROBLEMS = (
    "stops after start",
    "needs a spare part",
    "shows a wrong count",
    "invoice is not clear",
    "training wanted",
)
_CATEGORIES = ("PRODUCT_ISSUE", "BILLING_ISSUE", "FEATURE_REQUEST", "GENERAL_INQUIRY")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Company:
    id: str
    name: str
    owner: str
    contacts: tuple[str, ...]
    since: dt.datetime


class _World:
    """Fills one account. `scale` 1 makes about 10,000 records."""

    def __init__(self, portal: Portal, seed: int, scale: float) -> None:
        self.portal = portal
        self.random = Random(seed)
        self.scale = scale
        self.today = portal.clock.now()

    def count(self, usual: int) -> int:
        return max(1, round(usual * self.scale))

    def moment(self, since: dt.datetime | None = None) -> dt.datetime:
        """Return a moment of the past, after another one."""
        since = since or self.today - _HISTORY
        return since + (self.today - since) * self.random.random()

    def owners(self) -> tuple[str, ...]:
        for number in range(1, 13):
            given, family = demo_names.person(self.random)
            self.portal.add_owner(
                Owner(
                    id=str(60_000 + number),
                    email=f"{given}.{family}@packing.example".lower(),
                    first_name=given,
                    last_name=family,
                    team=("New Business", "Renewals", "Service")[number % 3],
                    archived=number > 10,
                )
            )
        return tuple(str(60_000 + number) for number in range(1, 13))

    def settings(self) -> None:
        self.portal.set_pipelines("deals", SALES, RENEWALS)
        self.portal.set_pipelines("tickets", SUPPORT)
        for pipeline in (SALES, RENEWALS):
            for stage in pipeline.stages:
                label = f'Date entered "{stage.label} ({pipeline.label})"'
                self.portal.put_property("deals", instant(_entered(stage), label, calculated=True))
        self.portal.add_label("deals", "contacts", "Decision maker")
        self.portal.add_label("contacts", "companies", "Billing contact")

    def companies(self, owners: Sequence[str]) -> list[_Company]:
        found = []
        for name in demo_names.companies(self.random, self.count(600)):
            city, country = demo_names.place(self.random)
            employees = round(self.random.lognormvariate(4.2, 1.1)) + 1
            values: Given = {
                "name": name,
                "domain": demo_names.domain(name),
                "industry": self.random.choice(_INDUSTRIES) if self.random.random() > 0.05 else None,
                "city": city,
                "country": country,
                "numberofemployees": employees,
                "annualrevenue": round(employees * self.random.uniform(80_000, 220_000), -3),
                "hubspot_owner_id": self.random.choice(owners),
                "lifecyclestage": self.random.choice(("lead", "opportunity", "customer", "customer")),
                "is_public": employees > 500 and self.random.random() < 0.3,
            }
            owner, since = str(values["hubspot_owner_id"]), self.moment()
            key = self.portal.create("companies", values, at=since)
            contacts = tuple(self.contact(key, name, owner, since) for _ in range(self.team_size()))
            found.append(_Company(id=key, name=name, owner=owner, contacts=contacts, since=since))
        return found

    def team_size(self) -> int:
        return self.random.choices((1, 2, 3, 5, 9, 20), (20, 25, 20, 20, 12, 3))[0]

    def contact(self, company: str, name: str, owner: str, since: dt.datetime) -> str:
        given, family = demo_names.person(self.random)
        key = self.portal.create(
            "contacts",
            {
                "firstname": given,
                "lastname": family,
                "email": f"{given}.{family}.{self.random.randrange(10_000)}@{demo_names.domain(name)}".lower(),
                "jobtitle": demo_names.title(self.random),
                "lifecyclestage": self.random.choice(("lead", "marketingqualifiedlead", "opportunity", "customer")),
                "hs_lead_status": self.random.choice(("NEW", "OPEN", "CONNECTED", None)),
                "hs_email_optout": self.random.random() < 0.08,
                "hubspot_owner_id": owner,
                "associatedcompanyid": company,
            },
            at=self.moment(since),
        )
        self.portal.associate("contacts", key, "companies", company, PRIMARY)
        if self.random.random() < 0.15:
            self.portal.associate("contacts", key, "companies", company, "Billing contact")
        return key

    def products(self) -> list[str]:
        made = []
        for number, name in enumerate(_MACHINES, 1):
            for size, price in (("S", 9_500), ("M", 24_000), ("L", 61_000)):
                values: Given = {
                    "name": f"{name} {size}",
                    "hs_sku": f"PK-{number:02d}{size}",
                    "price": price * number / 4,
                }
                made.append(self.portal.create("products", values, at=self.moment()))
        return made

    def deal(self, company: _Company, products: Sequence[str]) -> str:
        random, portal = self.random, self.portal
        pipeline = SALES if random.random() < 0.72 else RENEWALS
        began = self.moment(company.since)
        reached, entered = self.stages(pipeline, began)
        stage, last = pipeline.stages[reached], max(entered.values())
        closing = last if stage.closed else self.today + dt.timedelta(days=random.randrange(3, 120))
        new = pipeline is SALES
        key = portal.create(
            "deals",
            {
                "dealname": f"{company.name}: {random.choice(_MACHINES)}{'' if new else ' service'}",
                "pipeline": pipeline.id,
                "dealtype": "newbusiness" if new else "existingbusiness",
                "hubspot_owner_id": company.owner,
                "hs_priority": random.choice(("low", "medium", "high", None)),
            },
            at=began,
        )
        portal.associate("deals", key, "companies", company.id, PRIMARY)
        for place, contact in enumerate(company.contacts[: random.randrange(1, 4)]):
            portal.associate("deals", key, "contacts", contact, "Decision maker" if place == 0 else None)
        amount = self.line_items(key, products, began) if new else float(round(random.lognormvariate(8.6, 0.6), -1))
        portal.update(
            "deals",
            key,
            {
                "amount": amount,
                "dealstage": stage.id,
                "closedate": _text(closing),
                "hs_deal_stage_probability": stage.probability,
                "hs_is_closed": stage.closed,
                "hs_is_closed_won": stage.probability == 1.0,
                "days_to_close": (closing - began).days,
                **{_entered(pipeline.stages[place]): _text(at) for place, at in entered.items()},
            },
            at=last,
        )
        return key

    def stages(self, pipeline: Pipeline, began: dt.datetime) -> tuple[int, dict[int, dt.datetime]]:
        """Return the stage that a deal has reached, and when it entered each that it went through."""
        at, place, entered = began, 0, {0: began}
        open_stages = sum(not stage.closed for stage in pipeline.stages)
        while place < open_stages:
            at += dt.timedelta(days=self.random.expovariate(1 / 18), seconds=self.random.randrange(86_400))
            if at >= self.today:
                break
            lost = self.random.random() < 0.16
            place = open_stages + 1 if lost else place + 1
            entered[place] = at
        return place, entered

    def line_items(self, deal: str, products: Sequence[str], at: dt.datetime) -> float:
        """Add the lines of a deal and return what they come to."""
        total = 0.0
        for product in self.random.sample(products, self.random.choice((1, 1, 1, 2))):
            quantity = self.random.choice((1, 1, 2, 4))
            known = self.portal.tables["products"].live.get(product)
            values = known.values if known else {}
            price = float(values.get("price") or 0)
            line: Given = {
                "name": values.get("name"),
                "hs_product_id": product,
                "quantity": quantity,
                "price": price,
                "amount": price * quantity,
            }
            key = self.portal.create("line_items", line, at=at)
            self.portal.associate("deals", deal, "line_items", key)
            total += price * quantity
        return total

    def ticket(self, company: _Company) -> str:
        random, portal, began = self.random, self.portal, self.moment(company.since)
        took = dt.timedelta(hours=random.expovariate(1 / 40) + 0.2)
        closed = began + took < self.today
        key = portal.create(
            "tickets",
            {
                "subject": f"{random.choice(_MACHINES)} {random.choice(_PROBLEMS)}",
                "content": f"From {company.name}.\nPlease call back.",
                "hs_pipeline": SUPPORT.id,
                "hs_pipeline_stage": "4" if closed else random.choice(("1", "2", "3")),
                "hs_ticket_priority": random.choice(("LOW", "MEDIUM", "HIGH", "URGENT")),
                "hs_ticket_category": ";".join(random.sample(_CATEGORIES, random.choice((1, 1, 1, 2)))),
                "source_type": random.choice(("CHAT", "EMAIL", "FORM", "PHONE")),
                "hubspot_owner_id": company.owner,
                "closed_date": _text(began + took) if closed else None,
                "time_to_close": round(took.total_seconds() * 1_000) if closed else None,
            },
            at=began,
        )
        portal.associate("tickets", key, "companies", company.id, PRIMARY)
        portal.associate("tickets", key, "contacts", random.choice(company.contacts))
        return key

    def contract(self, company: _Company) -> None:
        values: Given = {
            "contract_name": f"{company.name} service",
            "plan": self.random.choice(("basic", "plus", "complete")),
            "add_ons": ";".join(self.random.sample(("training", "on_site", "reports"), self.random.randrange(3))),
            "start_day": f"{self.moment(company.since):%Y-%m-%d}",
            "seats": self.random.randrange(1, 40),
        }
        key = self.portal.create("service_contracts", values, at=self.moment(company.since))
        self.portal.associate("service_contracts", key, "companies", company.id)


def fill(portal: Portal, *, seed: int = 1, scale: float = 1.0) -> None:
    """Fill an account with the demo world.

    Args:
        portal: an account without records.
        seed: which world it is; the same seed and clock give the same.
        scale: how large it is; 1 makes about 10,000 records.
    """
    world = _World(portal, seed, scale)
    with portal.lock:
        world.settings()
        companies = world.companies(world.owners())
        products = world.products()
        deals = [(world.deal(each, products), each) for each in world.random.choices(companies, k=world.count(1_500))]
        for company in world.random.choices(companies, k=world.count(1_100)):
            world.ticket(company)
        for company in world.random.sample(companies, world.count(140)):
            world.contract(company)
        chosen = world.random.choices(deals, k=world.count(3_000))
        add_activities(
            portal,
            world.random,
            [(deal, each.id, each.contacts[0], each.owner, world.moment(each.since)) for deal, each in chosen],
        )
        _tidy_up(world, companies)


def _tidy_up(world: _World, companies: Sequence[_Company]) -> None:
    """Merge and archive some contacts, as people do."""
    for company in companies:
        if len(company.contacts) >= 9:
            world.portal.merge("contacts", company.contacts[1], company.contacts[2])
            world.portal.archive("contacts", company.contacts[3])


def _entered(stage: Stage) -> str:
    return f"hs_v2_date_entered_{stage.id}"


def _text(at: dt.datetime) -> str:
    return moments.text(moments.milliseconds(at))
