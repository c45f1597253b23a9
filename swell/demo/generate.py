"""All demo datasets from one seed: a believable three years of a company that sells software to companies."""

from __future__ import annotations

from swell.demo.accounts import account_table, draw_accounts
from swell.demo.activities import activity_table
from swell.demo.campaigns import campaign_table, draw_campaigns
from swell.demo.cases import case_table
from swell.demo.contacts import contact_table
from swell.demo.identifiers import identifiers
from swell.demo.leads import draw_leads, lead_table
from swell.demo.line_items import draw_line_items, line_item_table
from swell.demo.opportunities import draw_opportunities
from swell.demo.opportunity_table import opportunity_table
from swell.demo.settings import Demo
from swell.demo.stage_history import stage_history_table
from swell.demo.table import DemoTable
from swell.demo.users import make_users


def generate(settings: Demo) -> tuple[DemoTable, ...]:
    """Return the ten demo datasets.

    The drawing comes first, so that what one object says of another is true of it: accounts are customers because
    opportunities were won, amounts are the sums of line items, campaigns count their leads.

    Args:
        settings: seed, size and last day. Equal settings give equal tables, with the same version of NumPy.

    Returns:
        users, accounts, contacts, leads, campaigns, opportunities, stage_history, line_items, cases, activities.
    """
    users = make_users(settings)
    campaigns = draw_campaigns(settings)
    accounts = draw_accounts(settings, users)
    opportunities = draw_opportunities(settings, accounts, users, campaigns)
    lines = draw_line_items(settings, opportunities, accounts)
    leads = draw_leads(settings, opportunities, accounts, campaigns)
    dealings = opportunities.dealings(accounts, settings.today_number)
    ids = identifiers("006", len(opportunities))
    return (
        users.table,
        account_table(settings, accounts, users, dealings),
        contact_table(settings, accounts, users, dealings),
        lead_table(settings, leads, opportunities, ids, accounts, users, campaigns),
        campaign_table(settings, campaigns, leads, opportunities, lines.amounts(opportunities)),
        opportunity_table(settings, opportunities, ids, accounts, users, lines, campaigns),
        stage_history_table(settings, opportunities, ids, accounts, users),
        line_item_table(lines, opportunities, ids, accounts, users),
        case_table(settings, accounts, users, dealings),
        activity_table(settings, opportunities, ids, accounts, users),
    )
