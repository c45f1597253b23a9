"""The records by which data is uploaded: InsightsExternalData and its parts.

Source: Analytics External Data API Developer Guide.
"""

from __future__ import annotations

import base64
import binascii
import dataclasses
import json
import re
import secrets

from starlette.responses import JSONResponse, Response

from dashboards.model.json import Json, JsonObject, as_text
from dashboards.server.identity import person_of
from dashboards.server.wave.call import Answer, Call, route
from dashboards.server.wave.common import instant
from dashboards.server.wave.errors import WaveError, no_such
from dashboards.server.wave.ids import EXTERNAL_DATA, EXTERNAL_DATA_PART, USER, make_id, with_checksum
from dashboards.server.wave.processing import Uploads
from dashboards.server.wave.uploads import MOST_PARTS, NEW, QUEUED, Upload

HEADER, PART = "InsightsExternalData", "InsightsExternalDataPart"

FIELDS = frozenset(
    """Action Dataflow Description EdgemartAlias EdgemartContainer EdgemartLabel FileName Format IsDependentOnLastUpload
    IsIndependentParts LicenseType MetaDataLength MetadataLength Mode NotificationEmail NotificationSent Operation
    Target""".split()
)
"""Those of the record but the metadata, which is kept apart."""

OPERATIONS = ("Overwrite", "Append", "Upsert", "Delete")
LARGEST_PART = 16_000_000
"""In bytes; CRM Analytics takes 10 MB."""

_LARGEST_BODY = LARGEST_PART * 4 // 3 + 100_000
_ALIAS = re.compile(r"[^\W\d_]\w{0,79}")


def make(call: Call) -> Answer:
    """Make a record: an upload, or a part of one."""
    kind = _kind(call)
    identity = _begin(call) if kind == HEADER else _add_part(call)
    return JSONResponse({"id": identity, "success": True, "errors": []}, 201)


def change(call: Call) -> Answer:
    """Change an upload that was not processed yet, or process it."""
    if _kind(call) != HEADER:
        raise _refused("Parts of uploads can't be changed.")
    upload = _new(call, call.part("record"))
    fields, metadata = _fields(call.body)
    action = fields.pop("Action", "None")
    changed = dataclasses.replace(upload, fields={**upload.fields, **fields})
    _check_header(changed)
    if metadata is not None:
        uploads(call).folder.write_metadata(changed, metadata)
    if action != "Process":
        uploads(call).folder.write(changed)
        return Response(status_code=204)
    _check_complete(call, changed)
    uploads(call).folder.write(dataclasses.replace(changed, status=QUEUED, submitted=call.services.now()))
    uploads(call).process()
    return Response(status_code=204)


def post(call: Call) -> Answer:
    """Change an upload for clients that can't send PATCH: they say `_HttpMethod=PATCH`."""
    if call.option("_HttpMethod").upper() != "PATCH":
        raise WaveError(405, "METHOD_NOT_ALLOWED", "A record is changed with PATCH, or with ?_HttpMethod=PATCH.")
    return change(call)


def show(call: Call) -> Answer:
    """Answer with an upload, or a part of one."""
    kind, given = _kind(call), call.part("record")
    found = next((each for each in records(call, kind) if as_text(each["Id"])[:15] == given[:15]), None)
    if found is None:
        raise no_such(kind, given)
    return found


def refused(call: Call) -> Answer:
    """Answer with the rows of an upload that were refused, as CSV: to who made it, and administrators."""
    _kind(call)
    upload, person = uploads(call).folder.find(call.part("record")), person_of(call.request)
    file = None if upload is None else uploads(call).folder.refused(upload)
    if upload is None or file is None or not file.is_file() or not (upload.by == person.id or person.role == "admin"):
        raise no_such("report of refused rows", call.part("record"))
    return Response(file.read_bytes(), media_type="text/csv")


def kinds(call: Call) -> Json:
    """Answer with the kinds of records there are."""
    known: list[Json] = [{"name": each, "urls": {"sobject": f"{call.base}/sobjects/{each}"}} for each in (HEADER, PART)]
    return {"encoding": "UTF-8", "maxBatchSize": 1, "sobjects": known}


