"""XMD files: how CRM Analytics shows the fields of a dataset.

Read are labels, number formats, conditional formatting and the members of dimensions; what else stands there concerns
screens that Swell does not have.

Source: Analytics Extended Metadata (XMD) Reference.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from connectors.files.json_file import JsonValue, read_json
from engine.store import FieldSpec, Member


@dataclass(frozen=True, slots=True)
class FieldDisplay:
    """How a field is shown; None where the XMD does not say."""

    label: str | None = None
    format: str | None = None
    multiplier: float = 1.0
    members: tuple[Member, ...] = ()
    formatting: str | None = None


@dataclass(frozen=True, slots=True)
class Xmd:
    """How fields are shown, by name."""

    fields: Mapping[str, FieldDisplay]

    def apply(self, specs: Iterable[FieldSpec]) -> tuple[FieldSpec, ...]:
        """Return the specifications with what the XMD says of them in the place of what they said."""
        return tuple(self._applied(each) for each in specs)

    def _applied(self, spec: FieldSpec) -> FieldSpec:
        display = self.fields.get(spec.name)
        if display is None:
            return spec
        return dataclasses.replace(
            spec,
            label=display.label or spec.label,
            format=display.format or spec.format,
            multiplier=display.multiplier if display.format else spec.multiplier,
            members=display.members or spec.members,
            formatting=display.formatting or spec.formatting,
        )


def read_xmd(file: Path) -> Xmd:
    """Read an XMD file, main or user.

    Raises:
        DescriptionError: it is not JSON, or a value is not what it should be; the message has the JSON pointer.
    """
    top = read_json(file)
    fields = {each["field"].required_text(): _dimension(each) for each in top["dimensions"]}
    fields |= {each["field"].required_text(): _measure(each) for each in top["measures"]}
    fields |= {_date_name(each): FieldDisplay(label=each["label"].text()) for each in top["dates"]}
    return Xmd(fields)


def _date_name(value: JsonValue) -> str:
    return value["fields"]["fullField"].text() or value["alias"].required_text()


def _dimension(value: JsonValue) -> FieldDisplay:
    members = tuple(
        Member(each["member"].text() or "", each["label"].text(), each["color"].text()) for each in value["members"]
    )
    return FieldDisplay(label=value["label"].text(), members=members, formatting=_formatting(value))


def _measure(value: JsonValue) -> FieldDisplay:
    pattern, multiplier = _format(value["format"])
    return FieldDisplay(
        label=value["label"].text(), format=pattern, multiplier=multiplier, formatting=_formatting(value)
    )


def _format(value: JsonValue) -> tuple[str | None, float]:
    """Read a number format: a text that holds a JSON array of a pattern and a multiplier."""
    custom = value["customFormat"]
    text = custom.text()
    if text is None:
        return None, 1.0
    try:
        content = json.loads(text)
    except json.JSONDecodeError:
        content = None
    match content:
        case [str(pattern), int(multiplier) | float(multiplier)] if multiplier > 0:
            return pattern, float(multiplier)
        case [str(pattern)]:
            return pattern, 1.0
    raise custom.error("should be a text that holds a pattern and a multiplier", 'Write "[\\"$#,##0.00\\",1]".')


def _formatting(value: JsonValue) -> str | None:
    """Return the conditional formatting of a field as JSON; what it means is a matter of dashboards."""
    rules = value["conditionalFormatting"].value
    return json.dumps(rules) if isinstance(rules, dict) and rules else None
