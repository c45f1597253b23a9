"""Stage history: when each deal entered each stage, for the last eighteen months, as long as field history is kept."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from swell.demo import table
from swell.demo.accounts import Accounts
from swell.demo.draws import DAY_MILLISECONDS, group_starts, place_in_group
from swell.demo.identifiers import identifiers
from swell.demo.opportunities import STAGES, Opportunities
from swell.demo.settings import Demo
from swell.demo.table import DemoTable, Floats, Integers
from swell.demo.users import Users

_KEPT_DAYS = 548


def stage_history_table(
    settings: Demo, opportunities: Opportunities, opportunity_ids: pa.Array, accounts: Accounts, users: Users
) -> DemoTable:
    """Return the dataset of stage history: one row for each stage that a deal entered."""
    random = settings.generator("stage_history")
    passed = opportunities.reached - opportunities.first_stage + 1
    rows = passed + ~opportunities.is_open
    at = np.repeat(np.arange(len(opportunities)), rows)
    place = place_in_group(rows)
    last = place == rows[at] - 1
    stage = np.where(last, opportunities.stage[at], opportunities.first_stage[at] + place)
    entered = _entered(random, settings, opportunities, passed, rows, at)
    spent = np.append(entered[1:], 0.0) - entered
    before = np.append(0, stage[:-1])
    kept = entered >= settings.today_number - _KEPT_DAYS
    kept_at, first = at[kept], (place == 0)[kept]
    columns = (
        table.text("Id", "History ID", identifiers("008", int(kept.sum()))),
        table.choice("OpportunityId", "Opportunity ID", kept_at, opportunity_ids),
        *accounts.columns(opportunities.account[kept_at]),
        *users.columns(opportunities.owner[kept_at]),
        table.choice("StageName", "To Stage", stage[kept], STAGES),
        table.choice("FromStageName", "From Stage", before[kept], STAGES, first),
        table.number("DaysInStage", "Days in Stage", np.round(spent[kept], 1), table.TENTHS, last[kept]),
        table.flag("IsCurrent", "Current Stage", last[kept]),
        table.instant("CreatedDate", "Entered", (entered[kept] * DAY_MILLISECONDS).astype(np.int64)),
    )
    return table.assemble("stage_history", "Stage History", columns)


def _entered(
    random: np.random.Generator,
    settings: Demo,
    opportunities: Opportunities,
    passed: Integers,
    rows: Integers,
    at: Integers,
) -> Floats:
    """Return when each stage was entered, in days since 1970-01-01.

    A deal's time, from its creation to its close or to today, falls to its open stages at random.
    """
    count = len(opportunities)
    hour = random.uniform(0.35, 0.72, count)
    end = np.where(opportunities.is_open, settings.today_number, opportunities.close + hour)
    created = opportunities.created + random.uniform(0.35, 0.6, count)
    share = random.exponential(1.0, int(passed.sum())) + 0.15
    total = np.add.reduceat(share, group_starts(passed))
    until = np.cumsum(share)
    starts = group_starts(passed)
    offset = until - share - np.repeat((until - share)[starts], passed)
    fraction = offset / np.repeat(total, passed)
    # The row of a close is the one after the deal's open stages, at the end of its time.
    all_fractions = np.ones(len(at))
    all_fractions[place_in_group(rows) < passed[at]] = fraction
    days: Floats = created[at] + all_fractions * np.maximum(end - created, 0.1)[at]
    return days
