"""The API does what its description says."""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import httpx
import jsonschema
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from starlette.routing import Route

import swell
from dashboards.server.api.openapi import described, plain
from dashboards.server.api.shapes import read, shapes

from .conftest import Served
from .people import accounts_of, bearer, browser

EXAMPLES = int(os.environ.get("SWELL_EXAMPLES", "1")) * 6


@pytest.fixture
def description(client: Any) -> Any:
    return client.get("/api/openapi.json").json()


def test_every_address_of_the_api_is_described_and_no_other(workspace: swell.Workspace) -> None:
    found = {(method, plain(route.path)) for route, method in described(workspace.application().routes)}
    assert found == set(shapes().addresses)


def test_every_address_says_what_it_does(description: Any) -> None:
    operations = [each for path in description["paths"].values() for each in path.values()]
    assert all(each["summary"].endswith(".") for each in operations)
    assert len({each["operationId"] for each in operations}) == len(operations)


ASKED: list[tuple[str, str, Any]] = [
    ("GET", "/api/openapi.json", None),
    ("GET", "/api/workspace", None),
    ("GET", "/api/me", None),
    ("GET", "/api/me/tokens", None),
    ("GET", "/api/people", None),
    ("GET", "/api/audit", None),
    ("GET", "/api/dashboards", None),
    ("GET", "/api/dashboards/stages", None),
    ("POST", "/api/dashboards/stages/data", {"selections": {"by_stage": [{"Stage": "Won"}]}}),
    ("POST", "/api/dashboards/stages/why", {"widget": "chart"}),
    ("GET", "/api/dashboards/stages/source", None),
    ("POST", "/api/dashboards/stages/findings", {"source": {"steps": {}}}),
    ("GET", "/api/dashboards/stages/views", None),
    ("POST", "/api/dashboards/stages/views", {"name": "Mine"}),
    ("GET", "/api/dashboards/stages/additions", None),
    ("POST", "/api/preview", {"source": {"steps": {}}}),
    ("GET", "/api/queries", None),
    ("POST", "/api/queries/q.saql", {"text": "q"}),
    ("GET", "/api/queries/q.saql", None),
    ("GET", "/api/connections", None),
    ("GET", "/api/apps", None),
    ("GET", "/api/lineage", None),
    ("GET", "/api/jobs", None),
    ("GET", "/api/alerts", None),
    ("GET", "/api/duplicates", None),
    ("GET", "/api/goals", None),
    ("GET", "/api/models", None),
    ("POST", "/api/analyses/story", {"dataset": "deals", "measure": "count"}),
    ("GET", "/api/widgets", None),
    ("GET", "/api/datasets", None),
    ("GET", "/api/datasets/deals", None),
    ("GET", "/api/datasets/deals/quality", None),
    ("GET", "/api/schema", None),
    *(("POST", f"/api/{each}", {"query": 'q = load "deals";'}) for each in ("check", "profile", "format")),
    ("POST", "/api/query", {"query": 'q = load "deals"; q = foreach q generate Stage, Amount;'}),
    *(("POST", f"/api/{each}", {"query": 'q = load "deals";', "offset": 5}) for each in ("complete", "hover")),
    ("POST", "/api/query", {"query": "q = "}),
    ("GET", "/api/dashboards/nowhere", None),
]


def test_answers_are_as_described(workspace: swell.Workspace, client: Any, description: Any) -> None:
    headers = browser(accounts_of(workspace), "admin@example.com")
    wrong = {}
    for method, path, body in ASKED:
        answer = client.request(method, path, json=body, headers=headers)
        schema = schema_of(description, method, path, workspace, answer.status_code)
        checker = jsonschema.Draft202012Validator({**schema, "components": description["components"]})
        mistakes = [each.message for each in checker.iter_errors(answer.json())]
        if mistakes:
            wrong[f"{method} {path} {answer.status_code}"] = mistakes
    assert wrong == {}


def schema_of(description: Any, method: str, path: str, workspace: swell.Workspace, status: int) -> Any:
    for route in workspace.application().routes:
        if isinstance(route, Route) and route.path_regex.match(path) and method in (route.methods or ()):
            answers = description["paths"][plain(route.path)][method.lower()]["responses"]
            found = answers.get(str(status), answers["default"])
            return found["content"]["application/json"]["schema"]
    raise AssertionError(path)


def test_a_line_that_is_no_member_is_refused() -> None:
    for line, named in (
        ("Shape\n  name", "name"),
        ("Shape\n  name word", "word"),
        ("GET /x\n  > name <text>", "<text>"),
        ("GET /x\nGET /x", "/x"),
    ):
        with pytest.raises(ValueError, match=named):
            read(line)


def test_what_schemathesis_asks_is_never_too_much(
    workspace: swell.Workspace, description: Any, served: Callable[..., AbstractContextManager[Served]]
) -> None:
    schemathesis = pytest.importorskip("schemathesis", reason="needs schemathesis: pip install 'swell[test]'")
    headers = bearer(accounts_of(workspace), "admin@example.com", "admin")
    failures: list[Any] = []
    with served(workspace.folder) as server:
        for found in schemathesis.openapi.from_dict(description).get_all_operations():
            ask(found.ok(), server.address, headers, failures)
        assert httpx.get(f"{server.address}/api/me", headers=headers).status_code == 200
    assert failures == []


def ask(operation: Any, address: str, headers: dict[str, str], failures: list[Any]) -> None:
    @given(case=operation.as_strategy())
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def asked(case: Any) -> None:
        answer = case.call(base_url=address, headers=headers, timeout=30)
        if answer.status_code >= 500:
            failures.append((case.method, case.path, answer.status_code, case.body, answer.text[:300]))

    asked()
