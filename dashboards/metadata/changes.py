"""Changes of what people say of a dataset: field by field, all else stays as it is in the file."""

from __future__ import annotations

import copy
from collections.abc import Mapping

from dashboards.date_patterns import is_date_pattern
from dashboards.metadata.errors import MetadataError
from dashboards.metadata.measures import custom_format
from dashboards.metadata.merge import entry_key
from dashboards.metadata.xmd import DETAILS, Xmd, read_xmd
from dashboards.model.json import Json, JsonObject, as_list, as_object
from engine.json_value import JsonValue
from engine.store import Role

_SECTIONS: Mapping[Role, str] = {
    "dimension": "dimensions",
    "multivalue": "dimensions",
    "measure": "measures",
    "date": "dates",
}
_TEXTS = {"label": "label", "description": "description", "tooltip": "linkTooltip"}
_KNOWN = ("label", "description", "hidden", "format", "multiplier", "link", "tooltip", "members")


def changed(known: Xmd | None, roles: Mapping[str, Role], wanted: Json) -> Xmd:
    """Return what people say of a dataset after a change.

        {"fields": {"Amount": {"label": "Worth", "format": "#,##0K", "multiplier": 0.001, "hidden": false},
                    "Stage": {"link": "https://example.com/{{row.Id}}", "members": {"Won": {"color": "#1f77b4"}}}},
         "details": ["Stage", "Amount"]}

    What is null is not said any more; what is left out stays.

    Args:
        known: what they said before.
        roles: the roles of the fields that the dataset has.
        wanted: the change.

    Raises:
        MetadataError: it is not one, or makes something that is not valid; the message has the JSON pointer.
    """
    top = JsonValue(wanted, MetadataError)
    content: JsonObject = copy.deepcopy({} if known is None else known.json)
    for name in _keys(top, ("fields", "details"), "fields"):
        if name not in roles:
            raise top["fields"].error(f'names "{name[:100]}", which is no field of the dataset')
        _change_field(content, name, roles[name], top["fields"][name])
    if "details" in top.value:
        details = [each.required_text() for each in top["details"]]
        strange = next((each for each in details if each not in roles), None)
        if strange is not None:
            raise top["details"].error(f'names "{strange[:100]}", which is no field of the dataset')
        content[DETAILS] = [*details]
    return read_xmd(content)


def _keys(value: JsonValue, known: tuple[str, ...], of: str | None = None) -> list[str]:
    """Return the names that an object, or one in it, has, after a look that it has no others than it may have."""
    value[""]  # says so where it is no object
    strange = next((each for each in value.value or {} if each not in known), None)
    if strange is not None:
        raise value.error(f'has "{str(strange)[:100]}"', f"There may be: {', '.join(known)}.")
    if of is None:
        return [*(value.value or {})]
    value[of][""]
    return [*(value[of].value or {})]


def _change_field(content: JsonObject, name: str, role: Role, value: JsonValue) -> None:
    names = _keys(value, _KNOWN)
    section = as_list(content.setdefault(_SECTIONS[role], []))
    key = "alias" if role == "date" else "field"
    entry = next((found for each in section if entry_key(found := as_object(each), key) == name), None)
    if entry is None:
        entry = {"alias": name, "fields": {"fullField": name}} if role == "date" else {"field": name}
        section.append(entry)
    for each in names:
        _change(entry, each, role, value)


def _change(entry: JsonObject, name: str, role: Role, value: JsonValue) -> None:
    said = value[name]
    if name in _TEXTS:
        _put(entry, _TEXTS[name], said.text())
    elif name == "hidden":
        _put(entry, "showInExplorer", None if said.value is None else not said.flag())
    elif name in ("format", "multiplier"):
        if role not in ("measure", "date") or (name == "multiplier" and role == "date"):
            raise said.error("is said of a field that has none", "Numbers have both, dates have a format.")
        _change_format(entry, role, value)
    elif role in ("measure", "date"):
        raise said.error("is said of a field that has none", "Values of texts have it.")
    elif name == "link":
        _put(entry, "linkTemplate", said.text())
        _put(entry, "linkTemplateEnabled", True if said.text() else None)
    else:
        _change_members(entry, said)


def _change_format(entry: JsonObject, role: Role, value: JsonValue) -> None:
    pattern = value["format"].text()
    if "format" not in value.value:
        raise value["multiplier"].error("is said without a format", "Say both.")
    if role == "date":
        if pattern is not None and not is_date_pattern(pattern):
            raise value["format"].error("is no pattern of dates", 'Write one such as "dd.MM.yyyy".')
        _put(entry, "format", pattern)
        return
    factor = value["multiplier"].value
    if factor is None:
        factor = 100 if pattern and "%" in pattern else 1
    if isinstance(factor, bool) or not isinstance(factor, int | float) or not 0 < factor < float("inf"):
        raise value["multiplier"].error("should be a number above 0")
    form = {key: each for key, each in as_object(entry.get("format")).items() if key != "customFormat"}
    if pattern is not None:
        form["customFormat"] = custom_format(pattern, factor)
    _put(entry, "format", form or None)


def _change_members(entry: JsonObject, said: JsonValue) -> None:
    said[""]
    members = as_list(entry.setdefault("members", []))
    for value in said.value or {}:
        one = next((found for each in members if (found := as_object(each)).get("member") == value), None)
        if one is None:
            one = {"member": value}
            members.append(one)
        for each in _keys(said[value], ("label", "color")):
            _put(one, each, said[value][each].text())
    entry["members"] = [each for each in members if set(as_object(each)) - {"member"}]


def _put(entry: JsonObject, name: str, value: Json) -> None:
    """Say something, or nothing any more."""
    if value is None:
        entry.pop(name, None)
    else:
        entry[name] = value
