"""The words of messages: what an alert says, what comes with a subscription, and where they lead."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from urllib.parse import quote

from dashboards.model.json import Json, JsonObject
from swell.jobs.alert import Alert, Widget
from swell.jobs.conditions import Firing

SHOWN = 20
"""Rows that a message names; of more it says how many."""


def alert_subject(alert: Alert, firings: Sequence[Firing]) -> str:
    """Return the subject of a mail."""
    return f"{alert.label}: {firings[0]}" if len(firings) == 1 else f"{alert.label}: {len(firings)} rows"


def alert_text(alert: Alert, firings: Sequence[Firing], now: dt.datetime, url: str) -> str:
    """Return the text of a mail: what happened, values before and after, and where to look."""
    lines = [f"  {each}" for each in firings[:SHOWN]]
    more = [f"  and {len(firings) - SHOWN:,} more"] if len(firings) > SHOWN else []
    end = ["", f"Look at it: {alert_link(alert, url)}", "", f"Computed {_stamp(now)}."]
    return "\n".join([f"{alert.label} {alert.condition}:", "", *lines, *more, *end, ""])


def alert_payload(alert: Alert, firings: Sequence[Firing], now: dt.datetime, url: str) -> JsonObject:
    """Return what a webhook gets."""
    told: list[Json] = [{"row": [*each.key], "before": each.before, "after": each.after} for each in firings[:SHOWN]]
    return {
        "alert": alert.name,
        "label": alert.label,
        "condition": str(alert.condition),
        "at": now.isoformat(timespec="seconds"),
        "count": len(firings),
        "firings": told,
        "link": alert_link(alert, url),
    }


def alert_link(alert: Alert, url: str) -> str:
    """Return the address of the dashboard with the alert's selections, or of its query."""
    if isinstance(alert.subject, Widget):
        subject = alert.subject
        return dashboard_link(subject.dashboard, subject.page, subject.selections, subject.filters, url)
    return f"{url}/query#q={quote(alert.subject, safe='')}"


def dashboard_link(name: str, page: str | None, selections: JsonObject, filters: JsonObject, url: str) -> str:
    """Return the address of a dashboard as the page writes it: `state.js`."""
    parts = [f"page={quote(page, safe='')}"] if page else []
    parts += [
        f"{key}={quote(json.dumps(value), safe='')}" for key, value in (("s", selections), ("f", filters)) if value
    ]
    return f"{url}/dashboards/{quote(name, safe='')}" + (f"#{'&'.join(parts)}" if parts else "")


def subscription_text(label: str, link: str, now: dt.datetime) -> str:
    """Return the text of the mail that brings a dashboard."""
    return f"{label}, computed {_stamp(now)}, is attached as you may see it.\n\nOpen it: {link}\n"


def _stamp(now: dt.datetime) -> str:
    return f"{now:%Y-%m-%d %H:%M} {now.tzname() or ''}".strip()
