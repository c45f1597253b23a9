"""Cases: what customers ask, how soon they are answered, and how content they are."""

from __future__ import annotations

import numpy as np

from saql.record import record
from swell.demo import case_texts, products, table
from swell.demo.accounts import Accounts
from swell.demo.departures import Departures
from swell.demo.draws import DAY_MILLISECONDS, chance, lognormal, pick, pick_by_row, seasonal_days, working_times
from swell.demo.identifiers import identifiers
from swell.demo.plants import LATE_AGENTS, LEAVING_CUSTOMERS, first_planted_day
from swell.demo.settings import Demo
from swell.demo.table import Booleans, Column, DemoTable, Floats, Integers
from swell.demo.users import Users

_PRIORITIES = ("Critical", "High", "Low", "Medium")
_PRIORITY_WEIGHTS = np.array([[0.1, 0.25, 0.2, 0.45], [0.05, 0.18, 0.31, 0.46], [0.03, 0.13, 0.38, 0.46]])
_RESPONSE_HOURS = np.array([0.6, 2.0, 9.0, 4.5])
_RESOLUTION_HOURS = np.array([7.0, 18.0, 62.0, 36.0])
_RESPONSE_TARGETS = np.array([1.0, 4.0, 24.0, 8.0])
_ORIGINS = ("Chat", "Email", "Phone", "Web")
_ORIGIN_WEIGHTS = (0.21, 0.37, 0.19, 0.23)
_ORIGIN_SPEED = np.array([0.5, 1.25, 0.7, 1.1])
_TYPE_WEIGHTS = (0.14, 0.13, 0.41, 0.32)
_STATUSES = ("New", "Working", "Waiting on Customer", "Escalated", "Closed")
_NEW, _ESCALATED, _CLOSED = 0, 3, 4
_OPEN_WEIGHTS = (0.0, 0.56, 0.44)
_TOPICS = ("Access", "Data Quality", "Integration", "Performance", "Reporting", "Upgrade")
_TOPIC_SHARES = np.array([0.2, 0.14, 0.17, 0.22, 0.25, 0.1])
# How content customers are with help on each product family, and how much more with each day that passes.
_FAMILY_CONTENT = np.array([3.75, 4.05, 3.55, 3.9, 4.35, 4.2])
_PROGRESS = 0.35 / 1_095
# For each unit of the logarithm of how many times the time allowed a response took.
_DISLIKE_OF_DELAY = 0.7
_ESCALATION_OF_DELAY = 0.14
_HOUR_MILLISECONDS = DAY_MILLISECONDS // 24


@record(eq=False)
class Cases:
    """Cases as other objects need them, in the order of creation.

    `day` is since 1970-01-01, `created` and `closed` are milliseconds since then; hours are since the creation.
    """

    account: Integers
    day: Integers
    created: Integers
    closed: Integers
    priority: Integers
    origin: Integers
    family: Integers
    agent: Integers
    response: Floats
    resolution: Floats
    is_open: Booleans
    responded: Booleans
    escalated: Booleans
    score: Integers
    no_score: Booleans

    def __len__(self) -> int:
        return len(self.account)


@record(eq=False)
class _Handling:
    agent: Integers
    response: Floats
    resolution: Floats
    is_open: Booleans
    responded: Booleans


def draw_cases(settings: Demo, accounts: Accounts, users: Users, departures: Departures) -> Cases:
    """Return the cases; customers have them, in proportion to their business, and more of them before they leave."""
    random = settings.generator("cases")
    count = settings.count("cases")
    customers = accounts.weight * departures.customer
    account = pick(random, customers if customers.any() else accounts.weight, count)
    day = seasonal_days(random, settings.first_day, settings.today_number, count, growth=0.18)
    account, day = _in_trouble(settings, accounts, departures, account, day)
    created = working_times(random, day)
    priority = pick_by_row(random, _PRIORITY_WEIGHTS[accounts.segment[account]])
    origin = pick(random, _ORIGIN_WEIGHTS, count)
    family = products.FAMILY[pick(random, products.WEIGHTS, count)]
    handling = _handled(random, settings, users, priority, origin, created)
    content = (
        _FAMILY_CONTENT[family]
        + _PROGRESS * (day - settings.first_day)
        - LEAVING_CUSTOMERS.lost_satisfaction * departures.strain(account, day)
    )
    late = np.maximum(np.log(handling.response / _RESPONSE_TARGETS[priority]), 0.0)
    return Cases(
        account=account,
        day=day,
        created=created,
        closed=created + (handling.resolution * _HOUR_MILLISECONDS).astype(np.int64) // 1000 * 1000,
        priority=priority,
        origin=origin,
        family=family,
        agent=handling.agent,
        response=handling.response,
        resolution=handling.resolution,
        is_open=handling.is_open,
        responded=handling.responded,
        escalated=chance(random, np.minimum(0.02 + _ESCALATION_OF_DELAY * late, 0.9), count),
        score=_scores(random, handling, priority, content - _DISLIKE_OF_DELAY * late),
        no_score=handling.is_open | chance(random, 0.42, count),
    )


