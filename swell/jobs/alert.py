"""An alert, as its file says it: what it looks at, its condition, and whom it tells."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from dashboards.model.json import JsonObject, as_number, as_object, as_text
from saql.record import record
from swell.jobs.conditions import Appears, Changes, Condition, Crosses
from swell.jobs.database import JobsError
from swell.jobs.definitions import Definitions, check_keys, is_webhook, read_recipients

FOLDER = "alerts"
ACTION = "action "
"""What an action is called among recipients begins so."""

_KEYS = (
    "label",
    "query",
    "dashboard",
    "widget",
    "page",
    "selections",
    "filters",
    "column",
    "condition",
    "recipients",
    "owner",
    "action",
)
_CONDITIONS = (
    '{"is": "above", "value": 100}, "below", {"is": "changes", "by": 10, "unit": "percent"}, {"is": "appears"}'
)


@record
class Widget:
    """A widget of a dashboard, with selections and what global filters are set to."""

    dashboard: str
    widget: str
    page: str | None
    selections: JsonObject
    filters: JsonObject


@record
class Alert:
    """An alert.

    `subject` is a SAQL query or a widget. `column` has the values; the first with numbers if None. `owner` is the
    e-mail of who made it: webhooks, which are nobody, get what the owner may see, and so does the `action`.
    """

    name: str
    label: str
    subject: str | Widget
    column: str | None
    condition: Condition
    recipients: tuple[str, ...]
    owner: str
    mark: str
    """Another one where what it looks at or looks for is another: what was remembered says nothing then."""
    action: str | None = None
    """The action that is to deal with the rows."""


def alert_files(workspace: Path) -> Definitions[Alert]:
    """Return the alerts of the workspace in a folder."""
    return Definitions(workspace / FOLDER, "alert", read_alert)


def sees_as_owner(recipient: str) -> bool:
    """Whether a recipient is nobody, a webhook or an action, and gets what the alert's owner may see."""
    return is_webhook(recipient) or recipient.startswith(ACTION)


def read_alert(name: str, content: JsonObject, place: str) -> Alert:
    """Return an alert.

    Raises:
        JobsError: the content is not as it should be; the message says where.
    """
    check_keys(content, _KEYS, place)
    query, widget = as_text(content.get("query")), as_text(content.get("widget"))
    dashboard = as_text(content.get("dashboard"))
    if bool(query) == bool(widget) or bool(widget) > bool(dashboard):
        raise JobsError(f"{place}: it takes a 'query', or a 'dashboard' and a 'widget' of it.")
    subject: str | Widget = query
    if widget:
        selections, filters = as_object(content.get("selections")), as_object(content.get("filters"))
        subject = Widget(dashboard, widget, as_text(content.get("page")) or None, selections, filters)
    about = [
        content.get(key) for key in ("query", "dashboard", "widget", "selections", "filters", "column", "condition")
    ]
    return Alert(
        name=name,
        label=" ".join(as_text(content.get("label"), name).split())[:200] or name,
        subject=subject,
        column=as_text(content.get("column")) or None,
        condition=_condition(as_object(content.get("condition")), f"{place}: condition"),
        recipients=() if _acts_only(content) else read_recipients(content, place, webhooks=True),
        owner=as_text(content.get("owner")).casefold(),
        mark=hashlib.sha256(json.dumps(about, sort_keys=True).encode()).hexdigest()[:20],
        action=as_text(content.get("action")) or None,
    )


def _acts_only(content: JsonObject) -> bool:
    return bool(content.get("action")) and not content.get("recipients")


def _condition(content: JsonObject, place: str) -> Condition:
    kind = content.get("is")
    if kind in ("above", "below"):
        check_keys(content, ("is", "value"), place)
        return Crosses(kind == "above", _number(content, "value", place))
    if kind == "changes":
        check_keys(content, ("is", "by", "unit"), place)
        unit, by = content.get("unit", "absolute"), _number(content, "by", place)
        if by < 0 or unit not in ("absolute", "percent"):
            raise JobsError(f"{place}: 'by' is from 0, and 'unit' is absolute or percent.")
        return Changes(by, "percent" if unit == "percent" else "absolute")
    if kind == "appears":
        check_keys(content, ("is", "key"), place)
        key = content.get("key", [])
        texts = tuple(each for each in key if isinstance(each, str)) if isinstance(key, list) else ()
        if not isinstance(key, list) or len(texts) < len(key):
            raise JobsError(f"{place}: 'key' is no list of columns.")
        return Appears(texts)
    raise JobsError(f"{place}: 'is' names no condition.", hint=f"The conditions: {_CONDITIONS}.")


def _number(content: JsonObject, key: str, place: str) -> float:
    found = None if isinstance(content.get(key), str) else as_number(content.get(key))
    if found is None:
        raise JobsError(f"{place}: '{key}' is no number.")
    return found
