"""The measures of a compact query: `["sum", "Amount"]`, `["count", "*"]`, `["sum", "Amount", "A"]`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dashboards.compact import quote
from dashboards.errors import CompactError
from dashboards.model.json import Json, as_object, as_text, field

_FUNCTION = re.compile(r"[A-Za-z_]\w*")


@dataclass(frozen=True, slots=True)
class Measure:
    """An aggregate of a field; `name` is its column's, `label` what the dashboard calls it."""

    function: str
    field: str
    name: str
    label: str | None = None
    format: str | None = None

    def call(self, stream: str | None = None) -> str:
        """Return the aggregate as an expression.

        Args:
            stream: the stream of a cogroup whose rows are counted.
        """
        if self.function == "count":
            return f"count({stream or ''})"
        prefix = f"{stream}." if stream else ""
        return f"{self.function}({prefix}{quote.name(self.field)})"

    def projection(self, stream: str | None = None) -> str:
        """Return its column in a `generate`."""
        return f"{self.call(stream)} as {quote.name(self.name)}"


def read_measure(value: Json, name: str | None = None) -> Measure:
    """Read one measure.

    Args:
        value: the tuple.
        name: the column's name, where it is not the tuple's third part.
    """
    if isinstance(value, str):
        return _bound(value, name)
    if not isinstance(value, list) or not value:
        raise CompactError(f"A measure is {value!r}, not an aggregate and a field.")
    function = as_text(value[0]).strip().lower()
    measured = as_text(value[1] if len(value) > 1 else None, "*") or "*"
    if "{{" in function:
        return _bound(as_text(value[0]), name)
    if not _FUNCTION.fullmatch(function):
        raise CompactError(f"A measure has '{function[:60]}', which is not the name of an aggregate.")
    if measured == "*" and function != "count":
        raise CompactError(f"The measure '{function}' names no field.", hint="Only count works without one.")
    if function == "count" and measured != "*":  # the count of a field is of its different values, and called so
        function = "unique"
    alias = as_text(value[2] if len(value) > 2 else None)
    options = as_object(next((each for each in value[2:] if isinstance(each, dict)), None))
    return Measure(
        function=function,
        field=measured,
        name=name or alias or default_name(function, measured),
        label=as_text(field(options, "display")) or None,
        format=as_text(field(options, "format")) or None,
    )


def default_name(function: str, measured: str) -> str:
    """Return the name of a measure's column where the query gives none."""
    return "count" if function == "count" and measured == "*" else f"{function}_{measured}"


def _bound(text: str, name: str | None) -> Measure:
    """Return a measure that is a text: `count`, or a binding of which it is not known yet what it stands for."""
    if text == "count":
        return Measure(function="count", field="*", name=name or "count")
    if "{{" not in text:
        raise CompactError(f"A measure is the text '{text[:60]}', not an aggregate and a field.")
    return Measure(function="max", field=text, name=name or text)
