"""Opportunities: how deals come about, how long they take, and how they end."""

from __future__ import annotations

import numpy as np

from saql.record import record
from swell.demo import world
from swell.demo.accounts import Accounts, Dealings
from swell.demo.campaigns import Campaigns
from swell.demo.draws import chance, lognormal, pick, pick_by_row, seasonal_days
from swell.demo.plants import FALLEN_WIN_RATE, first_planted_day
from swell.demo.settings import Demo
from swell.demo.table import Booleans, Floats, Integers
from swell.demo.users import POSTS, Users

STAGES = ("Prospecting", "Qualification", "Needs Analysis", "Proposal", "Negotiation", "Closed Won", "Closed Lost")
NEEDS_ANALYSIS, PROPOSAL, NEGOTIATION, WON, LOST = 2, 3, 4, 5, 6

TYPES = ("Add-On", "New Business", "Renewal", "Upgrade")
ADD_ON, NEW_BUSINESS, RENEWAL, UPGRADE = range(4)
# Of deals with customers; what other companies buy first is new business.
_EXISTING_WEIGHTS = (0.2, 0.28, 0.26, 0.26)
_FIRST_STAGE = np.array([1, 0, 2, 0])
_TYPE_SIZE = np.array([0.35, 1.0, 0.85, 0.6])

_OPEN_SHARE = 0.11
_GROWTH = 0.24
_PRICE_GROWTH = 0.05
_MEDIAN_AMOUNT = np.array([52_000.0, 16_500.0, 4_600.0])
_MEDIAN_CYCLE = np.array([105.0, 58.0, 27.0])
_SOURCE_CYCLE = np.array([1.0, 0.75, 0.9, 1.25, 1.0, 1.1, 1.0, 1.05])
# Logarithms of the odds to win, added up.
_SEGMENT_ODDS = np.array([-1.5, -1.1, -0.8])
_SOURCE_ODDS = np.array([0.0, 0.7, 0.4, -0.35, -0.3, 0.05, 0.1, -0.05])
_EXISTING_ODDS = 0.85
_REPRESENTATIVE_SPREAD = 0.32
# How far lost deals came: the last of the open stages.
_LOST_AFTER = (0.25, 0.27, 0.17, 0.18, 0.13)


@record(eq=False)
class Opportunities:
    """Opportunities as the other objects need them, in the order of creation; days since 1970-01-01.

    `campaign` is -1 where there was none. `first_stage` and `reached` bound the open stages that a deal went through;
    `stage` is where it stands now.
    `target` is about what it is worth, before the line items make it exact.
    """

    account: Integers
    owner: Integers
    source: Integers
    kind: Integers
    campaign: Integers
    created: Integers
    close: Integers
    first_stage: Integers
    reached: Integers
    stage: Integers
    target: Floats

    def __len__(self) -> int:
        return len(self.account)

    @property
    def is_open(self) -> Booleans:
        """Which are neither won nor lost."""
        return np.less(self.stage, WON)

    @property
    def is_won(self) -> Booleans:
        """Which are won."""
        return np.equal(self.stage, WON)

    def dealings(self, accounts: Accounts, today: int) -> Dealings:
        """Return what they say of each account; an account without opportunities has dealt shortly before `today`."""
        count = len(accounts)
        first = np.full(count, today - 60, dtype=np.int64)
        last = np.full(count, today - 700, dtype=np.int64)
        np.minimum.at(first, self.account, self.created)
        np.maximum.at(last, self.account, self.close)
        first_won = np.full(count, today, dtype=np.int64)
        np.minimum.at(first_won, self.account[self.is_won], self.close[self.is_won])
        won = np.bincount(self.account[self.is_won], minlength=count) > 0
        return Dealings(won=won, first_won=first_won, first_created=first, last_day=last)


def draw_opportunities(settings: Demo, accounts: Accounts, users: Users, campaigns: Campaigns) -> Opportunities:
    """Return the opportunities with all that other objects have to agree with."""
    random = settings.generator("opportunities")
    count = settings.count("opportunities")
    account = pick(random, accounts.weight, count)
    segment, existing = accounts.segment[account], accounts.existing[account]
    source = pick(random, world.OPPORTUNITY_SOURCE_WEIGHTS, count)
    owner = _owners(random, accounts, users, account)
    won = chance(random, _win_probability(random, segment, source, owner, existing), count)
    is_open = chance(random, _OPEN_SHARE, count)
    close = _close_days(random, settings, is_open, won)
    cycle = np.maximum(lognormal(random, _MEDIAN_CYCLE[segment] * _SOURCE_CYCLE[source], 0.55), 2.0).astype(np.int64)
    turned = _turned(settings, accounts, account, won & ~is_open, close)
    latest = settings.today_number - 1 - random.integers(0, 21, count)
    created = np.minimum(close - cycle, latest)
    kind = _types(random, existing, account, created, close, won & ~is_open & ~turned)
    first_stage = _FIRST_STAGE[kind]
    reached = _reached(random, settings, is_open, won, created, close, first_stage)
    years = (close - settings.first_day) / 365.25
    target = lognormal(random, _MEDIAN_AMOUNT[segment] * _TYPE_SIZE[kind], 0.62) * (1 + _PRICE_GROWTH) ** years
    stage = np.where(is_open, reached, np.where(won & ~turned, WON, LOST))
    campaign = campaigns.at(random, source, created)
    order = np.lexsort((account, created))
    return Opportunities(
        account=account[order],
        owner=owner[order],
        source=source[order],
        kind=kind[order],
        campaign=campaign[order],
        created=created[order],
        close=close[order],
        first_stage=first_stage[order],
        reached=reached[order],
        stage=stage[order],
        target=target[order],
    )


