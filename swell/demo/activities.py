"""Activities: calls, mails, meetings and demos around the deals of the last twelve months, older ones are archived."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from saql.record import record
from swell.demo import table
from swell.demo.accounts import Accounts
from swell.demo.draws import chance, lognormal, pick, working_times
from swell.demo.identifiers import identifiers
from swell.demo.opportunities import STAGES, Opportunities
from swell.demo.settings import Demo
from swell.demo.table import Booleans, DemoTable, Floats, Integers
from swell.demo.users import Users

_KEPT_DAYS, _PLANNED_DAYS = 365, 21
_KINDS = ("Call", "Demo", "Email", "Meeting")
_CALL, _DEMO, _EMAIL, _MEETING = range(4)
_KIND_WEIGHTS = (0.33, 0.08, 0.39, 0.2)
_IS_EVENT = np.array([False, True, False, True])
_MINUTES = np.array([11.0, 48.0, 1.0, 42.0])
_SUBJECTS = (
    "Contract Terms",
    "First Contact",
    "Follow-up",
    "Next Steps",
    "Pricing",
    "Project Plan",
    "Requirements",
    "Security",
)
_RESULTS = ("Left Message", "No Answer", "Reached")
_RESULT_WEIGHTS = (0.22, 0.29, 0.49)
_STATUSES = ("Completed", "In Progress", "Not Started")
_PRIORITIES = ("High", "Low", "Normal")
_WEEKDAY_OF_DAY_0 = 3


@record(eq=False)
class Activities:
    """Which deal each activity is about, and its day since 1970-01-01, in the order of days."""

    opportunity: Integers
    day: Integers

    def last_day(self, account: Integers, accounts: int, today: int) -> Integers:
        """Return the day of the last activity with each account until `today`, -1 where there is none.

        Args:
            account: the account of each opportunity.
            accounts: how many there are.
            today: the last day that counts.
        """
        last = np.full(accounts, -1, dtype=np.int64)
        done = self.day <= today
        np.maximum.at(last, account[self.opportunity[done]], self.day[done])
        return last


def draw_activities(settings: Demo, opportunities: Opportunities) -> Activities:
    """Return the deal and the working day of each activity, in the order of days."""
    random = settings.generator("activities")
    count = settings.count("activities")
    today = settings.today_number
    start = np.maximum(opportunities.created, today - _KEPT_DAYS)
    end = np.where(opportunities.is_open, today + _PLANNED_DAYS, np.minimum(opportunities.close, today))
    days = np.maximum(end - start, 0).astype(np.float64)
    # Deals that go further and take longer see more of us, though not in proportion.
    interest: Floats = np.sqrt(days) * (1.0 + opportunities.reached)
    at = pick(random, interest, count)
    day = start[at] + (random.random(count) * days[at]).astype(np.int64)
    weekday = (day + _WEEKDAY_OF_DAY_0) % 7
    day = np.maximum(day - np.maximum(weekday - 4, 0), opportunities.created[at])
    order = np.argsort(day, kind="stable")
    return Activities(at[order], day[order])


def activity_table(
    settings: Demo,
    activities: Activities,
    opportunities: Opportunities,
    opportunity_ids: pa.Array,
    accounts: Accounts,
    users: Users,
) -> DemoTable:
    """Return the dataset of tasks and events."""
    random = settings.generator("activity_table")
    today = settings.today_number
    at, day = activities.opportunity, activities.day
    count = len(at)
    ahead = day > today
    kind = pick(random, _KIND_WEIGHTS, count)
    is_call = kind == _CALL
    status = np.where(ahead, 2, np.where(chance(random, 0.04, count), 1, 0))
    minutes = np.maximum(np.round(lognormal(random, _MINUTES[kind], 0.4)), 2.0).astype(np.int64)
    account = opportunities.account[at]
    columns = (
        table.text("Id", "Activity ID", _ids(_IS_EVENT[kind])),
        table.choice("ActivityType", "Activity Type", _IS_EVENT[kind].astype(np.int64), ("Task", "Event")),
        table.choice("Type", "Type", kind, _KINDS),
        table.choice("Subject", "Subject", random.integers(0, len(_SUBJECTS), count), _SUBJECTS),
        table.choice("WhatId", "Opportunity ID", at, opportunity_ids),
        table.choice("Opportunity.StageName", "Stage", opportunities.stage[at], STAGES),
        *accounts.columns(account),
        *users.columns(opportunities.owner[at]),
        table.choice("Status", "Status", status, _STATUSES),
        table.choice("Priority", "Priority", pick(random, (0.14, 0.1, 0.76), count), _PRIORITIES),
        table.choice(
            "CallDisposition", "Call Result", pick(random, _RESULT_WEIGHTS, count), _RESULTS, ~is_call | ahead
        ),
        table.flag("IsClosed", "Closed", status == 0),
        table.number("DurationInMinutes", "Duration (Minutes)", minutes, nulls=(kind == _EMAIL) | (is_call & ahead)),
        table.day("ActivityDate", "Date", day),
        table.instant("CreatedDate", "Created", _recorded(random, day, opportunities.created[at], today)),
    )
    return table.assemble("activities", "Activities", columns)


def _recorded(random: np.random.Generator, day: Integers, deal_created: Integers, today: int) -> Integers:
    """Return when each activity was entered: up to two weeks before its day, in the life of its deal."""
    entered = np.minimum(day - random.integers(0, 14, len(day)), today - 1)
    return working_times(random, np.maximum(entered, deal_created))


def _ids(is_event: Booleans) -> pa.Array:
    tasks, events = identifiers("00T", len(is_event)), identifiers("00U", len(is_event))
    return pa.array(np.where(is_event, events.to_numpy(zero_copy_only=False), tasks.to_numpy(zero_copy_only=False)))
