"""Properties: what the columns of an object are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

PropertyType: TypeAlias = Literal[
    "string", "number", "bool", "enumeration", "date", "datetime", "phone_number", "json", "object_coordinates"
]

_DEFINED_AT = "2020-01-01T00:00:00.000Z"


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """A property of an object.

    Args:
        name: how the API names it.
        label: what people call it.
        type: what its values are; they travel as texts all the same. HubSpot may have types that are not listed.
        field_type: how people enter it: text, textarea, html, number, date, select, radio, checkbox, booleancheckbox ..
        options: the values of an enumeration, each with its label, in order.
        calculated: whether HubSpot works it out; it then changes without the record's modified date.
        own: whether the account defined it.
        external_options: whether its options are kept elsewhere, such as owners.
        references: the object whose ids it holds, such as OWNER.
        currency: whether it is an amount of money.
        read_only: whether HubSpot alone sets it, as it does with calculated ones.
        unique: whether no two records have the same value; it can stand for the id then.
    """

    name: str
    label: str
    type: PropertyType | str
    field_type: str
    options: tuple[tuple[str, str], ...] = ()
    calculated: bool = False
    own: bool = False
    external_options: bool = False
    references: str | None = None
    currency: bool = False
    read_only: bool = False
    unique: bool = False

    def as_json(self, group: str) -> dict[str, Any]:
        """Return the definition as the properties API has it."""
        definition: dict[str, Any] = {
            "name": self.name,
            "label": self.label,
            "type": self.type,
            "fieldType": self.field_type,
            "description": "",
            "groupName": group,
            "options": [
                {"label": label, "value": value, "description": "", "displayOrder": place, "hidden": False}
                for place, (value, label) in enumerate(self.options)
            ],
            "displayOrder": -1,
            "calculated": self.calculated,
            "externalOptions": self.external_options,
            "hasUniqueValue": self.unique,
            "hidden": False,
            "hubspotDefined": not self.own,
            "formField": not self.calculated,
            "archived": False,
            "dataSensitivity": "non_sensitive",
            "createdAt": _DEFINED_AT,
            "updatedAt": _DEFINED_AT,
            "modificationMetadata": {
                "archivable": self.own,
                "readOnlyDefinition": not self.own,
                "readOnlyOptions": not self.own,
                "readOnlyValue": self.calculated or self.read_only,
            },
        }
        if self.references is not None:
            definition["referencedObjectType"] = self.references
        if self.currency:
            definition["showCurrencySymbol"] = True
        return definition
