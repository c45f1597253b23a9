"""The section `organizations`: the CRMs that records come from."""

from __future__ import annotations

from urllib.parse import urlsplit

from engine.json_value import JsonValue
from saql.record import record


@record
class Organization:
    """A CRM: its id, what people call it, and the address that links to its records begin with."""

    id: str
    label: str | None
    url: str | None


def read_organization(value: JsonValue) -> Organization:
    """Read an entry.

    Raises:
        MetadataError: a value is not what it should be.
    """
    address = value["instanceUrl"]
    text = address.text()
    if text is not None and not _is_web(text):
        raise address.error("should be the address of a web page", 'Write "https://example.my.salesforce.com".')
    return Organization(value["id"].text() or "", value["label"].text(), text)


def _is_web(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