def describe(call: Call) -> Json:
    """Answer with the fields of a kind of record."""
    kind = _kind(call)
    names = sorted({*FIELDS, "MetadataJson", *_STATE}) if kind == HEADER else [*_PART_FIELDS]
    return {"name": kind, "createable": True, "fields": [{"name": each} for each in ("Id", *names)]}


def records(call: Call, kind: str) -> list[JsonObject]:
    """Return all records of a kind, as a query or a look at one gives them."""
    folder = uploads(call).folder
    if kind == HEADER:
        return [_header(call, each) for each in folder.all()]
    return [
        {
            "attributes": _attributes(call, PART, part_id(each, number)),
            "Id": part_id(each, number),
            "InsightsExternalDataId": each.id,
            "PartNumber": number,
            "DataLength": file.stat().st_size,
        }
        for each in folder.all()
        for number, file in folder.parts(each).items()
    ]


def uploads(call: Call) -> Uploads:
    """Return the uploads of the workspace.

    Raises:
        WaveError: this server takes none.
    """
    if call.services.uploads is None:
        raise _refused("This server takes no uploads.")
    return call.services.uploads


def part_id(upload: Upload, number: int) -> str:
    """Return the id of a part."""
    return make_id(EXTERNAL_DATA_PART, upload.id, str(number))


_STATE = ("Status", "StatusMessage", "SubmittedDate", "CreatedDate", "CreatedById")
_PART_FIELDS = ("InsightsExternalDataId", "PartNumber", "DataFile", "DataLength")


def _begin(call: Call) -> str:
    fields, metadata = _fields(call.body)
    folder, now = uploads(call).folder, call.services.now()
    by = person_of(call.request).id
    upload = Upload(make_id(EXTERNAL_DATA, secrets.token_hex(16)), fields, now, by)
    _check_header(upload)
    if fields.pop("Action", "None") == "Process":
        raise _refused("An upload is processed when it has parts: send Action=Process later.")
    folder.drop_old(now)
    if metadata is not None:
        folder.write_metadata(upload, metadata)
    folder.write(dataclasses.replace(upload, fields=fields))
    return upload.id


def _add_part(call: Call) -> str:
    _check_known(
        call.body, ("InsightsExternalDataId", "PartNumber", "DataFile", "DataLength", "CompressedDataLength"), PART
    )
    upload = _new(call, as_text(call.body.get("InsightsExternalDataId")))
    given = str(call.body.get("PartNumber"))
    if not given.isdecimal() or not 1 <= int(given[:9]) <= MOST_PARTS:
        raise _refused(f"PartNumber is '{given[:20]}', and should be a number from 1 to {MOST_PARTS:,}.")
    number, content = int(given), _decoded(call.body.get("DataFile"), "DataFile")
    if len(content) > LARGEST_PART:
        raise _refused(f"A part has at most {LARGEST_PART:,} bytes.")
    folder = uploads(call).folder
    known = folder.parts(upload).get(number)
    if known is not None and known.read_bytes() != content:
        raise WaveError(400, "DUPLICATE_VALUE", f"There is another part {number} already.")
    folder.write_part(upload, number, content)
    return part_id(upload, number)


def _fields(body: JsonObject) -> tuple[dict[str, str], bytes | None]:
    """Return what a client says of an upload, and its metadata."""
    _check_known(body, (*FIELDS, "MetadataJson"), HEADER)
    given = body.get("MetadataJson")
    metadata = None if given is None else _decoded(given, "MetadataJson")
    if metadata is not None:
        try:
            json.loads(metadata)
        except (ValueError, RecursionError):
            raise _refused("MetadataJson does not hold JSON in base64.") from None
    known = {name: str(value) for name, value in body.items() if name != "MetadataJson" and value is not None}
    return known, metadata


