"""All demo datasets from one seed: a believable three years of a company that sells software to companies."""

from __future__ import annotations

from swell.demo.account_health import account_health_table, columns_of_today, draw_health
from swell.demo.accounts import account_table, draw_accounts
from swell.demo.activities import activity_table, draw_activities
from swell.demo.campaigns import campaign_table, draw_campaigns
from swell.demo.cases import case_table, draw_cases
from swell.demo.contacts import contact_table
from swell.demo.departures import draw_departures
from swell.demo.identifiers import identifiers
from swell.demo.leads import draw_leads, lead_table
from swell.demo.line_items import draw_line_items, line_item_table
from swell.demo.opportunities import draw_opportunities
from swell.demo.opportunity_table import opportunity_table
from swell.demo.quotas import quota_table
from swell.demo.settings import Demo
from swell.demo.stage_history import draw_stage_moves, stage_history_table
from swell.demo.table import DemoTable
from swell.demo.users import make_users


def generate(settings: Demo) -> tuple[DemoTable, ...]:
    """Return the twelve demo datasets.

    The drawing comes first, so that what one object says of another is true of it: accounts are customers because
    opportunities were won, amounts are the sums of line items, campaigns count their leads. What an analysis ought to
    find in them is written down in `plants`.

    Args:
        settings: seed, size and last day. Equal settings give equal tables, with the same version of NumPy.

    Returns:
        users, quotas, accounts, account_health, contacts, leads, campaigns, opportunities, stage_history, line_items,
        cases, activities.
    """
    users = make_users(settings)
    campaigns = draw_campaigns(settings)
    accounts = draw_accounts(settings, users)
    opportunities = draw_opportunities(settings, accounts, users, campaigns)
    lines = draw_line_items(settings, opportunities, accounts)
    moves = draw_stage_moves(settings, opportunities, lines)
    leads = draw_leads(settings, opportunities, accounts, campaigns)
    dealings = opportunities.dealings(accounts, settings.today_number)
    departures = draw_departures(settings, accounts, dealings)
    cases = draw_cases(settings, accounts, users, departures)
    activities = draw_activities(settings, opportunities)
    health = draw_health(settings, accounts, opportunities, lines, cases, departures)
    last_activity = activities.last_day(opportunities.account, len(accounts), settings.today_number)
    today = columns_of_today(health[-1], last_activity)
    ids = identifiers("006", len(opportunities))
    return (
        users.table,
        quota_table(settings, users),
        account_table(settings, accounts, users, dealings, departures, today),
        account_health_table(health, accounts, users, departures),
        contact_table(settings, accounts, users, dealings),
        lead_table(settings, leads, opportunities, ids, accounts, users, campaigns),
        campaign_table(settings, campaigns, leads, opportunities, lines.amounts(opportunities)),
        opportunity_table(settings, opportunities, ids, accounts, users, lines, moves, campaigns),
        stage_history_table(moves, opportunities, ids, accounts, users, lines.unknown),
        line_item_table(lines, opportunities, ids, accounts, users),
        case_table(settings, cases, accounts, users),
        activity_table(settings, activities, opportunities, ids, accounts, users),
    )
