"""Templates: text with fields of a record in it, `Dear {{FirstName|customer}}`. No code, no loops, no conditions."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection

from saql.record import record
from swell.acting.errors import ActingError
from swell.acting.values import Value, Values, value_text

_PLACE = re.compile(r"\{\{\s*([^{}|]+?)\s*(?:\|([^{}]*))?\}\}")
_BRACES = re.compile(r"\{\{|\}\}")


class UnfitRecordError(ActingError):
    """A record that this can't be done for, such as one without a value where a template needs one."""


@record
class Field:
    """A place in a template: the field whose value stands there, and what stands there where it has none."""

    name: str
    otherwise: str | None


@record
class Template:
    """A template, read: texts and fields in their order."""

    parts: tuple[str | Field, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of its fields, each once."""
        return tuple(dict.fromkeys(each.name for each in self.parts if isinstance(each, Field)))

    def text(self, values: Values) -> str:
        """Return the text for a record.

        Raises:
            UnfitRecordError: a field is empty, and the template does not say what stands there then.
        """
        return "".join(each if isinstance(each, str) else _filled(each, values) for each in self.parts)

    def value(self, values: Values) -> Value:
        """Return the value for a record: a template that is one field alone gives that field's, of its own type.

        Raises:
            UnfitRecordError: as `text`.
        """
        if len(self.parts) == 1 and isinstance(only := self.parts[0], Field):
            value = values.get(only.name)
            return _filled(only, values) if value is None or value == "" else value
        return self.text(values)


def read_template(text: str, place: str) -> Template:
    """Return a template.

    Args:
        text: as it is written.
        place: the file and the pointer within it, for messages.

    Raises:
        ActingError: braces do not match.
    """
    parts: list[str | Field] = []
    end = 0
    for found in _PLACE.finditer(text):
        parts += [text[end : found.start()], Field(found[1], found[2])]
        end = found.end()
    parts.append(text[end:])
    for each in parts:
        if isinstance(each, str) and _BRACES.search(each):
            hint = "A field is written {{Name}}, or {{Name|what stands there if it is empty}}."
            raise ActingError(f"{place}: braces that hold no field, near '{_near(each)}'.", hint=hint)
    return Template(tuple(each for each in parts if each != ""))


def check_fields(template: Template, known: Collection[str], place: str) -> None:
    """Check that records have the fields of a template.

    Raises:
        ActingError: they have not; the message says which, and what it may be.
    """
    for each in template.fields:
        if each not in known:
            near = difflib.get_close_matches(each, known, n=1)
            hint = f"Did you mean '{near[0]}'?" if near else f"Fields here: {', '.join(known)}."
            raise ActingError(f"{place}: the records have no field '{each}'.", hint=hint)


def _filled(field: Field, values: Values) -> str:
    text = value_text(values.get(field.name))
    if text:
        return text
    if field.otherwise is None:
        raise UnfitRecordError(f"{field.name} is empty")
    return field.otherwise


def _near(text: str) -> str:
    found = _BRACES.search(text)
    at = found.start() if found else 0
    return text[max(0, at - 10) : at + 20].strip()
