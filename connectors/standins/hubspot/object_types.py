"""The objects of a HubSpot account: names, type ids, scopes, and which of their properties hold the times."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectType:
    """An object.

    Args:
        name: how paths name it.
        id: its objectTypeId; those of custom objects start in "2-".
        singular: what people call one record.
        plural: what people call several.
        scope: the scope that reading takes.
        main: the property that people know a record by.
        shown: the properties that an answer has where none are asked for, besides id and times.
        modified: the property that moves with every change.
        created: the property that holds when a record was made.
    """

    name: str
    id: str
    singular: str
    plural: str
    scope: str
    main: str
    shown: tuple[str, ...] = ()
    modified: str = "hs_lastmodifieddate"
    created: str = "hs_createdate"

    @property
    def custom(self) -> bool:
        """Whether it was defined by the account."""
        return self.id.startswith("2-")

    @property
    def always(self) -> tuple[str, ...]:
        """The properties that every answer has, asked for or not."""
        return (self.created, self.modified, "hs_object_id")


def _activity(name: str, number: int, singular: str, main: str) -> ObjectType:
    return ObjectType(
        name=name,
        id=f"0-{number}",
        singular=singular,
        plural=singular + "s",
        scope="crm.objects.contacts.read",
        main=main,
    )


STANDARD: tuple[ObjectType, ...] = (
    ObjectType(
        name="contacts",
        id="0-1",
        singular="Contact",
        plural="Contacts",
        scope="crm.objects.contacts.read",
        main="email",
        shown=("firstname", "lastname", "email"),
        modified="lastmodifieddate",
        created="createdate",
    ),
    ObjectType(
        name="companies",
        id="0-2",
        singular="Company",
        plural="Companies",
        scope="crm.objects.companies.read",
        main="name",
        shown=("name", "domain"),
        created="createdate",
    ),
    ObjectType(
        name="deals",
        id="0-3",
        singular="Deal",
        plural="Deals",
        scope="crm.objects.deals.read",
        main="dealname",
        shown=("amount", "closedate", "dealname", "dealstage", "pipeline"),
        created="createdate",
    ),
    ObjectType(
        name="tickets",
        id="0-5",
        singular="Ticket",
        plural="Tickets",
        scope="tickets",
        main="subject",
        shown=("content", "hs_pipeline", "hs_pipeline_stage", "hs_ticket_category", "hs_ticket_priority", "subject"),
        created="createdate",
    ),
    ObjectType(
        name="products",
        id="0-7",
        singular="Product",
        plural="Products",
        scope="e-commerce",
        main="name",
        shown=("description", "name", "price"),
        created="createdate",
    ),
    ObjectType(
        name="line_items",
        id="0-8",
        singular="Line item",
        plural="Line items",
        scope="e-commerce",
        main="name",
        shown=("quantity", "amount", "price"),
        created="createdate",
    ),
    _activity("notes", 46, "Note", "hs_note_body"),
    _activity("meetings", 47, "Meeting", "hs_meeting_title"),
    _activity("calls", 48, "Call", "hs_call_title"),
    _activity("emails", 49, "Email", "hs_email_subject"),
    _activity("tasks", 27, "Task", "hs_task_subject"),
)

SERVICE_CONTRACTS = ObjectType(
    name="service_contracts",
    id="2-101",
    singular="Service contract",
    plural="Service contracts",
    scope="crm.objects.custom.read",
    main="contract_name",
)
