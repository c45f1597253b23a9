"""What an asset is made of, and what is made of it."""

from __future__ import annotations

from collections.abc import Mapping

from dashboards.model.json import Json, JsonObject, as_list, as_object, as_text
from dashboards.server.wave import dashboards, datasets, lenses
from dashboards.server.wave.call import Call, route
from dashboards.server.wave.common import reference
from dashboards.server.wave.errors import no_such
from dashboards.server.wave.ids import is_same


def show(call: Call) -> Json:
    """Answer with the dashboards and lenses that read a dataset, or with the datasets that those read."""
    given = call.part("asset")
    kinds = {"dashboards": dashboards.known(call), "datasets": datasets.known(call), "lenses": lenses.known(call)}
    asset = next(
        (each for kind in kinds.values() for each in kind.values() if is_same(as_text(each["id"]), given)), None
    )
    if asset is None:
        raise no_such("asset", given)
    found = {kind: _listed([each for each in known.values() if _depends(each, asset)]) for kind, known in kinds.items()}
    kept = {
        each: asset[each] for each in ("folder", "id", "label", "lastModifiedBy", "lastModifiedDate", "name", "type")
    }
    none = {each: _listed([]) for each in ("components", "recipes", "workflows")}
    return {**kept, **none, **found, "url": call.url("dependencies", as_text(asset["id"]))}


def _depends(one: Mapping[str, Json], other: Mapping[str, Json]) -> bool:
    """Whether one of two assets reads the other."""
    return _reads(one, other) or _reads(other, one)


def _reads(one: Mapping[str, Json], dataset: Mapping[str, Json]) -> bool:
    return any(as_object(each).get("id") == dataset["id"] for each in as_list(one.get("datasets")))


def _listed(items: list[JsonObject]) -> JsonObject:
    return {"dependencies": [{**reference(each), "type": each["type"]} for each in items], "totalSize": len(items)}


ROUTES = [route("/wave/dependencies/{asset}", show)]
