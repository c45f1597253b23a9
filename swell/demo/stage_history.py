"""Stage history: when each deal entered each stage, and what was expected of it then: its amount and close date."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from saql.record import record
from swell.demo import table
from swell.demo.accounts import Accounts
from swell.demo.draws import DAY_MILLISECONDS, chance, group_starts, place_in_group
from swell.demo.identifiers import identifiers
from swell.demo.line_items import LineItems
from swell.demo.opportunities import STAGES, Opportunities
from swell.demo.settings import Demo
from swell.demo.table import Booleans, DemoTable, Floats, Integers
from swell.demo.users import Users

# Close dates that slip: how many of the deals, and by how much, from what was planned in the beginning.
_SLIPPING = np.array([0.55, 0.5, 0.3])  # open, won, lost
_SLIP_DAYS = 42.0
_TOO_SOON_DAYS = 22.0
_AMOUNT_SPREAD = 0.22


@record(eq=False)
class StageMoves:
    """Each stage that a deal entered, one deal after the other, in the order of time.

    `opportunity` is a position, `stage` and `before` are positions in `STAGES`; `entered` is in days since 1970-01-01
    and `spent` in days. `planned` and `amount` are the close date and the amount as they stood from then on.
    """

    opportunity: Integers
    first: Booleans
    last: Booleans
    stage: Integers
    before: Integers
    entered: Floats
    spent: Floats
    planned: Integers
    amount: Floats

    def pushes(self, opportunities: int) -> Integers:
        """Return how often the close date of each deal was moved to a later month."""
        month = self.planned.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
        pushed = (np.diff(month, prepend=month[:1]) > 0) & ~self.first
        return np.bincount(self.opportunity[pushed], minlength=opportunities).astype(np.int64)


def draw_stage_moves(settings: Demo, opportunities: Opportunities, lines: LineItems) -> StageMoves:
    """Return the history of all deals."""
    random = settings.generator("stage_history")
    passed = opportunities.reached - opportunities.first_stage + 1
    rows = passed + ~opportunities.is_open
    at = np.repeat(np.arange(len(opportunities)), rows)
    place = place_in_group(rows)
    last = place == rows[at] - 1
    stage = np.where(last, opportunities.stage[at], opportunities.first_stage[at] + place)
    entered = _entered(random, settings, opportunities, passed, rows, at)
    # What is left of a deal's way, from 1 at its first stage to 0 at its newest.
    left = 1.0 - place / np.maximum(rows[at] - 1, 1)
    left[last] = 0.0
    guess = np.exp(_AMOUNT_SPREAD * np.sqrt(left) * random.standard_normal(len(at)))
    amount = lines.amounts(opportunities)[at]
    return StageMoves(
        opportunity=at,
        first=place == 0,
        last=last,
        stage=stage,
        before=np.append(0, stage[:-1]),
        entered=entered,
        spent=np.append(entered[1:], 0.0) - entered,
        planned=_planned(settings, opportunities, at, entered, left),
        amount=np.where(last, amount, np.maximum(np.round(amount * guess, -2), 500.0)),
    )


def _planned(settings: Demo, opportunities: Opportunities, at: Integers, entered: Floats, left: Floats) -> Integers:
    """Return the close date that was planned at each move: too soon for deals that slip, too late for some others."""
    random = settings.generator("planned_close")
    count = len(opportunities)
    outcome = np.where(opportunities.is_open, 0, np.where(opportunities.is_won, 1, 2))
    slips = chance(random, _SLIPPING[outcome], count)
    off = np.where(slips, -random.exponential(_SLIP_DAYS, count), random.exponential(_TOO_SOON_DAYS, count))
    days = np.round(opportunities.close[at] + off[at] * left).astype(np.int64)
    return np.where(left > 0, np.maximum(days, entered.astype(np.int64) + 5), opportunities.close[at])


def stage_history_table(
    moves: StageMoves,
    opportunities: Opportunities,
    opportunity_ids: pa.Array,
    accounts: Accounts,
    users: Users,
    unknown: Booleans,
) -> DemoTable:
    """Return the dataset of stage history: one row for each stage that a deal entered; `unknown` amounts are null."""
    at, last = moves.opportunity, moves.last
    columns = (
        table.text("Id", "History ID", identifiers("008", len(at))),
        table.choice("OpportunityId", "Opportunity ID", at, opportunity_ids),
        *accounts.columns(opportunities.account[at]),
        *users.columns(opportunities.owner[at]),
        table.choice("StageName", "To Stage", moves.stage, STAGES),
        table.choice("FromStageName", "From Stage", moves.before, STAGES, moves.first),
        table.number("Amount", "Amount Then", moves.amount, table.MONEY, unknown[at]),
        table.number("DaysInStage", "Days in Stage", np.round(moves.spent, 1), table.TENTHS, last),
        table.flag("IsCurrent", "Current Stage", last),
        table.day("CloseDate", "Close Date Then", moves.planned),
        table.instant("CreatedDate", "Entered", (moves.entered * DAY_MILLISECONDS).astype(np.int64)),
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
