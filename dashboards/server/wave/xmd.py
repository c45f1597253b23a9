"""The extended metadata (XMD) of a version: its fields as people see them.

Source: Analytics Extended Metadata (XMD) Reference.
"""

from __future__ import annotations

from dashboards.metadata import Metadata, merged, read_xmd, seen_xmd, system_xmd
from dashboards.model.json import Json, JsonObject
from dashboards.server.wave.call import Call
from dashboards.server.wave.common import SERVER, instant
from dashboards.server.wave.errors import WaveError
from engine.security.seen import SeenDataset
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


def write_user_xmd(call: Call, dataset: Dataset, body: Json) -> None:
    """Put what a request says of a dataset in the place of all that people said before; all its versions have it.

    Raises:
        MetadataError: it is not valid.
        WaveError: who asks does not see all rows.
    """
    if isinstance(dataset, SeenDataset):
        reason = "You see some of the rows, and what is said of the others would be lost."
        raise WaveError(403, "INSUFFICIENT_ACCESS", reason)
    said = body if not isinstance(body, dict) else {key: body[key] for key in body if key not in _ENVELOPE}
    Metadata.beside(call.services.session.store).put(dataset.name, read_xmd(said))
