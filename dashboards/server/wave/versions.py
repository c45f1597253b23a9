"""Versions of datasets: their list, one with its fields, its extended metadata, its predicate."""

from __future__ import annotations

from dashboards.metadata import Metadata
from dashboards.model.json import Json, JsonObject
from dashboards.rows.rules import Rules, make_rule
from dashboards.server.identity import person_of
from dashboards.server.services import Services
from dashboards.server.wave.call import Call, route, routes
from dashboards.server.wave.common import SERVER, instant
from dashboards.server.wave.datasets import dataset_name
from dashboards.server.wave.errors import WaveError, invalid, no_such
from dashboards.server.wave.ids import DATASET, VERSION, make_id
from dashboards.server.wave.loads import version_of
from dashboards.server.wave.paging import page
from dashboards.server.wave.xmd import KINDS, write_user_xmd, xmd
from engine.errors import SwellError
from engine.security.errors import DatasetClosedError
from engine.store import Dataset, StoreError

LARGEST_XMD = 10_000_000
"""In bytes."""


def listed(call: Call) -> Json:
    """Answer with the versions that can be opened."""
    name, store = dataset_name(call), call.services.session.store
    found: list[JsonObject] = []
    for number in store.versions(name):
        try:
            with store.open(name, number) as dataset:
                found.append(_describe(call, dataset))
        except StoreError:  # it went away meanwhile, or is damaged
            continue
    return page(call, "versions", found, path=f"datasets/{make_id(DATASET, name)}/versions")


def show(call: Call) -> Json:
    """Answer with one version and its fields."""
    with _opened(call) as dataset:
        found = _describe(call, dataset)
        return {**found, "xmdMain": xmd(dataset, _metadata(call), "main", f"{found['xmdsUrl']}/main")}


def change(call: Call) -> Json:
    """Change the predicate of a dataset; all its versions have it."""
    text = call.body.get("predicate")
    whole = Services.whole(call.request).session.store  # a predicate that closes the dataset can be mended
    unknown = [each for each in call.body if each not in ("predicate", "sharingSource", "isComplete", "totalRows")]
    if unknown:
        raise invalid(f"'{unknown[0][:50]}' of a version can't be changed.", 'Send {"predicate": "…"}.')
    if call.body.get("sharingSource"):
        raise WaveError(400, "INVALID_INPUT", "Sharing is not taken over from another system.", "Write a predicate.")
    name = dataset_name(call)
    with whole.open(name, version_of(name, call.part("number"), whole)) as dataset:
        if isinstance(text, str):
            _write_predicate(call.services.sessions.rules, dataset, text)
        found = _describe(call, dataset)
    return {**found, "totalRowCount": _seen(call, name)}


def _write_predicate(rules: Rules, dataset: Dataset, text: str) -> None:
    """Write a predicate that fits the dataset, beside what else its rule says; an empty one ends the rule."""
    if not text.strip():
        rules.remove(dataset.name)
        return
    known = rules.find(dataset.name)
    backup = None if known is None or known.backup is None else known.backup.text
    rule = make_rule(text, backup, () if known is None else known.excepted)
    rule.check(dataset.schema)
    rules.put(dataset.name, rule)


def _seen(call: Call, name: str) -> int:
    """Return how many rows of a dataset who asks sees now."""
    try:
        with call.services.session.store.open(name) as dataset:
            return dataset.rows
    except DatasetClosedError:
        return 0


def files(call: Call) -> Json:
    """Answer that a version has no files that can be fetched; a query reads its rows."""
    with _opened(call) as dataset:
        path = f"datasets/{make_id(DATASET, dataset.name)}/versions/{call.part('number')}/files"
    return page(call, "files", [], path=path)


def xmds(call: Call) -> Json:
    """Answer with what extended metadata there is."""
    with _opened(call) as dataset:
        url = f"{_describe(call, dataset)['url']}/xmds"
        return {"xmds": [{"type": each, "url": f"{url}/{each}"} for each in KINDS], "url": url}


def one_xmd(call: Call) -> Json:
    """Answer with the extended metadata of one kind."""
    kind = call.part("kind").casefold()
    if kind not in KINDS:
        raise no_such("extended metadata of the kind", kind)
    with _opened(call) as dataset:
        return xmd(dataset, _metadata(call), kind, f"{_describe(call, dataset)['url']}/xmds/{kind}")


def write_xmd(call: Call) -> Json:
    """Put what people say of a dataset in the place of all that they said before; all its versions have it."""
    kind = call.part("kind").casefold()
    if kind != "user":
        raise WaveError(400, "INVALID_INPUT", "Only the user XMD can be written.", "Send it to …/xmds/user.")
    with _opened(call) as dataset:
        write_user_xmd(call, dataset, call.body)
        return xmd(dataset, _metadata(call), kind, f"{_describe(call, dataset)['url']}/xmds/{kind}")


def _metadata(call: Call) -> Metadata:
    return Metadata.beside(call.services.session.store)


def _opened(call: Call) -> Dataset:
    name, store = dataset_name(call), call.services.session.store
    return store.open(name, version_of(name, call.part("number"), store))


def _describe(call: Call, dataset: Dataset) -> JsonObject:
    identity, number = make_id(DATASET, dataset.name), make_id(VERSION, dataset.name, str(dataset.version))
    url = call.url("datasets", identity, "versions", number)
    return {
        "createdBy": SERVER,
        "createdDate": instant(dataset.created),
        "dataset": {
            "id": identity,
            "label": dataset.label,
            "name": dataset.name,
            "url": call.url("datasets", identity),
        },
        "filesUrl": f"{url}/files",
        "id": number,
        "isComplete": True,
        "lastModifiedBy": SERVER,
        "lastModifiedDate": instant(dataset.created),
        "predicate": _predicate(call, dataset.name),
        "predicateVersion": 1.0,
        "sharingSource": None,
        "source": None,
        "totalRowCount": dataset.rows,
        "type": "datasetversion",
        "url": url,
        "xmdsUrl": f"{url}/xmds",
    }


def _predicate(call: Call, name: str) -> str | None:
    """Return the predicate of a dataset for who may change it; others are not told how rows are chosen."""
    if person_of(call.request).role != "admin":
        return None
    try:
        rule = call.services.sessions.rules.find(name)
    except SwellError:  # its file has to be mended first; to ask for rows says how
        return None
    return None if rule is None else rule.predicate.text


_ONE = "/wave/datasets/{dataset}/versions/{number}"
ROUTES = [
    route("/wave/datasets/{dataset}/versions", listed),
    *routes(_ONE, [("GET", show), ("PATCH", change)]),
    route(f"{_ONE}/files", files),
    route(f"{_ONE}/xmds", xmds),
    *routes(f"{_ONE}/xmds/{{kind}}", [("GET", one_xmd), ("PUT", write_xmd)], largest=LARGEST_XMD),
]
