"""Describes of objects: complete ones from a few words, as `sobjects/X/describe` gives them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

Describe: TypeAlias = dict[str, Any]

_LENGTHS = {"string": 255, "id": 18, "reference": 18, "picklist": 255, "multipicklist": 4_099, "textarea": 32_000}
_LENGTHS |= {"phone": 40, "url": 255, "email": 80, "combobox": 255, "encryptedstring": 175}
_NUMBERS = {"double": (18, 2), "currency": (18, 2), "percent": (18, 2)}
_SOAP = {"id": "tns:ID", "reference": "tns:ID", "boolean": "xsd:boolean", "int": "xsd:int", "long": "xsd:long"}
_SOAP |= {"double": "xsd:double", "currency": "xsd:double", "percent": "xsd:double", "date": "xsd:date"}
_SOAP |= {"datetime": "xsd:dateTime", "time": "xsd:time", "base64": "xsd:base64Binary", "address": "urn:address"}
_SOAP |= {"location": "urn:location", "anyType": "xsd:anyType"}
_UNSORTED = {"textarea", "multipicklist", "address", "location", "base64"}
_UNFILTERED = {"textarea", "address", "location", "base64"}


def field_described(
    name: str,
    type: str = "string",
    label: str | None = None,
    *,
    values: Sequence[str | tuple[str, str]] = (),
    references: Sequence[str] = (),
    compound: str | None = None,
    **more: Any,
) -> Describe:
    """Return the describe of a field.

    Args:
        name: the API name.
        type: Salesforce's name of its type.
        label: what people call it; made from the name where None.
        values: of a picklist, each value, or value and label.
        references: of a reference, the objects whose ids it holds.
        compound: the compound field that it is a part of.
        more: other attributes of the describe, in place of what they usually are: scale, calculated, nameField ..
    """
    precision, scale = _NUMBERS.get(type, (0, 0))
    label = label or _spaced(name.removesuffix("__c"))
    relationship = None
    if references:
        relationship = name[:-1] + "r" if name.endswith("__c") else name.removesuffix("Id")
    return {
        "aggregatable": type not in _UNSORTED,
        "aiPredictionField": False,
        "autoNumber": False,
        "byteLength": _LENGTHS.get(type, 0) * 3,
        "calculated": False,
        "calculatedFormula": None,
        "cascadeDelete": False,
        "caseSensitive": False,
        "compoundFieldName": compound,
        "controllerName": None,
        "createable": True,
        "custom": name.endswith("__c"),
        "defaultValue": False if type == "boolean" else None,
        "defaultValueFormula": None,
        "defaultedOnCreate": type == "boolean",
        "dependentPicklist": False,
        "deprecatedAndHidden": False,
        "digits": 9 if type == "int" else 18 if type == "long" else 0,
        "displayLocationInDecimal": False,
        "encrypted": type == "encryptedstring",
        "externalId": False,
        "extraTypeInfo": None,
        "filterable": type not in _UNFILTERED,
        "filteredLookupInfo": None,
        "formulaTreatNullNumberAsZero": False,
        "groupable": type not in _UNSORTED and type not in _NUMBERS,
        "highScaleNumber": False,
        "htmlFormatted": False,
        "idLookup": type == "id",
        "inlineHelpText": None,
        "label": label,
        "length": _LENGTHS.get(type, 0),
        "mask": None,
        "maskType": None,
        "name": name,
        "nameField": False,
        "namePointing": len(references) > 1,
        "nillable": type not in ("boolean", "id"),
        "permissionable": True,
        "picklistValues": [_picklist_value(each) for each in values],
        "polymorphicForeignKey": len(references) > 1,
        "precision": precision,
        "queryByDistance": type == "location",
        "referenceTargetField": None,
        "referenceTo": list(references),
        "relationshipName": relationship,
        "relationshipOrder": None,
        "restrictedDelete": False,
        "restrictedPicklist": bool(values),
        "scale": scale,
        "searchPrefilterable": False,
        "soapType": _SOAP.get(type, "xsd:string"),
        "sortable": type not in _UNSORTED,
        "type": type,
        "unique": False,
        "updateable": True,
        "writeRequiresMasterRead": False,
        **more,
    }


def system_fields() -> list[Describe]:
    """Return the fields that nearly every object has: who made and changed its records, when, and IsDeleted."""
    fixed: Mapping[str, Any] = {"createable": False, "updateable": False, "nillable": False}
    return [
        field_described("IsDeleted", "boolean", "Deleted", **fixed),
        field_described("CreatedDate", "datetime", **fixed),
        field_described("CreatedById", "reference", "Created By ID", references=["User"], **fixed),
        field_described("LastModifiedDate", "datetime", **fixed),
        field_described("LastModifiedById", "reference", "Last Modified By ID", references=["User"], **fixed),
        field_described("SystemModstamp", "datetime", **fixed),
    ]


def object_described(
    name: str,
    label: str,
    fields: Sequence[Describe],
    *,
    prefix: str | None,
    plural: str | None = None,
    system: bool = True,
    **more: Any,
) -> Describe:
    """Return the describe of an object.

    Args:
        name: the API name.
        label: what people call one record.
        fields: its fields but Id and those of `system_fields`; a compound field beside its parts.
        prefix: the three characters that its ids start with; None where it has no ids of its own.
        plural: what people call its records.
        system: whether it has the fields of `system_fields`.
        more: other attributes of the describe, in place of what they usually are: queryable, replicateable ..
    """
    key = field_described("Id", "id", f"{label} ID", createable=False, updateable=False)
    names = ("sobject", "describe", "rowTemplate")
    return {
        "actionOverrides": [],
        "activateable": False,
        "childRelationships": [],
        "compactLayoutable": True,
        "createable": True,
        "custom": name.endswith("__c"),
        "customSetting": False,
        "deepCloneable": False,
        "defaultImplementation": None,
        "deletable": True,
        "deprecatedAndHidden": False,
        "extendedBy": None,
        "extendsInterfaces": None,
        "feedEnabled": False,
        "fields": [key, *fields, *(system_fields() if system else [])],
        "hasSubtypes": False,
        "implementedBy": None,
        "implementsInterfaces": None,
        "isInterface": False,
        "isSubtype": False,
        "keyPrefix": prefix,
        "label": label,
        "labelPlural": plural or f"{label}s",
        "layoutable": True,
        "listviewable": None,
        "lookupLayoutable": None,
        "mergeable": name in ("Account", "Contact", "Lead", "Case"),
        "mruEnabled": True,
        "name": name,
        "namedLayoutInfos": [],
        "networkScopeFieldName": None,
        "queryable": True,
        "recordTypeInfos": [],
        "replicateable": system,
        "retrieveable": True,
        "searchLayoutable": True,
        "searchable": True,
        "sobjectDescribeOption": "FULL",
        "supportedScopes": [],
        "triggerable": True,
        "undeletable": True,
        "updateable": True,
        "urls": {each: f"/services/data/v62.0/sobjects/{name}{_URL_ENDS[each]}" for each in names},
        **more,
    }


def summary(describe: Describe) -> Describe:
    """Return what describeGlobal says of an object."""
    return {name: describe[name] for name in _SUMMARY if name in describe}


_URL_ENDS = {"sobject": "", "describe": "/describe", "rowTemplate": "/{ID}"}
_SUMMARY = (
    "activateable associateEntityType associateParentEntity createable custom customSetting deepCloneable deletable "
    "deprecatedAndHidden feedEnabled hasSubtypes isInterface isSubtype keyPrefix label labelPlural layoutable "
    "mergeable mruEnabled name queryable replicateable retrieveable searchable triggerable undeletable updateable urls"
).split()


def _picklist_value(value: str | tuple[str, str]) -> Describe:
    name, label = (value, value) if isinstance(value, str) else value
    return {"active": True, "defaultValue": False, "label": label, "validFor": None, "value": name}


def _spaced(name: str) -> str:
    """Return the words of a name: AnnualRevenue is Annual Revenue."""
    letters = [
        f" {letter}" if place and letter.isupper() and not name[place - 1].isupper() else letter
        for place, letter in enumerate(name.replace("_", " "))
    ]
    return "".join(letters).replace("  ", " ").replace(" Id", " ID")
