"""Contacts: the people at the accounts."""

from __future__ import annotations

import numpy as np

from swell.demo import table, world
from swell.demo.accounts import Accounts, Dealings
from swell.demo.draws import chance, pick, working_times
from swell.demo.identifiers import identifiers
from swell.demo.names import full_names, job_columns, mail_addresses, people
from swell.demo.settings import Demo
from swell.demo.table import DemoTable
from swell.demo.users import Users


def contact_table(settings: Demo, accounts: Accounts, users: Users, dealings: Dealings) -> DemoTable:
    """Return the dataset of contacts: one for each account, more for those with more business."""
    random = settings.generator("contacts")
    count = settings.count("contacts")
    everyone = np.arange(min(len(accounts), count))
    account = np.concatenate([everyone, pick(random, accounts.weight, count - len(everyone))])
    given, family = people(random, count)
    first = dealings.first_created[account]
    age = np.maximum(settings.today_number - first, 2)
    created = first + (random.random(count) ** 2 * (age - 1)).astype(np.int64)
    columns = (
        table.text("Id", "Contact ID", identifiers("003", count)),
        table.text("Name", "Full Name", full_names(given, family)),
        table.text("Email", "Email", mail_addresses(given, family)),
        *job_columns(random, count),
        *accounts.columns(account),
        *users.columns(accounts.owner[account]),
        table.choice(
            "LeadSource",
            "Lead Source",
            pick(random, world.OPPORTUNITY_SOURCE_WEIGHTS, count),
            world.LEAD_SOURCES,
            chance(random, 0.25, count),
        ),
        table.flag("HasOptedOutOfEmail", "Email Opt Out", chance(random, 0.07, count)),
        table.instant("CreatedDate", "Created", working_times(random, created)),
    )
    return table.assemble("contacts", "Contacts", columns)
