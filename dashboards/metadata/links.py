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
    """A link with holes, `/{{row.OppId}}` or `{{instanceUrl}}/{{row.OppId}}`, and what its tooltip says.

    `organization` is the field with the id of the CRM that the record of a row is in.
    """

    template: str
    tooltip: str | None = None
    organization: str | None = None

    def within(self, homes: Mapping[str, str]) -> Mapping[str, str]:
        """Return the link by the id of each CRM, holes for fields of the row as `{{Field}}`; "" stands for any CRM.

        Those are left out that would lead elsewhere than to a web page: the address is not known, or the scheme is
        another than http and https.

        Args:
            homes: the addresses of the CRMs by their ids.
        """
        several = homes if self.organization is not None and len(homes) > 1 else {}
        found = {"": self._at(next(iter(homes.values())) if len(homes) == 1 else "")}
        found |= {each: self._at(home) for each, home in several.items()}
        return {each: text for each, text in found.items() if _is_web(text)}

    def _at(self, home: str) -> str:
        home = home.rstrip("/")
        text = _HOLE.sub(lambda hole: home if hole[1] == _INSTANCE else f"{{{{{hole[1]}}}}}", self.template.strip())
        return home + text if text.startswith("/") and not text.startswith("//") else text


def renamed_template(template: str, names: Mapping[str, str]) -> str:
    """Return a link whose holes have new names of fields, by old ones."""

    def hole(found: re.Match[str]) -> str:
        before, after = found[0].rsplit(found[1], 1)
        return f"{before}{names.get(found[1], found[1])}{after}"

    return _HOLE.sub(hole, template)


def read_link(value: JsonValue) -> RecordLink | None:
    """Read the link of a dimension: its template, else one to the record whose id is in `recordIdField`."""
    template, identity = value["linkTemplate"].text(), value["recordIdField"].text()
    if template is not None and not RecordLink(template).within({"": "https://example.com"}):
        raise value["linkTemplate"].error("leads to what is no web page", 'Begin it with "https://" or "/".')
    if not value["linkTemplateEnabled"].flag(True) or not (template or identity):
        return None
    tooltip, organization = value["linkTooltip"].text(), value["recordOrganizationIdField"].text()
    return RecordLink(template or f"/{{{{row.{identity}}}}}", tooltip, organization)


def _is_web(text: str) -> bool:
    """Whether a link has a host that no hole can change."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "{" not in parts.netloc
