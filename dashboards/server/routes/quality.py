"""The quality of a dataset: its rules, what is in it, what changed; over the rows that the person sees."""

from __future__ import annotations

from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboards.metadata import Metadata, shown
from dashboards.model.json import Json, JsonObject
from dashboards.server.services import Services
from engine.quality.check import Outcome
from engine.quality.errors import RulesError
from engine.quality.gate import FOLDER
from engine.quality.report import report
from engine.quality.rule_file import read_rules, rule_file
from engine.quality.rules import Rule
from engine.quality.values import Cell


async def show(request: Request) -> Response:
    """Answer with what is known of it."""
    services, name = Services.of(request), request.path_params["name"]
    return JSONResponse(await services.workers.run(lambda: _known(services, name)))


def _known(services: Services, name: str) -> JsonObject:
    file = rule_file(services.library.folder.parent / FOLDER, name)
    rules: tuple[Rule, ...] = ()
    problem = None
    try:
        rules = read_rules(file)
    except RulesError as error:
        problem = f"{error.message} {error.hint or ''}".strip()
    found = report(services.session.store, rules, name, services.now(), profiled=True)
    assert found.profile is not None
    with services.session.store.open(name) as dataset:
        said = shown(dataset, Metadata.beside(services.session.store).usable(dataset.name)).fields
    fields: list[Json] = [{**asdict(each), "label": said[each.name].label} for each in found.profile.fields]
    return {
        "file": f"{FOLDER}/{file.name}",
        "problem": problem,
        "rules": [_outcome(each) for each in found.outcomes],
        **asdict(found.profile),
        "fields": fields,
        "changes": None if found.changes is None else [asdict(each) for each in found.changes],
        "noted": None if found.noted is None else list(found.noted),
    }


def _outcome(outcome: Outcome) -> JsonObject:
    return {
        "message": outcome.rule.message,
        "severity": outcome.rule.severity,
        "state": outcome.state,
        "found": outcome.found,
        "broken": outcome.rows,
        "columns": list(outcome.fields),
        "examples": [[*map(_json, each)] for each in outcome.examples],
        "query": outcome.query,
    }


def _json(cell: Cell) -> Json:
    return [*cell] if isinstance(cell, list) else cell


ROUTES = [Route("/api/datasets/{name:path}/quality", show)]
