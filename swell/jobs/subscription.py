"""A subscription, as its file says it: a dashboard as a file by mail, when, and to whom."""

from __future__ import annotations

from typing import Literal

from dashboards.model.json import JsonObject, as_object, as_text
from saql.record import record
from swell.jobs.database import JobsError
from swell.jobs.definitions import check_keys, read_recipients
from swell.jobs.schedules import Schedule
from swell.jobs.times import Rule, read_rule

_KEYS = (
    "label",
    "dashboard",
    "format",
    "page",
    "selections",
    "filters",
    "every",
    "at",
    "timezone",
    "recipients",
    "owner",
)
SentFormat = Literal["pdf", "xlsx"]


@record
class Subscription:
    """A subscription."""

    name: str
    label: str
    dashboard: str
    format: SentFormat
    page: str | None
    selections: JsonObject
    filters: JsonObject
    rule: Rule
    recipients: tuple[str, ...]
    owner: str

    @property
    def schedule(self) -> Schedule:
        """The job that sends it."""
        return Schedule(f"subscription {self.name}", f"send {self.name}", self.rule)


def read_subscription(name: str, content: JsonObject, place: str, timezone: str) -> Subscription:
    """Return a subscription.

    Args:
        name: the name of its file.
        content: the JSON.
        place: the file, for messages.
        timezone: the workspace's, where it names none.

    Raises:
        SwellError: the content is not as it should be; the message says where.
    """
    check_keys(content, _KEYS, place)
    dashboard, form = as_text(content.get("dashboard")), content.get("format", "pdf")
    if not dashboard:
        raise JobsError(f"{place}: it names no 'dashboard'.")
    if form not in ("pdf", "xlsx"):
        raise JobsError(f"{place}: 'format' is pdf or xlsx.")
    return Subscription(
        name=name,
        label=" ".join(as_text(content.get("label"), dashboard).split())[:200] or dashboard,
        dashboard=dashboard,
        format="xlsx" if form == "xlsx" else "pdf",
        page=as_text(content.get("page")) or None,
        selections=as_object(content.get("selections")),
        filters=as_object(content.get("filters")),
        rule=read_rule(content.get("every"), content.get("at"), content.get("timezone", timezone), place),
        recipients=read_recipients(content, place, webhooks=False),
        owner=as_text(content.get("owner")).casefold(),
    )
