"""Extended metadata as somebody sees it who sees some of the rows: it does not tell which values the others have."""

from __future__ import annotations

from dashboards.model.json import Json, JsonObject, as_list, as_object, as_text
from engine.security.seen import SeenDataset
from engine.store import Dataset, Member

_DERIVED = "derivedDimensions"


def seen_xmd(dataset: Dataset, value: JsonObject) -> JsonObject:
    """Return XMD without what is said of values that nobody sees who opened the dataset."""
    if not isinstance(dataset, SeenDataset):
        return value
    return {
        section: [_entry(dataset, section, as_object(each)) for each in as_list(entries)]
        if section in ("dimensions", _DERIVED, "measures", "derivedMeasures")
        else entries
        for section, entries in value.items()
    }


def _entry(dataset: SeenDataset, section: str, entry: JsonObject) -> Json:
    found = {key: value for key, value in entry.items() if key != "conditionalFormatting"}
    if "members" in found:
        members = [as_object(each) for each in as_list(found["members"])]
        listed = tuple(Member(as_text(each.get("member"))) for each in members)
        seen = () if section == _DERIVED else dataset.members_seen(as_text(entry.get("field")), listed)
        there = {each.value for each in seen}
        found["members"] = [each for each in members if as_text(each.get("member")) in there]
    return found
