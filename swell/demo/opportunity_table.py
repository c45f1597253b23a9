"""The dataset of opportunities: each with what analysts ask of its account and its owner."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from swell.demo import table, world
from swell.demo.accounts import Accounts
from swell.demo.campaigns import Campaigns
from swell.demo.draws import chance, pick, working_times
from swell.demo.line_items import LineItems
from swell.demo.opportunities import LOST, STAGES, TYPES, Opportunities
from swell.demo.settings import Demo
from swell.demo.stage_history import StageMoves
from swell.demo.table import Booleans, DemoTable, Integers
from swell.demo.users import Users

_PROBABILITY = np.array([10, 20, 40, 60, 80, 100, 0])
_FORECAST = ("Pipeline", "Best Case", "Commit", "Closed", "Omitted")
_FORECAST_OF_STAGE = np.array([0, 0, 0, 1, 2, 3, 4])
_COMPETITORS = ("Brunnfeld", "Kestrova", "Ondalux", "Palanthe", "Sivantor", "Tarrowby")
_COMPETITOR_SHARES = np.array([0.2, 0.3, 0.14, 0.22, 0.1, 0.07])
_LOSS_REASONS = ("Competitor", "No Budget", "No Decision", "Price", "Product Fit", "Timing")
_LOSS_WEIGHTS = (0.24, 0.17, 0.22, 0.18, 0.1, 0.09)


def opportunity_table(
    settings: Demo,
    opportunities: Opportunities,
    ids: pa.Array,
    accounts: Accounts,
    users: Users,
    lines: LineItems,
    moves: StageMoves,
    campaigns: Campaigns,
) -> DemoTable:
    """Return the dataset of opportunities."""
    random = settings.generator("opportunity_table")
    count = len(opportunities)
    stage, account = opportunities.stage, opportunities.account
    amount = lines.amounts(opportunities)
    probability = _PROBABILITY[stage]
    last = np.where(opportunities.is_open, settings.today_number, opportunities.close)
    columns = (
        table.text("Id", "Opportunity ID", ids),
        table.text("Name", "Opportunity", _names(accounts, opportunities, lines)),
        *accounts.columns(account),
        *users.columns(opportunities.owner),
        *users.role_columns(opportunities.owner),
        table.choice("StageName", "Stage", stage, STAGES),
        table.choice("ForecastCategory", "Forecast Category", _FORECAST_OF_STAGE[stage], _FORECAST),
        table.flag("IsClosed", "Closed", ~opportunities.is_open),
        table.flag("IsWon", "Won", opportunities.is_won),
        table.choice("Type", "Type", opportunities.kind, TYPES),
        table.choice(
            "LeadSource", "Lead Source", opportunities.source, world.LEAD_SOURCES, chance(random, 0.02, count)
        ),
        campaigns.column(opportunities.campaign),
        table.choice(
            "LossReason", "Loss Reason", pick(random, _LOSS_WEIGHTS, count), _LOSS_REASONS, _kept_silent(random, stage)
        ),
        table.several("Competitors", "Competitors", _competitors(random, count), _COMPETITORS),
        table.number("Amount", "Amount", amount, table.MONEY, lines.unknown),
        table.number("Probability", "Probability (%)", probability),
        table.number("ExpectedRevenue", "Expected Revenue", amount * probability / 100, table.MONEY, lines.unknown),
        table.number("Age", "Age (Days)", last - opportunities.created),
        table.number("PushCount", "Times Pushed", moves.pushes(count)),
        table.day("CloseDate", "Close Date", opportunities.close),
        table.instant("CreatedDate", "Created", working_times(random, opportunities.created)),
    )
    return table.assemble("opportunities", "Opportunities", columns)


def _names(accounts: Accounts, opportunities: Opportunities, lines: LineItems) -> pa.Array:
    """Return names such as "Lumorahart Foods - Analytics Renewal"."""
    kinds = pa.array(TYPES).take(pa.array(opportunities.kind))
    company = accounts.names.take(pa.array(opportunities.account))
    deal = pc.binary_join_element_wise(lines.leading_family(), kinds, " ")
    return pc.binary_join_element_wise(company, deal, " - ")


def _kept_silent(random: np.random.Generator, stage: Integers) -> Booleans:
    """Return which deals have no loss reason: those that are not lost, and a few that nobody cared to explain."""
    return np.not_equal(stage, LOST) | chance(random, 0.12, len(stage))


def _competitors(random: np.random.Generator, count: int) -> Booleans:
    """Return who was met in each deal; a third of the deals have nobody named."""
    met = random.random((count, len(_COMPETITORS))) < _COMPETITOR_SHARES
    met[chance(random, 0.15, count)] = False
    return met
