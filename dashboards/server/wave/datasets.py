"""Datasets: their list, what is known of one, its label changed, and its end."""

from __future__ import annotations

import datetime as dt

from starlette.responses import Response

from dashboards.model.json import Json, JsonObject
from dashboards.server.wave.call import Call, route, routes
from dashboards.server.wave.common import SERVER, asset, instant
from dashboards.server.wave.errors import WaveError, no_such
from dashboards.server.wave.folders import folder_of, wanted_folder
from dashboards.server.wave.ids import DATASET, VERSION, make_id, named
from dashboards.server.wave.paging import page
from dashboards.server.wave.xmd import write_user_xmd
from engine.store import Dataset, StoreError


def listed(call: Call) -> Json:
    """Answer with the datasets."""
    kinds = [each.casefold() for each in call.options("datasetTypes")]
    if kinds and "default" not in kinds:
        return page(call, "datasets", [])
    return page(call, "datasets", [*known(call).values()])


def known(call: Call) -> dict[str, JsonObject]:
    """Return all datasets that can be read, by name."""
    store, found = call.services.session.store, {}
    for name in store.names():
        try:
            with store.open(name) as dataset:
                found[name] = describe(call, dataset)
        except StoreError:  # it went away meanwhile, or is damaged; to open it says why
            continue
    return found


def show(call: Call) -> Json:
    """Answer with what is known of one."""
    with call.services.session.store.open(dataset_name(call)) as dataset:
        return describe(call, dataset)


def remove(call: Call) -> Response:
    """Remove one with all its versions."""
    call.services.session.store.delete(dataset_name(call))
    return Response(status_code=204)


def change(call: Call) -> Json:
    """Change what people say of a dataset (`userXmd`); refuse the rest: the label comes with an upload."""
    name = dataset_name(call)
    if wanted_folder(call):
        raise WaveError(400, "INVALID_INPUT", "All datasets are in one app.", "Only dashboards can be moved.")
    with call.services.session.store.open(name) as dataset:
        found = describe(call, dataset)
    for each, value in call.body.items():
        if each not in ("folder", "userXmd") and found.get(each) != value:
            hint = "A label comes with the data: EdgemartLabel of an upload."
            raise WaveError(400, "INVALID_INPUT", f"'{each[:50]}' of a dataset can't be changed.", hint)
    if "userXmd" in call.body:
        with call.services.session.store.open(name) as dataset:
            write_user_xmd(call, dataset, call.body["userXmd"])
    return found


def dataset_name(call: Call) -> str:
    """Return the name of the dataset that the path names, by its id or its name.

    Raises:
        WaveError: there is none.
    """
    name = named(call.part("dataset"), DATASET, call.services.session.store.names())
    if name is None:
        raise no_such("dataset", call.part("dataset"))
    return name


def describe(call: Call, dataset: Dataset) -> JsonObject:
    """Return a dataset as the API shows it."""
    identity = make_id(DATASET, dataset.name)
    version = make_id(VERSION, dataset.name, str(dataset.version))
    made: dt.datetime = dataset.created
    found = asset(call, "dataset", identity, dataset.name, dataset.label, made, made)
    url = call.url("datasets", identity, "versions")
    return {
        **found,
        "clientShardsUrl": None,
        "currentVersionCreatedBy": SERVER,
        "currentVersionCreatedDate": instant(made),
        "currentVersionId": version,
        "currentVersionLastModifiedBy": SERVER,
        "currentVersionLastModifiedDate": instant(made),
        "currentVersionSupportsNewDates": False,
        "currentVersionTotalRowCount": dataset.rows,
        "currentVersionUrl": f"{url}/{version}",
        "dataRefreshDate": instant(made),
        "datasetType": "default",
        "description": None,
        "folder": folder_of(call),
        "lastMetadataChangedDate": instant(made),
        "versionsUrl": url,
        "visibility": "All",
    }


ROUTES = [
    route("/wave/datasets", listed),
    route("/wave/datasets/", listed),
    *routes("/wave/datasets/{dataset}", [("GET", show), ("PATCH", change), ("DELETE", remove)]),
]
