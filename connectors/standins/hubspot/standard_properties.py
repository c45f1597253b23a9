"""The properties that each object has from the start: the common ones of HubSpot's, not all of its hundreds."""

from __future__ import annotations

from dataclasses import replace

from connectors.standins.hubspot.object_types import ObjectType
from connectors.standins.hubspot.properties import Property

OWNER = "hubspot_owner_id"


def text(name: str, label: str, field_type: str = "text", *, unique: bool = False, own: bool = False) -> Property:
    """Return a property of text."""
    return Property(name=name, label=label, type="string", field_type=field_type, unique=unique, own=own)


def number(name: str, label: str, *, calculated: bool = False, currency: bool = False, own: bool = False) -> Property:
    """Return a property of numbers."""
    field_type = "calculation_equation" if calculated else "number"
    return Property(
        name=name, label=label, type="number", field_type=field_type, calculated=calculated, currency=currency, own=own
    )


def instant(name: str, label: str, *, calculated: bool = False) -> Property:
    """Return a property of moments."""
    return Property(name=name, label=label, type="datetime", field_type="date", calculated=calculated)


def day(name: str, label: str, *, own: bool = False) -> Property:
    """Return a property of dates."""
    return Property(name=name, label=label, type="date", field_type="date", own=own)


def flag(name: str, label: str, *, calculated: bool = False) -> Property:
    """Return a property that is true or false."""
    return Property(
        name=name,
        label=label,
        type="bool",
        field_type="calculation_equation" if calculated else "booleancheckbox",
        options=(("true", "Yes"), ("false", "No")),
        calculated=calculated,
    )


def choice(name: str, label: str, values: str, field_type: str = "select", *, own: bool = False) -> Property:
    """Return a property of one of several values: "value=Label|value=Label", or several of them with "checkbox"."""
    options = tuple((value, name or value) for value, _, name in (each.partition("=") for each in values.split("|")))
    return Property(name=name, label=label, type="enumeration", field_type=field_type, options=options, own=own)


def reference(name: str, label: str, field_type: str = "select", *, to: str | None = None) -> Property:
    """Return a property whose values are kept elsewhere: owners, pipelines, stages, other records."""
    return Property(
        name=name,
        label=label,
        type="enumeration",
        field_type=field_type,
        external_options=to is not None,
        references=to,
    )


_LIFECYCLE = (
    "subscriber=Subscriber|lead=Lead|marketingqualifiedlead=Marketing Qualified Lead|"
    "salesqualifiedlead=Sales Qualified Lead|opportunity=Opportunity|customer=Customer|other=Other"
)
_INDUSTRIES = "COMPUTER_SOFTWARE=Computer Software|MACHINERY=Machinery|RETAIL=Retail|HOSPITAL_HEALTH_CARE=Health Care"