def _owners(random: np.random.Generator, accounts: Accounts, users: Users, account: Integers) -> Integers:
    """Return the account's owner for most deals, somebody of the same team for the others."""
    owner = accounts.owner[account]
    teams = [
        users.representatives(POSTS[each].region or 0, POSTS[each].segments[0]) if POSTS[each].segments else [each]
        for each in range(len(POSTS))
    ]
    widths = np.array([len(team) for team in teams])
    members = np.zeros((len(POSTS), widths.max()), dtype=np.int64)
    for position, team in enumerate(teams):
        members[position, : len(team)] = team
    other = members[owner, (random.random(len(owner)) * widths[owner]).astype(np.int64)]
    return np.where(chance(random, 0.14, len(owner)), other, owner)


def _win_probability(
    random: np.random.Generator, segment: Integers, source: Integers, owner: Integers, existing: Booleans
) -> Floats:
    skill = random.normal(0.0, _REPRESENTATIVE_SPREAD, len(POSTS))
    odds = _SEGMENT_ODDS[segment] + _SOURCE_ODDS[source] + skill[owner] + _EXISTING_ODDS * existing
    probability: Floats = 1.0 / (1.0 + np.exp(-odds))
    return probability


def _turned(settings: Demo, accounts: Accounts, account: Integers, won: Booleans, close: Integers) -> Booleans:
    """Return which of the deals that would have been won are lost after all, in negotiation."""
    random = settings.generator("fallen_win_rate")
    there = (accounts.industry == world.INDUSTRIES.index(FALLEN_WIN_RATE.industry)) & (
        accounts.region == world.REGIONS.index(FALLEN_WIN_RATE.region)
    )
    since = first_planted_day(settings.today_number)
    would: Booleans = won & there[account] & (close >= since)
    return would & chance(random, FALLEN_WIN_RATE.lost_share, len(account))


def _close_days(random: np.random.Generator, settings: Demo, is_open: Booleans, won: Booleans) -> Integers:
    """Return close dates: wins pile up at the end of quarters, losses less; open deals close in two quarters."""
    first, today, count = settings.first_day, settings.today_number, len(won)
    of_wins = seasonal_days(random, first, today, count, growth=_GROWTH, quarter_end=3.2)
    of_losses = seasonal_days(random, first, today, count, growth=_GROWTH, quarter_end=0.9)
    to_come = seasonal_days(random, today, _end_of_next_quarter(today), count, growth=-0.75, quarter_end=1.5)
    overdue = today - random.integers(1, 30, count)
    planned = np.where(chance(random, 0.05, count), overdue, to_come)
    return np.where(is_open, planned, np.where(won, of_wins, of_losses))


def _end_of_next_quarter(today: int) -> int:
    month = int(np.datetime64(today, "D").astype("datetime64[M]").astype(np.int64))
    return int(np.datetime64((month // 3 + 2) * 3, "M").astype("datetime64[D]").astype(np.int64))


def _types(
    random: np.random.Generator,
    existing: Booleans,
    account: Integers,
    created: Integers,
    close: Integers,
    won: Booleans,
) -> Integers:
    """Return the type of each deal: new business until the account's first sale, then anything."""
    never = np.iinfo(np.int64).max
    first_sale = np.full(int(account.max()) + 1, never)
    np.minimum.at(first_sale, account[won], close[won])
    is_customer = existing | (created > first_sale[account])
    return np.where(is_customer, pick(random, _EXISTING_WEIGHTS, len(account)), NEW_BUSINESS)


def _reached(
    random: np.random.Generator,
    settings: Demo,
    is_open: Booleans,
    won: Booleans,
    created: Integers,
    close: Integers,
    first_stage: Integers,
) -> Integers:
    """Return the last of the open stages that each deal came to."""
    count = len(won)
    age = (settings.today_number - created) / np.maximum(close - created, 1)
    progress = np.clip(age, 0.0, 1.0) ** 1.6 * 4.5 + random.normal(-0.5, 0.8, count)
    now = np.clip(progress, 0, NEGOTIATION).astype(np.int64)
    weights = np.where(np.arange(PROPOSAL + 2) >= first_stage[:, None], np.array(_LOST_AFTER), 0.0)
    lost_after = pick_by_row(random, weights)
    return np.where(is_open, np.maximum(now, first_stage), np.where(won, NEGOTIATION, lost_after))
