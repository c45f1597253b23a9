"""Leads: those that became an opportunity, and the many that did not."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from saql.record import record
from swell.demo import table, world
from swell.demo.accounts import Accounts
from swell.demo.campaigns import Campaigns
from swell.demo.draws import chance, lognormal, pick, pick_by_row, seasonal_days, working_times
from swell.demo.identifiers import identifiers
from swell.demo.names import companies, full_names, job_columns, mail_addresses, people
from swell.demo.opportunities import NEW_BUSINESS, Opportunities
from swell.demo.plants import LATE_REPRESENTATIVES, first_planted_day
from swell.demo.settings import Demo
from swell.demo.table import Booleans, DemoTable, Floats, Integers
from swell.demo.users import POSTS, Users

_CONVERTED_SHARE = 0.23
_SEGMENT_WEIGHTS = (0.09, 0.29, 0.62)
_STATUSES = ("New", "Working", "Nurturing", "Unqualified", "Qualified")
_QUALIFIED = 4
# Weights of the first four statuses, for leads of the last month and for older ones.
_STATUS_WEIGHTS = np.array([[0.42, 0.38, 0.08, 0.12], [0.03, 0.07, 0.38, 0.52]])
_RATINGS = ("Cold", "Hot", "Warm")
# For leads that came to nothing, and for those that were converted.
_RATING_WEIGHTS = np.array([[0.52, 0.12, 0.36], [0.1, 0.5, 0.4]])
_RECENT_DAYS = 30


@record(eq=False)
class Leads:
    """Leads as other objects need them, in the order of creation.

    `opportunity` and `campaign` are positions, -1 where there is none; `converted` is a day since 1970-01-01.
    """

    created: Integers
    source: Integers
    campaign: Integers
    segment: Integers
    region: Integers
    country: Integers
    industry: Integers
    owner: Integers
    opportunity: Integers
    converted: Integers

    def __len__(self) -> int:
        return len(self.created)

    @property
    def is_converted(self) -> Booleans:
        """Which became an opportunity."""
        return self.opportunity >= 0


def draw_leads(settings: Demo, opportunities: Opportunities, accounts: Accounts, campaigns: Campaigns) -> Leads:
    """Return the leads. Those that were converted carry what their opportunity says."""
    random = settings.generator("leads")
    count = settings.count("leads")
    converted = _converted(random, settings, opportunities, accounts, round(count * _CONVERTED_SHARE))
    others = _others(random, settings, campaigns, count - len(converted))
    order = np.argsort(np.concatenate([converted.created, others.created]), kind="stable")
    names = [each.name for each in fields(Leads)]
    return Leads(*(np.concatenate([getattr(converted, each), getattr(others, each)])[order] for each in names))


def _called_late(settings: Demo, created: Integers, owner: Integers) -> Booleans:
    """Return which leads came to representatives who call back late."""
    late = np.array([post.role == LATE_REPRESENTATIVES.role for post in POSTS])
    return late[owner] & (created >= first_planted_day(settings.today_number))


def _given_up(settings: Demo, leads: Leads) -> Leads:
    """Return the leads that were to be converted, without the conversion of those that heard from us too late."""
    random = settings.generator("late_representatives")
    late = _called_late(settings, leads.created, leads.owner)
    lost = late & chance(random, LATE_REPRESENTATIVES.lost_share, len(leads))
    return replace(
        leads, opportunity=np.where(lost, -1, leads.opportunity), converted=np.where(lost, -1, leads.converted)
    )


def _response_hours(settings: Demo, leads: Leads) -> Floats:
    """Return how long each lead waited to hear from us; those that were called soon are converted more often."""
    random = settings.generator("lead_response")
    median = np.where(leads.is_converted, 3.5, 6.5)
    late = _called_late(settings, leads.created, leads.owner)
    hours = lognormal(random, median * np.where(late, LATE_REPRESENTATIVES.times_longer, 1.0), 0.8)
    longest = np.where(leads.is_converted, 24.0 * (leads.converted - leads.created) - 12.0, np.inf)
    response: Floats = np.clip(np.round(hours, 1), 0.1, longest)
    return response


def _converted(
    random: np.random.Generator, settings: Demo, opportunities: Opportunities, accounts: Accounts, wanted: int
) -> Leads:
    fresh = (opportunities.kind == NEW_BUSINESS) & (opportunities.created >= settings.first_day)
    at = random.permutation(np.flatnonzero(fresh))[:wanted]
    day = opportunities.created[at]
    account = opportunities.account[at]
    leads = Leads(
        created=day - 1 - random.geometric(0.06, len(at)),
        source=opportunities.source[at],
        campaign=opportunities.campaign[at],
        segment=accounts.segment[account],
        region=accounts.region[account],
        country=accounts.country[account],
        industry=accounts.industry[account],
        owner=opportunities.owner[at],
        opportunity=at,
        converted=day,
    )
    return _given_up(settings, leads)


def _others(random: np.random.Generator, settings: Demo, campaigns: Campaigns, count: int) -> Leads:
    created = seasonal_days(random, settings.first_day, settings.today_number, count, growth=0.24)
    source = pick(random, world.LEAD_SOURCE_WEIGHTS, count)
    weights = [world.REGION_WEIGHTS[region] * share for _, region, share in world.COUNTRIES]
    country = pick(random, weights, count)
    region = np.array([region for _, region, _ in world.COUNTRIES], dtype=np.int64)[country]
    sellers = [[at for at, post in enumerate(POSTS) if post.region == each and post.segments] for each in range(5)]
    nobody = np.full(count, -1, dtype=np.int64)
    return Leads(
        created=created,
        source=source,
        campaign=campaigns.at(random, source, created),
        segment=pick(random, _SEGMENT_WEIGHTS, count),
        region=region,
        country=country,
        industry=pick(random, world.INDUSTRY_WEIGHTS, count),
        owner=_anyone(random, sellers, region),
        opportunity=nobody,
        converted=nobody,
    )


def _anyone(random: np.random.Generator, sellers: list[list[int]], region: Integers) -> Integers:
    widths = np.array([len(each) for each in sellers])
    members = np.zeros((len(sellers), widths.max()), dtype=np.int64)
    for place, each in enumerate(sellers):
        members[place, : len(each)] = each
    owner: Integers = members[region, (random.random(len(region)) * widths[region]).astype(np.int64)]
    return owner


def lead_table(
    settings: Demo,
    leads: Leads,
    opportunities: Opportunities,
    opportunity_ids: pa.Array,
    accounts: Accounts,
    users: Users,
    campaigns: Campaigns,
) -> DemoTable:
    """Return the dataset of leads."""
    random = settings.generator("lead_table")
    count = len(leads)
    is_converted = leads.is_converted
    given, family = people(random, count)
    response = _response_hours(settings, leads)
    waits = leads.created + np.ceil(response / 24).astype(np.int64) > settings.today_number
    # A lead that was not converted has an account at position 0 here, which is masked or replaced below.
    account = np.where(is_converted, opportunities.account[leads.opportunity], 0)
    strangers = companies(random, leads.industry, world.TRADES)
    company = pc.if_else(pa.array(is_converted), accounts.names.take(pa.array(account)), strangers)
    recent = (leads.created >= settings.today_number - _RECENT_DAYS).astype(np.int64)
    status = np.where(is_converted, _QUALIFIED, pick_by_row(random, _STATUS_WEIGHTS[1 - recent]))
    score = np.clip(np.round(random.normal(38.0 + 28.0 * is_converted, 16.0)), 1, 100).astype(np.int64)
    rating = pick_by_row(random, _RATING_WEIGHTS[is_converted.astype(np.int64)])
    columns = (
        table.text("Id", "Lead ID", identifiers("00Q", count)),
        table.text("Name", "Full Name", full_names(given, family)),
        table.text("Company", "Company", company),
        *job_columns(random, count),
        table.text("Email", "Email", mail_addresses(given, family)),
        table.choice("LeadSource", "Lead Source", leads.source, world.LEAD_SOURCES, chance(random, 0.02, count)),
        campaigns.column(leads.campaign),
        table.choice("Status", "Status", status, _STATUSES),
        table.choice("Rating", "Rating", rating, _RATINGS, chance(random, 0.18, count)),
        table.choice("Industry", "Industry", leads.industry, world.INDUSTRIES, chance(random, 0.06, count)),
        table.choice("Segment", "Segment", leads.segment, world.SEGMENTS),
        table.choice("Region", "Region", leads.region, world.REGIONS),
        table.choice("Country", "Country", leads.country, world.COUNTRY_NAMES),
        *users.columns(leads.owner),
        table.number("FirstResponseHours", "First Response (Hours)", response, table.TENTHS, waits),
        table.number("Score", "Score", score),
        table.flag("IsConverted", "Converted", is_converted),
        table.choice("ConvertedAccountId", "Converted Account ID", account, accounts.ids, ~is_converted),
        table.choice(
            "ConvertedOpportunityId",
            "Converted Opportunity ID",
            np.maximum(leads.opportunity, 0),
            opportunity_ids,
            ~is_converted,
        ),
        table.number("DaysToConvert", "Days to Convert", leads.converted - leads.created, nulls=~is_converted),
        table.instant("CreatedDate", "Created", working_times(random, leads.created)),
        table.day("ConvertedDate", "Converted On", leads.converted, ~is_converted),
    )
    return table.assemble("leads", "Leads", columns)