def _in_trouble(
    settings: Demo, accounts: Accounts, departures: Departures, account: Integers, day: Integers
) -> tuple[Integers, Integers]:
    """Return accounts and days of cases in the order of days, some of them moved into the trouble before a departure.

    No case comes from a customer that has left: these are moved, too.
    """
    random = settings.generator("cases_in_trouble")
    too_late = departures.leaves[account] & (day >= departures.day[account])
    moved = np.flatnonzero(too_late | chance(random, LEAVING_CUSTOMERS.case_share, len(account)))
    weights = departures.depth * accounts.weight
    account, day = account.copy(), day.copy()
    if weights.any():
        account[moved] = pick(random, weights, len(moved))
        last = np.minimum(departures.peak[account[moved]], settings.today_number) - 1
        first = np.maximum(departures.peak - departures.span, settings.first_day)[account[moved]]
        first = np.minimum(first, last)
        day[moved] = first + (np.sqrt(random.random(len(moved))) * (last - first)).astype(np.int64)
    order = np.argsort(day, kind="stable")
    return account[order], day[order]


def case_table(settings: Demo, cases: Cases, accounts: Accounts, users: Users) -> DemoTable:
    """Return the dataset of cases."""
    random = settings.generator("case_table")
    count = len(cases)
    kind = pick(random, _TYPE_WEIGHTS, count)
    working = np.where(cases.escalated, _ESCALATED, pick(random, _OPEN_WEIGHTS, count))
    status = np.where(cases.is_open, np.where(cases.responded, working, _NEW), _CLOSED)
    in_time = cases.response <= _RESPONSE_TARGETS[cases.priority]
    columns = (
        table.text("Id", "Case ID", identifiers("500", count)),
        _subject(random, kind),
        *accounts.columns(cases.account),
        *users.columns(cases.agent),
        table.choice("Status", "Status", status, _STATUSES),
        table.choice("Priority", "Priority", cases.priority, _PRIORITIES),
        table.choice("Origin", "Origin", cases.origin, _ORIGINS),
        table.choice("Type", "Type", kind, case_texts.TYPES, chance(random, 0.03, count)),
        table.choice("Product2.Family", "Product Family", cases.family, products.FAMILIES),
        table.several("Topics", "Topics", random.random((count, len(_TOPICS))) < _TOPIC_SHARES, _TOPICS),
        table.flag("IsClosed", "Closed", ~cases.is_open),
        table.flag("IsEscalated", "Escalated", cases.escalated),
        table.flag("IsResponseInTime", "Response in Time", in_time, ~cases.responded),
        table.number("FirstResponseHours", "First Response (Hours)", cases.response, table.TENTHS, ~cases.responded),
        table.number("ResolutionHours", "Resolution (Hours)", cases.resolution, table.TENTHS, cases.is_open),
        table.number("CSAT", "Satisfaction (1 to 5)", cases.score, "0.0", cases.no_score),
        _comments(random, cases),
        table.instant("CreatedDate", "Created", cases.created),
        table.instant("ClosedDate", "Closed On", cases.closed, cases.is_open),
    )
    return table.assemble("cases", "Cases", columns)


def _handled(
    random: np.random.Generator, settings: Demo, users: Users, priority: Integers, origin: Integers, created: Integers
) -> _Handling:
    count = len(created)
    agent = users.agents[random.integers(0, len(users.agents), count)]
    pace = random.uniform(0.6, 1.7, int(users.agents.max()) + 1)[agent] * _ORIGIN_SPEED[origin]
    is_late = np.isin(agent, users.agents[: LATE_AGENTS.agents]) & (
        created >= first_planted_day(settings.today_number) * DAY_MILLISECONDS
    )
    usual = _RESPONSE_HOURS[priority] * pace * np.where(is_late, LATE_AGENTS.times_longer, 1.0)
    wait: Floats = np.maximum(lognormal(random, usual, 0.7), 0.1)
    response = np.round(wait, 1)
    stuck = np.where(chance(random, 0.06, count), 16.0, 1.0)
    work = lognormal(random, _RESOLUTION_HOURS[priority] * pace * stuck, 0.75)
    resolution: Floats = np.round(response + work, 1)
    elapsed = (settings.today_number * DAY_MILLISECONDS - created) / _HOUR_MILLISECONDS
    return _Handling(agent, response, resolution, is_open=resolution > elapsed, responded=response <= elapsed)


def _scores(random: np.random.Generator, handling: _Handling, priority: Integers, content: Floats) -> Integers:
    """Return the score that each customer gives, 1 to 5: around `content`, less where it took longer than usual."""
    delay = np.log(handling.resolution / _RESOLUTION_HOURS[priority])
    scores: Integers = np.clip(np.round(content - 0.75 * delay + random.normal(0.0, 0.95, len(delay))), 1, 5).astype(
        np.int64
    )
    return scores


def _comments(random: np.random.Generator, cases: Cases) -> Column:
    """Return the comments that go with scores; not all customers write one."""
    turn = random.integers(0, case_texts.COMMENTS_A_SCORE, len(cases))
    comment = (cases.score - 1) * case_texts.COMMENTS_A_SCORE + turn
    silent = cases.no_score | chance(random, 0.35, len(cases))
    return table.choice("Comments", "Customer Comment", comment, case_texts.comments(), silent)


def _subject(random: np.random.Generator, kind: Integers) -> Column:
    texts, places = case_texts.subjects(products.NAMES)
    sizes = np.array([len(each) for each in places])
    starts = np.array([each[0] for each in places])
    return table.choice("Subject", "Subject", starts[kind] + random.integers(0, sizes[kind]), texts)
