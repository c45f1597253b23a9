"""The objects that HubSpot has, as data: how they are called, which field says when they changed, what they link to.

Scopes and associations: developers.hubspot.com, "Scopes" and "Associations", 2026.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

KEY = "hs_object_id"
MERGED_IDS = "hs_merged_object_ids"
"""The property of a record that says which others were merged into it."""

CORE = ("contacts", "companies", "deals", "tickets")
"""What nearly all objects can be linked to."""

STANDARD_IDS: Mapping[str, str] = MappingProxyType(
    {"0-1": "contacts", "0-2": "companies", "0-3": "deals", "0-5": "tickets"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CrmObject:
    """An object with properties.

    Args:
        type: what addresses have: its name, or the objectTypeId of a custom one.
        label: what people call them all.
        one: one of them, in names of fields such as `associated_company_ids`.
        cursor: the property that moves when a record changes.
        name: the property that people know a record by.
        linked: the objects with whose records it can be associated.
        custom: whether the account made it.
    """

    type: str
    label: str
    one: str
    cursor: str = "hs_lastmodifieddate"
    name: str | None = None
    linked: tuple[str, ...] = CORE
    custom: bool = False


_ALL = (
    CrmObject(
        type="contacts",
        label="Contacts",
        one="contact",
        cursor="lastmodifieddate",
        name="email",
        linked=("companies", "deals", "tickets"),
    ),
    CrmObject(type="companies", label="Companies", one="company", name="name", linked=("contacts", "deals", "tickets")),
    CrmObject(
        type="deals",
        label="Deals",
        one="deal",
        name="dealname",
        linked=("contacts", "companies", "tickets", "line_items"),
    ),
    CrmObject(type="tickets", label="Tickets", one="ticket", name="subject", linked=("contacts", "companies", "deals")),
    CrmObject(type="leads", label="Leads", one="lead", name="hs_lead_name", linked=("contacts", "companies")),
    CrmObject(type="products", label="Products", one="product", name="name", linked=()),
    CrmObject(type="line_items", label="Line items", one="line_item", name="name", linked=("deals",)),
    CrmObject(type="quotes", label="Quotes", one="quote", name="hs_title", linked=("contacts", "companies", "deals")),
    CrmObject(type="calls", label="Calls", one="call", name="hs_call_title"),
    CrmObject(type="emails", label="Emails", one="email", name="hs_email_subject"),
    CrmObject(type="meetings", label="Meetings", one="meeting", name="hs_meeting_title"),
    CrmObject(type="notes", label="Notes", one="note"),
    CrmObject(type="tasks", label="Tasks", one="task", name="hs_task_subject"),
    CrmObject(type="communications", label="Communications", one="communication"),
    CrmObject(type="postal_mail", label="Postal mail", one="postal_mail"),
    CrmObject(
        type="feedback_submissions", label="Feedback submissions", one="feedback_submission", linked=("contacts",)
    ),
    CrmObject(type="goal_targets", label="Goals", one="goal_target", name="hs_goal_name", linked=()),
    CrmObject(
        type="invoices", label="Invoices", one="invoice", name="hs_number", linked=("contacts", "companies", "deals")
    ),
    CrmObject(
        type="orders", label="Orders", one="order", name="hs_order_name", linked=("contacts", "companies", "deals")
    ),
)

STANDARD: Mapping[str, CrmObject] = MappingProxyType({each.type: each for each in _ALL})
"""The standard objects by their type, in the order in which people are shown them."""

WITH_PIPELINES = ("deals", "tickets", "leads", "orders")
"""The standard objects whose records go through stages; each custom one may."""
