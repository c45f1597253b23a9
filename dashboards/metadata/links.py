"""Links from the values of a dimension to records of the CRM."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from engine.json_value import JsonValue
from saql.record import record

_HOLE = re.compile(r"\{\{\s*(?:row\.)?([^{}]+?)\s*\}\}")
_INSTANCE = "instanceUrl"


@record
class RecordLink:
    """A link with holes, `/{{row.OppId}}` or `{{instanceUrl}}/{{row.OppId}}`, and what its tooltip says."""

    template: str
    tooltip: str | None = None

    def at(self, instance: str | None) -> str | None:
        """Return the link for an organization at an address, holes for fields of the row as `{{Field}}`.

        None where it would lead elsewhere than to a web page: the address is not known, or the scheme is another than
        http and https.
        """
        home = (instance or "").rstrip("/")
        text = _HOLE.sub(lambda hole: home if hole[1] == _INSTANCE else f"{{{{{hole[1]}}}}}", self.template.strip())
        if text.startswith("/") and not text.startswith("//"):
            text = home + text
        return text if _is_web(text) else None


def renamed_template(template: str, names: Mapping[str, str]) -> str:
    """Return a link whose holes have new names of fields, by old ones."""

    def hole(found: re.Match[str]) -> str:
        before, after = found[0].rsplit(found[1], 1)
        return f"{before}{names.get(found[1], found[1])}{after}"

    return _HOLE.sub(hole, template)


def read_link(value: JsonValue) -> RecordLink | None:
    """Read the link of a dimension: its template, else one to the record whose id is in `recordIdField`."""
    template, identity = value["linkTemplate"].text(), value["recordIdField"].text()
    if template is not None and RecordLink(template).at("https://example.com") is None:
        raise value["linkTemplate"].error("leads to what is no web page", 'Begin it with "https://" or "/".')
    if not value["linkTemplateEnabled"].flag(True) or not (template or identity):
        return None
    return RecordLink(template or f"/{{{{row.{identity}}}}}", value["linkTooltip"].text())


def _is_web(text: str) -> bool:
    """Whether a link has a host that no hole can change."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "{" not in parts.netloc