_OF_OBJECT: dict[str, tuple[Property, ...]] = {
    "contacts": (
        text("email", "Email", unique=True),
        text("firstname", "First Name"),
        text("lastname", "Last Name"),
        Property(name="phone", label="Phone Number", type="string", field_type="phonenumber"),
        text("jobtitle", "Job Title"),
        text("city", "City"),
        text("country", "Country/Region"),
        choice("lifecyclestage", "Lifecycle Stage", _LIFECYCLE, "radio"),
        choice(
            "hs_lead_status", "Lead Status", "NEW=New|OPEN=Open|CONNECTED=Connected|UNQUALIFIED=Unqualified", "radio"
        ),
        flag("hs_email_optout", "Unsubscribed from all email"),
        number("associatedcompanyid", "Primary Associated Company ID"),
        number("num_associated_deals", "Number of Associated Deals", calculated=True),
        instant("notes_last_contacted", "Last Contacted", calculated=True),
    ),
    "companies": (
        text("name", "Company name"),
        text("domain", "Company Domain Name"),
        choice("industry", "Industry", _INDUSTRIES),
        text("city", "City"),
        text("country", "Country/Region"),
        number("numberofemployees", "Number of Employees"),
        number("annualrevenue", "Annual Revenue", currency=True),
        choice("lifecyclestage", "Lifecycle Stage", _LIFECYCLE, "radio"),
        choice("type", "Type", "PROSPECT=Prospect|PARTNER=Partner|RESELLER=Reseller|VENDOR=Vendor|OTHER=Other"),
        flag("is_public", "Is Public"),
        number("num_associated_deals", "Number of Associated Deals", calculated=True),
        number("num_associated_contacts", "Number of Associated Contacts", calculated=True),
    ),
    "deals": (
        text("dealname", "Deal Name"),
        number("amount", "Amount", currency=True),
        reference("pipeline", "Pipeline"),
        reference("dealstage", "Deal Stage", "radio"),
        instant("closedate", "Close Date"),
        choice("dealtype", "Deal Type", "newbusiness=New Business|existingbusiness=Existing Business", "radio"),
        choice("hs_priority", "Priority", "low=Low|medium=Medium|high=High"),
        number("hs_deal_stage_probability", "Deal probability", calculated=True),
        flag("hs_is_closed", "Is Deal Closed?", calculated=True),
        flag("hs_is_closed_won", "Is Closed Won", calculated=True),
        number("days_to_close", "Days to close", calculated=True),
    ),
    "tickets": (
        text("subject", "Ticket name"),
        text("content", "Ticket description", "textarea"),
        reference("hs_pipeline", "Pipeline"),
        reference("hs_pipeline_stage", "Ticket status"),
        choice("hs_ticket_priority", "Priority", "LOW=Low|MEDIUM=Medium|HIGH=High|URGENT=Urgent"),
        choice(
            "hs_ticket_category",
            "Category",
            "PRODUCT_ISSUE=Product issue|BILLING_ISSUE=Billing issue|FEATURE_REQUEST=Feature request|GENERAL_INQUIRY="
            "General inquiry",
            "checkbox",
        ),
        choice("source_type", "Source", "CHAT=Chat|EMAIL=Email|FORM=Form|PHONE=Phone"),
        instant("closed_date", "Close date"),
        number("time_to_close", "Time to close", calculated=True),
    ),
    "products": (
        text("name", "Name"),
        text("description", "Product description", "textarea"),
        text("hs_sku", "SKU", unique=True),
        number("price", "Unit price", currency=True),
        number("hs_cost_of_goods_sold", "Unit cost", currency=True),
    ),
    "line_items": (
        text("name", "Name"),
        number("hs_product_id", "Product ID"),
        number("quantity", "Quantity"),
        number("price", "Unit price", currency=True),
        number("discount", "Unit discount", currency=True),
        number("amount", "Net price", calculated=True, currency=True),
    ),
    "notes": (text("hs_note_body", "Note body", "html"),),
    "meetings": (
        text("hs_meeting_title", "Meeting name"),
        instant("hs_meeting_start_time", "Meeting start time"),
        instant("hs_meeting_end_time", "Meeting end time"),
        choice("hs_meeting_outcome", "Meeting outcome", "SCHEDULED=Scheduled|COMPLETED=Completed|NO_SHOW=No show"),
    ),
    "calls": (
        text("hs_call_title", "Call Title"),
        text("hs_call_body", "Call notes", "html"),
        number("hs_call_duration", "Call duration"),
        choice("hs_call_direction", "Call direction", "INBOUND=Inbound|OUTBOUND=Outbound"),
        choice("hs_call_status", "Call status", "COMPLETED=Completed|NO_ANSWER=No answer|BUSY=Busy"),
    ),
    "emails": (
        text("hs_email_subject", "Email subject"),
        text("hs_email_text", "Email body", "textarea"),
        choice("hs_email_direction", "Email direction", "EMAIL=Outgoing|INCOMING_EMAIL=Incoming"),
        choice("hs_email_status", "Email send status", "SENT=Sent|BOUNCED=Bounced|FAILED=Failed"),
    ),
    "tasks": (
        text("hs_task_subject", "Task Title"),
        text("hs_task_body", "Task Notes", "html"),
        choice("hs_task_status", "Task Status", "NOT_STARTED=Not started|IN_PROGRESS=In progress|COMPLETED=Completed"),
        choice("hs_task_priority", "Priority", "NONE=None|LOW=Low|MEDIUM=Medium|HIGH=High"),
        choice("hs_task_type", "Task Type", "CALL=Call|EMAIL=Email"),
    ),
    "service_contracts": (
        text("contract_name", "Contract name", own=True),
        choice("plan", "Plan", "basic=Basic|plus=Plus|complete=Complete", own=True),
        choice("add_ons", "Add-ons", "training=Training|on_site=On-site visits|reports=Reports", "checkbox", own=True),
        day("start_day", "Start", own=True),
        number("seats", "Seats", own=True),
    ),
}
_ACTIVITIES = ("notes", "meetings", "calls", "emails", "tasks")


def properties_of(kind: ObjectType) -> tuple[Property, ...]:
    """Return the properties that an object has from the start: its own, and those that every object has."""
    common = [
        Property(name="hs_object_id", label="Record ID", type="number", field_type="number", read_only=True),
        replace(instant(kind.created, "Create Date"), read_only=True),
        replace(instant(kind.modified, "Last Modified Date"), read_only=True),
        reference(OWNER, "Owner", to="OWNER"),
        replace(reference("hs_merged_object_ids", "Merged record IDs", "checkbox"), read_only=True),
    ]
    if kind.name in _ACTIVITIES:
        common.append(instant("hs_timestamp", "Activity date"))
    return (*common, *_OF_OBJECT.get(kind.name, ()))
