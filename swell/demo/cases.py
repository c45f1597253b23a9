"""Cases: what customers ask, how soon they are answered, and how content they are."""

from __future__ import annotations

import numpy as np

from saql.record import record
from swell.demo import case_texts, products, table
from swell.demo.accounts import Accounts, Dealings
from swell.demo.draws import DAY_MILLISECONDS, chance, lognormal, pick, pick_by_row, seasonal_days, working_times
from swell.demo.identifiers import identifiers
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
_NEW, _CLOSED = 0, 4
_OPEN_WEIGHTS = (0.0, 0.46, 0.36, 0.18)
_TOPICS = ("Access", "Data Quality", "Integration", "Performance", "Reporting", "Upgrade")
_TOPIC_SHARES = np.array([0.2, 0.14, 0.17, 0.22, 0.25, 0.1])
# How content customers are with help on each product family, and how much more with each day that passes.
_FAMILY_CONTENT = np.array([3.75, 4.05, 3.55, 3.9, 4.35, 4.2])
_PROGRESS = 0.35 / 1_095
_HOUR_MILLISECONDS = DAY_MILLISECONDS // 24


@record(eq=False)
class _Handling:
    """How each case went; hours since its creation."""

    agent: Integers
    response: Floats
    resolution: Floats
    is_open: Booleans
    responded: Booleans


def case_table(settings: Demo, accounts: Accounts, users: Users, dealings: Dealings) -> DemoTable:
    """Return the dataset of cases; customers have them, in proportion to their business."""
    random = settings.generator("cases")
    count = settings.count("cases")
    customers = accounts.weight * (accounts.existing | dealings.won)
    account = pick(random, customers if customers.any() else accounts.weight, count)
    days = np.sort(seasonal_days(random, settings.first_day, settings.today_number, count, growth=0.18))
    created = working_times(random, days)
    priority = pick_by_row(random, _PRIORITY_WEIGHTS[accounts.segment[account]])
    origin = pick(random, _ORIGIN_WEIGHTS, count)
    kind = pick(random, _TYPE_WEIGHTS, count)
    product = pick(random, products.WEIGHTS, count)
    family = products.FAMILY[product]
    handling = _handled(random, settings, users, priority, origin, created)
    is_open, responded = handling.is_open, handling.responded
    status = np.where(is_open, np.where(responded, pick(random, _OPEN_WEIGHTS, count), _NEW), _CLOSED)
    closed = created + (handling.resolution * _HOUR_MILLISECONDS).astype(np.int64) // 1000 * 1000
    score = _scores(random, handling, priority, _FAMILY_CONTENT[family] + _PROGRESS * (days - settings.first_day))
    columns = (
        table.text("Id", "Case ID", identifiers("500", count)),
        _subject(random, kind),
        *accounts.columns(account),
        *users.columns(handling.agent),
        table.choice("Status", "Status", status, _STATUSES),
        table.choice("Priority", "Priority", priority, _PRIORITIES),
        table.choice("Origin", "Origin", origin, _ORIGINS),
        table.choice("Type", "Type", kind, case_texts.TYPES, chance(random, 0.03, count)),
        table.choice("Product2.Family", "Product Family", family, products.FAMILIES),
        table.several("Topics", "Topics", random.random((count, len(_TOPICS))) < _TOPIC_SHARES, _TOPICS),
        table.flag("IsClosed", "Closed", ~is_open),
        table.flag("IsEscalated", "Escalated", (status == 3) | chance(random, 0.03, count)),
        table.flag(
            "IsResponseInTime", "Response in Time", handling.response <= _RESPONSE_TARGETS[priority], ~responded
        ),
        table.number("FirstResponseHours", "First Response (Hours)", handling.response, table.TENTHS, ~responded),
        table.number("ResolutionHours", "Resolution (Hours)", handling.resolution, table.TENTHS, is_open),
        *_satisfaction(random, score, is_open),
        table.instant("CreatedDate", "Created", created),
        table.instant("ClosedDate", "Closed On", closed, is_open),
    )
    return table.assemble("cases", "Cases", columns)


def _handled(
    random: np.random.Generator, settings: Demo, users: Users, priority: Integers, origin: Integers, created: Integers
) -> _Handling:
    count = len(created)
    agent = users.agents[random.integers(0, len(users.agents), count)]
    pace = random.uniform(0.6, 1.7, int(users.agents.max()) + 1)[agent] * _ORIGIN_SPEED[origin]
    wait: Floats = np.maximum(lognormal(random, _RESPONSE_HOURS[priority] * pace, 0.7), 0.1)
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


def _satisfaction(random: np.random.Generator, score: Integers, is_open: Booleans) -> tuple[Column, Column]:
    """Return scores and comments; of closed cases not all have a score, and of these not all a comment."""
    count = len(score)
    no_score = is_open | chance(random, 0.42, count)
    comment = (score - 1) * case_texts.COMMENTS_A_SCORE + random.integers(0, case_texts.COMMENTS_A_SCORE, count)
    silent = no_score | chance(random, 0.35, count)
    return (
        table.number("CSAT", "Satisfaction (1 to 5)", score, "0.0", no_score),
        table.choice("Comments", "Customer Comment", comment, case_texts.comments(), silent),
    )


def _subject(random: np.random.Generator, kind: Integers) -> Column:
    texts, places = case_texts.subjects(products.NAMES)
    sizes = np.array([len(each) for each in places])
    starts = np.array([each[0] for each in places])
    return table.choice("Subject", "Subject", starts[kind] + random.integers(0, sizes[kind]), texts)
