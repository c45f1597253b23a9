"""The demo organisation: some twenty thousand invented records that hang together, the same for each seed."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from typing import Any

from connectors.standins.clock import Clock
from connectors.standins.salesforce import demo_objects, demo_words
from connectors.standins.salesforce.world import USER_ID, Row, World

_COUNTS = {"users": 40, "campaigns": 40, "accounts": 1_000, "contacts": 2_500, "leads": 2_000, "opportunities": 2_200}
_COUNTS |= {"cases": 1_800, "tasks": 3_600, "events": 1_000, "members": 1_500}
_YEARS = 2
_ROLES = (
    "Chief Sales Officer",
    "VP Sales North",
    "VP Sales South",
    "Account Executive",
    "Support Lead",
    "Support Agent",
)
_RECORD_TYPES = {"Account": ("Business", "Public"), "Opportunity": ("Licence", "Services")}


def demo_world(seed: int = 1, *, clock: Clock | None = None, scale: float = 1.0) -> World:
    """Return the demo organisation.

    Args:
        seed: another seed gives other records.
        clock: what the time is; records were made in the two years before.
        scale: how many records there are, next to the usual number.
    """
    world = World(clock)
    for each in demo_objects.demo_objects():
        world.add_object(each)
    _Demo(world, random.Random(seed), scale).fill()
    return world


class _Demo:
    """Fills a world, object by object; ids of what was made before are drawn for what refers to it."""

    def __init__(self, world: World, draw: random.Random, scale: float) -> None:
        self._world = world
        self._draw = draw
        self._scale = scale
        self._now = world.now()
        self._ids: dict[str, list[str]] = {}

    def fill(self) -> None:
        self._add_users()
        self._add("Campaign", "campaigns", self._campaign)
        self._add("Account", "accounts", self._account)
        self._add("Contact", "contacts", self._contact)
        self._add("Opportunity", "opportunities", self._opportunity)
        self._add_history()
        self._add("Lead", "leads", self._lead)
        self._add("Case", "cases", self._case)
        self._add("Task", "tasks", self._task)
        self._add("Event", "events", self._event)
        self._add("CampaignMember", "members", self._member)
        self._add_quotas()

    def _add(self, name: str, count: str, make: Callable[[int], Row]) -> None:
        rows = [make(place) for place in range(max(1, round(_COUNTS[count] * self._scale)))]
        self._ids[name] = self._world.insert_many(name, rows)

    def _any(self, name: str) -> str:
        return self._draw.choice(self._ids[name])

    def _chance(self, share: float) -> bool:
        return self._draw.random() < share

    def _made(self, days: float = _YEARS * 365) -> dict[str, Any]:
        """Return the stamps of a record that was made within the last days, and changed since."""
        created = self._now - dt.timedelta(seconds=self._draw.randrange(3_600, int(days * 86_400)))
        changed = created + (self._now - created) * self._draw.random() ** 2
        changed = changed.replace(microsecond=0)
        return {"CreatedDate": created, "LastModifiedDate": changed, "SystemModstamp": changed}

    def _add_users(self) -> None:
        roles: list[str] = []
        for name in _ROLES:
            roles.append(self._world.insert("UserRole", Name=name, ParentRoleId=roles[0] if roles else None))
        rows = []
        for place in range(_COUNTS["users"]):
            person = demo_words.person(self._draw)
            row = {
                "Username": f"user{place}@merrova.example",
                "FirstName": person.given,
                "LastName": person.family,
                "Email": person.email("merrova.example"),
                "Title": person.title,
                "Department": person.department,
                "UserRoleId": self._draw.choice(roles),
                "IsActive": place == 0 or self._chance(0.9),
                "TimeZoneSidKey": "Europe/Berlin",
                **self._made(),
            }
            rows.append({**row, "Id": USER_ID} if place == 0 else {**row, "ManagerId": USER_ID})
        self._ids["User"] = self._world.insert_many("User", rows)
        kinds = [
            ("Account", "Business"),
            ("Account", "Public"),
            ("Opportunity", "Licence"),
            ("Opportunity", "Services"),
        ]
        self._ids["RecordType"] = self._world.insert_many(
            "RecordType",
            [{"Name": name, "DeveloperName": name, "SobjectType": of, "IsActive": True} for of, name in kinds],
        )

        self._ids["Group"] = self._world.insert_many(
            "Group", [{"Name": name, "Type": "Queue"} for name in ("New leads", "Support queue")]
        )

    def _member(self, _: int) -> Row:
        stamps = self._made(120)
        responded = self._chance(0.3)
        who = {"LeadId": self._any("Lead")} if self._chance(0.7) else {"ContactId": self._any("Contact")}
        return {
            "CampaignId": self._any("Campaign"),
            **who,
            "Status": "Responded" if responded else "Sent",
            "HasResponded": responded,
            "FirstRespondedDate": stamps["CreatedDate"].date() if responded else None,
            **stamps,
        }

    def _campaign(self, place: int) -> Row:
        kind = self._draw.choice(demo_objects.CAMPAIGN_TYPES)
        start = (self._now - dt.timedelta(days=self._draw.randrange(_YEARS * 365))).date()
        ended = start + dt.timedelta(days=30) < self._now.date()
        budget = self._draw.randrange(2, 60) * 1_000
        return {
            "Name": f"{kind} {start:%Y-%m} {place}",
            "Type": kind,
            "Status": "Completed" if ended else "In Progress",
            "StartDate": start,
            "EndDate": start + dt.timedelta(days=30),
            "BudgetedCost": budget,
            "ActualCost": round(budget * self._draw.uniform(0.7, 1.2), 2),
            "IsActive": not ended,
            "NumberOfLeads": self._draw.randrange(200),
            "OwnerId": self._any("User"),
            **self._made(),
        }

    def _account(self, _: int) -> Row:
        name = demo_words.company(self._draw)
        segment = self._draw.choices((0, 1, 2), (12, 33, 55))[0]
        employees = round(self._draw.lognormvariate(0, 0.6) * (4_200, 420, 38)[segment]) + 1
        customer = self._chance(0.45)
        made = self._made()
        return {
            "Name": name,
            "Type": "Customer" if customer else "Prospect",
            "RecordTypeId": self._ids["RecordType"][self._chance(0.1)],
            **demo_words.address(self._draw, "Billing"),
            "Phone": demo_words.phone(self._draw),
            "Website": f"https://www.{demo_words.host(name)}",
            "Industry": self._draw.choice(demo_objects.INDUSTRIES) if self._chance(0.95) else None,
            "AnnualRevenue": employees * self._draw.randrange(90, 240) * 1_000,
            "NumberOfEmployees": employees,
            "Description": f'Calls itself "{name}".\nBuys in {self._draw.choice(("spring", "autumn"))}, says so.',
            "OwnerId": self._any("User"),
            "LastActivityDate": made["LastModifiedDate"].date(),
            "Segment__c": demo_objects.SEGMENTS[segment],
            "Systems__c": [each for each in demo_objects.SYSTEMS if self._chance(0.4)],
            "CustomerSince__c": made["CreatedDate"].date() if customer else None,
            "HealthScore__c": round(self._draw.uniform(0, 100), 1) if customer else None,
            "OpenPipeline__c": self._draw.randrange(0, 90) * 1_000,
            **made,
        }

    def _contact(self, _: int) -> Row:
        person = demo_words.person(self._draw)
        return {
            "AccountId": self._any("Account"),
            **self._named(person),
            **demo_words.address(self._draw, "Mailing"),
            "Phone": demo_words.phone(self._draw),
            "Department": person.department,
            "LeadSource": self._draw.choice(demo_objects.SOURCES),
            "Birthdate": dt.date(1955, 1, 1) + dt.timedelta(days=self._draw.randrange(18_000)),
            "HasOptedOutOfEmail": self._chance(0.1),
            "OwnerId": self._any("User"),
            **self._made(),
        }

    def _named(self, person: demo_words.Person) -> Row:
        email = person.email(demo_words.host(demo_words.company(self._draw)))
        return {"FirstName": person.given, "LastName": person.family, "Title": person.title, "Email": email}

    def _opportunity(self, _: int) -> Row:
        stage, probability, forecast = self._draw.choices(demo_objects.STAGES, (9, 9, 10, 7, 38, 27))[0]
        made = self._made()
        close = made["CreatedDate"].date() + dt.timedelta(days=self._draw.randrange(15, 200))
        amount = None if self._chance(0.05) else round(self._draw.lognormvariate(10, 0.9), 2)
        quarter = (close.month - 1) // 3 + 1
        kind = self._draw.choice(("New Business", "Renewal", "Upsell"))
        return {
            "AccountId": self._any("Account"),
            "RecordTypeId": self._ids["RecordType"][2 + self._chance(0.3)],
            "Name": f"{kind} {self._draw.randrange(1_000, 9_999)}",
            "StageName": stage,
            "Amount": amount,
            "Probability": probability,
            "ExpectedRevenue": None if amount is None else round(amount * probability / 100, 2),
            "CloseDate": close,
            "Type": kind,
            "NextStep": self._draw.choice((None, "Send the offer", "Call back", "Meet the buyer")),
            "LeadSource": self._draw.choice(demo_objects.SOURCES),
            "IsClosed": probability in (0, 100),
            "IsWon": probability == 100,
            "ForecastCategory": demo_objects.FORECASTS.get(forecast, forecast),
            "CampaignId": self._any("Campaign") if self._chance(0.3) else None,
            "OwnerId": self._any("User"),
            "ContactId": self._any("Contact"),
            "FiscalQuarter": quarter,
            "FiscalYear": close.year,
            "Fiscal": f"{close.year} {quarter}",
            "DaysOpen__c": (self._now - made["CreatedDate"]).days,
            **made,
        }

    def _add_quotas(self) -> None:
        """Give each owner of opportunities who leads nobody a quota for each month of last year and of this."""
        leads = {row["ManagerId"] for row in self._world.rows("User")}
        owners = sorted({row["OwnerId"] for row in self._world.rows("Opportunity")} - leads)
        months = [dt.date(self._now.year - ago, month, 1) for ago in (1, 0) for month in range(1, 13)]
        each = {"QuotaAmount": 20_000, "IsAmount": True, "IsQuantity": False}
        rows = [{"QuotaOwnerId": owner, "StartDate": month, **each} for owner in owners for month in months]
        self._world.insert_many("ForecastingQuota", rows)

    def _add_history(self) -> None:
        """Give each opportunity the stages that it went through, from its beginning to its last change."""
        names = [name for name, _, _ in demo_objects.STAGES]
        rows = []
        for opportunity in self._world.rows("Opportunity"):
            last = names.index(opportunity["StageName"])
            passed = [*range(min(last, self._draw.randrange(1, 5))), last]
            span = (opportunity["LastModifiedDate"] - opportunity["CreatedDate"]) / len(passed)
            for place, stage in enumerate(passed):
                at = (opportunity["CreatedDate"] + span * place).replace(microsecond=0)
                name, probability, forecast = demo_objects.STAGES[stage]
                amount = opportunity["Amount"]
                rows.append(
                    {
                        "OpportunityId": opportunity["Id"],
                        "StageName": name,
                        "Amount": amount,
                        "ExpectedRevenue": None if amount is None else round(amount * probability / 100, 2),
                        "CloseDate": opportunity["CloseDate"],
                        "Probability": probability,
                        "ForecastCategory": demo_objects.FORECASTS.get(forecast, forecast),
                        "CreatedDate": at,
                        "SystemModstamp": at,
                    }
                )
        self._world.insert_many("OpportunityHistory", rows)

    def _lead(self, _: int) -> Row:
        status = self._draw.choice(demo_objects.LEAD_STATUSES)
        converted = status == demo_objects.LEAD_STATUSES[-1]
        made = self._made()
        return {
            **self._named(demo_words.person(self._draw)),
            "Company": demo_words.company(self._draw),
            "Country": self._draw.choice(("Germany", "Sweden", "Spain", "Canada")),
            "LeadSource": self._draw.choice(demo_objects.SOURCES),
            "Status": status,
            "Industry": self._draw.choice(demo_objects.INDUSTRIES),
            "Rating": self._draw.choice(("Hot", "Warm", "Cold", None)),
            "AnnualRevenue": self._draw.randrange(1, 900) * 100_000,
            "OwnerId": self._any("User"),
            "IsConverted": converted,
            "ConvertedDate": made["LastModifiedDate"].date() if converted else None,
            "ConvertedAccountId": self._any("Account") if converted else None,
            "ConvertedContactId": self._any("Contact") if converted else None,
            "ConvertedOpportunityId": self._any("Opportunity") if converted else None,
            **made,
        }

    def _case(self, place: int) -> Row:
        status = self._draw.choices(demo_objects.CASE_STATUSES, (10, 15, 5, 70))[0]
        reason = self._draw.choice(demo_objects.CASE_REASONS)
        made = self._made()
        return {
            "CaseNumber": f"{place + 1:08d}",
            "ContactId": self._any("Contact"),
            "AccountId": self._any("Account"),
            "Type": self._draw.choice(("Incident", "Request")),
            "Status": status,
            "Reason": reason,
            "Origin": self._draw.choice(demo_objects.CASE_ORIGINS),
            "Subject": f"{reason}: order {self._draw.randrange(10_000, 99_999)}",
            "Priority": self._draw.choice(demo_objects.PRIORITIES),
            "Description": f'They wrote: "{reason} again",\nand ask for a call.',
            "IsClosed": status == "Closed",
            "ClosedDate": made["LastModifiedDate"] if status == "Closed" else None,
            "IsEscalated": status == "Escalated",
            "OwnerId": self._any("User"),
            "CallbackTime__c": dt.time(self._draw.randrange(8, 18), self._draw.choice((0, 15, 30, 45))),
            **made,
        }

    def _task(self, _: int) -> Row:
        status = self._draw.choice(demo_objects.TASK_STATUSES)
        kind = self._draw.choice(("Call", "Email", "Other"))
        made = self._made()
        return {
            "WhoId": self._any(self._draw.choice(("Contact", "Lead"))),
            "WhatId": self._any(self._draw.choice(("Account", "Opportunity", "Case"))),
            "Subject": self._draw.choice(("Call back", "Send the offer", "Check the order")),
            "ActivityDate": made["LastModifiedDate"].date(),
            "Status": status,
            "Priority": self._draw.choice(demo_objects.PRIORITIES),
            "Type": kind,
            "CallDurationInSeconds": self._draw.randrange(20, 1_800) if kind == "Call" else None,
            "IsClosed": status == "Completed",
            "AccountId": self._any("Account"),
            "OwnerId": self._any("User"),
            **made,
        }

    def _event(self, _: int) -> Row:
        minutes = self._draw.choice((15, 30, 60, 90))
        made = self._made()
        start = made["LastModifiedDate"].replace(minute=0, second=0) + dt.timedelta(days=self._draw.randrange(30))
        return {
            "WhoId": self._any(self._draw.choice(("Contact", "Lead"))),
            "WhatId": self._any(self._draw.choice(("Account", "Opportunity"))),
            "Subject": self._draw.choice(("Demo", "Review", "Negotiation", "Lunch")),
            "Location": self._draw.choice((None, "By video", "At theirs")),
            "ActivityDate": start.date(),
            "StartDateTime": start,
            "EndDateTime": start + dt.timedelta(minutes=minutes),
            "DurationInMinutes": minutes,
            "AccountId": self._any("Account"),
            "OwnerId": self._any("User"),
            **made,
        }