def _check_known(body: JsonObject, names: tuple[str, ...], kind: str) -> None:
    unknown = next((each for each in body if each not in names and each != "attributes"), None)
    if unknown is not None:
        raise WaveError(400, "INVALID_FIELD", f"No such column '{unknown[:60]}' on sobject of type {kind}")


def _check_header(upload: Upload) -> None:
    fields = upload.fields
    alias, operation = fields.get("EdgemartAlias", ""), fields.get("Operation", "Overwrite")
    if not _ALIAS.fullmatch(alias):
        hint = "Letters, digits and underscores, a letter first, at most 80."
        raise WaveError(
            400, "REQUIRED_FIELD_MISSING", f"EdgemartAlias is '{alias[:80]}', which names no dataset.", hint
        )
    if fields.get("Format", "Csv").casefold() != "csv":
        raise _refused(f"Format is '{fields['Format'][:20]}'; uploads are Csv.")
    if operation not in OPERATIONS:
        raise _refused(f"Operation is '{operation[:20]}'; there are {', '.join(OPERATIONS)}.")
    if fields.get("Action", "None") not in ("None", "Process"):
        raise _refused(f"Action is '{fields['Action'][:20]}'; there are None and Process.")


def _check_complete(call: Call, upload: Upload) -> None:
    folder = uploads(call).folder
    numbers = [*folder.parts(upload)]
    if not numbers or numbers != [*range(1, len(numbers) + 1)]:
        missing = next((n for n in range(1, len(numbers) + 1) if n not in numbers), 1)
        raise _refused(f"Part {missing} of the upload is missing; it has {len(numbers)}.")
    if upload.fields.get("Operation", "Overwrite") != "Overwrite" and folder.metadata(upload) is None:
        raise _refused(f"{upload.fields['Operation']} takes metadata (MetadataJson).")


def _new(call: Call, given: str) -> Upload:
    """Return an upload that can still be changed."""
    upload = uploads(call).folder.find(given)
    if upload is None:
        raise no_such(HEADER, given)
    if upload.status != NEW:
        raise _refused(f"The upload can't be changed any more: its status is {upload.status}.")
    return upload


def _decoded(value: Json, name: str) -> bytes:
    """Return bytes from base64 of either alphabet."""
    text = as_text(value).replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise _refused(f"{name} is not base64.") from None


def _header(call: Call, upload: Upload) -> JsonObject:
    known: JsonObject = {each: upload.fields.get(each) for each in sorted(FIELDS)}
    return {
        "attributes": _attributes(call, HEADER, upload.id),
        "Id": upload.id,
        **known,
        "Action": "None" if upload.status == NEW else "Process",
        "Operation": upload.fields.get("Operation", "Overwrite"),
        "Status": upload.status,
        "StatusMessage": upload.message or None,
        "SubmittedDate": None if upload.submitted is None else instant(upload.submitted),
        "CreatedDate": instant(upload.created),
        "CreatedById": with_checksum(upload.by) if upload.by.startswith(USER) else make_id(USER, upload.by),
    }


def _attributes(call: Call, kind: str, identity: str) -> JsonObject:
    return {"type": kind, "url": f"{call.base}/sobjects/{kind}/{identity}"}


def _kind(call: Call) -> str:
    given = call.part("kind")
    found = next((each for each in (HEADER, PART) if each.casefold() == given.casefold()), None)
    if found is None:
        raise WaveError(404, "NOT_FOUND", f"There are no records of the kind '{given[:50]}'.", f"There is {HEADER}.")
    return found


def _refused(message: str) -> WaveError:
    return WaveError(400, "FIELD_INTEGRITY_EXCEPTION", message)


ROUTES = [
    route("/sobjects", kinds),
    route("/sobjects/{kind}", make, "POST", largest=_LARGEST_BODY),
    route("/sobjects/{kind}/describe", describe),
    route("/sobjects/{kind}/{record}", show),
    route("/sobjects/{kind}/{record}/refused", refused),
    route("/sobjects/{kind}/{record}", change, "PATCH", largest=_LARGEST_BODY),
    route("/sobjects/{kind}/{record}", post, "POST", largest=_LARGEST_BODY),
]
