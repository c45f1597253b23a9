"""The extended metadata (XMD) of a version: its fields as people see them.

Source: Analytics Extended Metadata (XMD) Reference.
"""

from __future__ import annotations

from dashboards.metadata import Metadata, Xmd, merged, read_xmd, seen_xmd, system_xmd
from dashboards.model.json import JsonObject
from dashboards.server.wave.common import SERVER, instant
from engine.store import Dataset

KINDS = ("main", "system", "user")

_ENVELOPE = ("createdBy", "createdDate", "lastModifiedBy", "lastModifiedDate", "type", "url", "etag")
"""What an answer has besides what people say."""

_NOTHING = system_xmd([])


def xmd(dataset: Dataset, metadata: Metadata, kind: str, url: str) -> JsonObject:
    """Return an XMD.

    Args:
        dataset: the version.
        metadata: what people say of the datasets.
        kind: `system`, what was imported; `user`, what people say; or `main`, both in one.
        url: its address.
    """
    system, user = system_xmd(dataset.fields), metadata.usable(dataset.name)
    said: JsonObject = {} if user is None else user.json
    content = {"system": system, "user": {**_NOTHING, **said}, "main": merged(system, said)}[kind]
    return {
        "createdBy": SERVER,
        "createdDate": instant(dataset.created),
        "lastModifiedBy": SERVER,
        "lastModifiedDate": instant(dataset.created),
        **seen_xmd(dataset, content),
        "type": kind,
        "url": url,
    }


def user_xmd(body: JsonObject) -> Xmd:
    """Return the XMD that a request puts in the place of what people said before.

    Raises:
        MetadataError: it is not valid.
    """
    return read_xmd({key: value for key, value in body.items() if key not in _ENVELOPE})
