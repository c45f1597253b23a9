"""The objects that an account made itself: addressed by their objectTypeId, since names can clash."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from connectors.errors import ObjectRefusedError
from connectors.hubspot.answers import results
from connectors.hubspot.calls import Caller
from connectors.hubspot.objects import CORE, STANDARD, STANDARD_IDS, CrmObject


def custom_objects(caller: Caller) -> tuple[CrmObject, ...]:
    """Return the objects that the account made; none where it has none or does not let us ask."""
    try:
        found = results(caller.get("schemas", "custom objects"), "objectTypeId", "name")
    except ObjectRefusedError:
        return ()
    return tuple(_custom(each) for each in found if not each.get("archived", False))


def _custom(schema: Mapping[str, Any]) -> CrmObject:
    labels = schema.get("labels") or {}
    type_, name = str(schema["objectTypeId"]), str(schema["name"])
    others = {STANDARD_IDS.get(end, end) for each in schema.get("associations") or () for end in _ends(each)}
    return CrmObject(
        type=type_,
        label=labels.get("plural") or labels.get("singular") or name,
        one=re.sub(r"\W+", "_", name.lower()),
        name=schema.get("primaryDisplayProperty"),
        linked=(*CORE, *sorted(others - {type_, *STANDARD})),
        custom=True,
    )


def _ends(association: Mapping[str, Any]) -> tuple[str, str]:
    return str(association.get("fromObjectTypeId", "")), str(association.get("toObjectTypeId", ""))
