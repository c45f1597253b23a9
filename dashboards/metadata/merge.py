"""The main XMD: the system's, with what people say in the place of what it says."""

from __future__ import annotations

from dashboards.metadata.xmd import SECTIONS
from dashboards.model.json import Json, JsonObject, as_list, as_object, as_text

_KEYS = {"dates": "alias", "organizations": "id"}
"""The member of an entry that says what it is about, by section; `field` in the others."""


def merged(system: JsonObject, user: JsonObject) -> JsonObject:
    """Return both in one: entries about the same are put together, and so are those of the same member.

    Args:
        system: valid XMD.
        user: valid XMD, whose values count before those of the system; null counts for nothing.
    """
    sections: JsonObject = {}
    for section in SECTIONS:
        key = _KEYS.get(section, "field")
        sections[section] = _together(as_list(system.get(section)), as_list(user.get(section)), key)
    return {**system, **{key: value for key, value in user.items() if value}, **sections}


def entry_key(entry: JsonObject, key: str) -> str:
    """Return what an entry is about; a date, its full field."""
    if key == "alias":
        return as_text(as_object(entry.get("fields")).get("fullField")) or as_text(entry.get(key))
    return as_text(entry.get(key))


def _together(before: list[Json], over: list[Json], key: str) -> list[Json]:
    found = {entry_key(as_object(each), key): as_object(each) for each in before}
    for each in map(as_object, over):
        known = found.get(entry_key(each, key), {})
        said = {name: value for name, value in each.items() if value is not None}
        both: JsonObject = {**known, **said}
        if "members" in known and "members" in said:
            both["members"] = _together(as_list(known["members"]), as_list(said["members"]), "member")
        if "fields" in known and "fields" in said:
            both["fields"] = {**as_object(known["fields"]), **as_object(said["fields"])}
        found[entry_key(each, key)] = both
    return [*found.values()]
