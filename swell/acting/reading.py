"""From the JSON of `actions/NAME.json` to an `Action`; every mistake is told with its file and its JSON pointer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from dashboards.model.json import JsonObject, as_object, as_text
from swell.acting.action import (
    KINDS,
    Action,
    AlertFires,
    Effect,
    Export,
    FieldChanges,
    Kind,
    Limits,
    Messages,
    Records,
    Task,
    Trigger,
    Webhook,
    Write,
)
from swell.acting.errors import ActingError
from swell.acting.template import Template, read_template
from swell.jobs.definitions import check_keys, is_webhook

PER_RUN, PER_DAY = 200, 500
"""Records, where the file does not say."""
MOST = 10_000
LONGEST_TEMPLATE = 20_000


def read_action(name: str, content: JsonObject, place: str) -> Action:
    """Return an action.

    Args:
        name: the name of its file.
        content: the JSON.
        place: the file, for messages.

    Raises:
        SwellError: the content is not as it should be; the message says where.
    """
    check_keys(content, ("label", "owner", "on", "do", "limits", "confirm"), place)
    return Action(
        name=name,
        label=" ".join(as_text(content.get("label"), name).split())[:200] or name,
        owner=as_text(content.get("owner")).casefold(),
        trigger=_trigger(as_object(content.get("on")), f"{place}: /on"),
        effects=_effects(as_object(content.get("do")), f"{place}: /do"),
        limits=_limits(as_object(content.get("limits")), f"{place}: /limits"),
        confirm=_truth(content, "confirm", place),
    )


def _trigger(on: JsonObject, place: str) -> Trigger:
    if "alert" in on:
        check_keys(on, ("alert", "key"), place)
        return AlertFires(_needed(on, "alert", place), as_text(on.get("key")) or None)
    if "dataset" in on:
        check_keys(on, ("dataset", "key", "field", "to"), place)
        dataset, key, field = (_needed(on, each, place) for each in ("dataset", "key", "field"))
        return FieldChanges(dataset, key, field, _texts(on, "to", place))
    check_keys(on, ("query", "segment", "key", "again_after_days"), place)
    query, segment = as_text(on.get("query")) or None, as_text(on.get("segment")) or None
    if (query is None) == (segment is None):
        hint = "It names one of them: query, segment, alert, or dataset with a field."
        raise ActingError(f"{place}: it does not say for which records.", hint=hint)
    days = _whole(on, "again_after_days", 0, 3650, place)
    own = _needed(on, "key", place) if segment is None else as_text(on.get("key")) or None
    return Records(query, segment, own, dt.timedelta(days=days) if days else None)


def _effects(do: JsonObject, place: str) -> Mapping[Kind, Effect]:
    check_keys(do, KINDS, place)
    if not do:
        raise ActingError(f"{place}: it says nothing to do.", hint=f"One or more of: {', '.join(KINDS)}.")
    return {kind: _READERS[kind](as_object(do[kind]), f"{place}/{kind}") for kind in KINDS if kind in do}


def _export(content: JsonObject, place: str) -> Effect:
    check_keys(content, ("format", "columns"), place)
    form = content.get("format", "csv")
    if form not in ("csv", "xlsx"):
        raise ActingError(f"{place}/format: it is csv or xlsx.")
    return Export("xlsx" if form == "xlsx" else "csv", _texts(content, "columns", place))


def _messages(content: JsonObject, place: str) -> Effect:
    check_keys(content, ("to", "subject", "text"), place)
    to, subject, text = (_template(content, each, place) for each in ("to", "subject", "text"))
    return Messages(to, subject, text)


def _webhook(content: JsonObject, place: str) -> Effect:
    check_keys(content, ("url", "fields"), place)
    url = _needed(content, "url", place)
    if not is_webhook(url):
        raise ActingError(f"{place}/url: '{url[:100]}' is no https address.")
    return Webhook(url, _texts(content, "fields", place))


def _write(content: JsonObject, place: str) -> Effect:
    check_keys(content, ("connection", "object", "id", "fields"), place)
    connection, object_, id_ = (_needed(content, each, place) for each in ("connection", "object", "id"))
    fields = as_object(content.get("fields"))
    if not fields:
        raise ActingError(f"{place}/fields: it names no field.", hint='For instance: {"NextStep": "Call {{Name}}"}')
    return Write(
        connection, object_, id_, {name: _new(value, f"{place}/fields/{name}") for name, value in fields.items()}
    )


def _new(value: object, place: str) -> Template | int | float | bool | None:
    if isinstance(value, str):
        return read_template(value, place)
    if value is None or isinstance(value, int | float | bool):
        return value
    raise ActingError(f"{place}: a new value is a text, a number, true, false or null.")


def _task(content: JsonObject, place: str) -> Effect:
    check_keys(content, ("connection", "object", "id", "subject", "text", "due_in_days", "owner"), place)
    connection, object_, id_ = (_needed(content, each, place) for each in ("connection", "object", "id"))
    return Task(
        connection=connection,
        object=object_,
        id=id_,
        subject=_template(content, "subject", place),
        text=_template({"text": "", **content}, "text", place),
        due_in_days=_whole(content, "due_in_days", 0, 3650, place) if "due_in_days" in content else None,
        owner=_template(content, "owner", place) if "owner" in content else None,
    )


_READERS = {"export": _export, "messages": _messages, "write": _write, "task": _task, "webhook": _webhook}


def _limits(content: JsonObject, place: str) -> Limits:
    check_keys(content, ("per_run", "per_day"), place)
    per_day = _whole(content, "per_day", PER_DAY, MOST, place)
    return Limits(_whole(content, "per_run", min(PER_RUN, per_day), MOST, place), per_day)


def _template(content: JsonObject, key: str, place: str) -> Template:
    text = content.get(key)
    if not isinstance(text, str) or len(text) > LONGEST_TEMPLATE or not _is_text(text):
        raise ActingError(f"{place}/{key}: it is no text of at most {LONGEST_TEMPLATE:,} characters.")
    return read_template(text, f"{place}/{key}")


def _is_text(text: str) -> bool:
    """Whether a text is whole: JSON can have halves of characters, which no file and no CRM takes."""
    return not any("\ud800" <= each <= "\udfff" for each in text)


def _needed(content: JsonObject, key: str, place: str) -> str:
    text = content.get(key)
    if not isinstance(text, str) or not text.strip():
        raise ActingError(f"{place}: '{key}' is missing, or no text.")
    return text.strip()


def _texts(content: JsonObject, key: str, place: str) -> tuple[str, ...]:
    found = content.get(key, [])
    texts = [each for each in found if isinstance(each, str)] if isinstance(found, list) else []
    if not isinstance(found, list) or len(texts) < len(found):
        raise ActingError(f"{place}/{key}: it is no list of texts.")
    return tuple(texts)


def _whole(content: JsonObject, key: str, usual: int, most: int, place: str) -> int:
    found = content.get(key, usual)
    if isinstance(found, bool) or not isinstance(found, int) or not 0 <= found <= most:
        raise ActingError(f"{place}/{key}: it is no whole number from 0 to {most:,}.")
    return found


def _truth(content: JsonObject, key: str, place: str) -> bool:
    found = content.get(key, True)
    if not isinstance(found, bool):
        raise ActingError(f"{place}: /{key} is true or false.")
    return found
