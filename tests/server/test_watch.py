"""Health, readiness, numbers and ids of requests."""

import datetime as dt
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import swell
from dashboards.library import Library
from dashboards.model.json import JsonObject
from dashboards.server import create_app
from dashboards.server.watch.numbers import Numbers, Sample, exposition
from dashboards.server.watch.shared import SharedNumbers
from dashboards.server.watch.watch import Watch
from engine.errors import SwellError
from swell.serving.watching import samples
from swell.sync_log import logged

QUERY = {"query": 'q = load "deals"; q = group q by all; q = foreach q generate sum(Amount) as Amount;'}
NOW = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
LINE = re.compile(r'(?P<name>[a-z_]+)(\{(?P<labels>[a-z_]+="[^"]*"(,[a-z_]+="[^"]*")*)\})? (?P<value>[-+.e0-9]+)')


def numbers_of(client: Any) -> dict[str, float]:
    answer = client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    found = {}
    for line in answer.text.splitlines():
        if not line.startswith("#"):
            read = LINE.fullmatch(line)
            assert read, line
            found[f"{read['name']}{{{read['labels'] or ''}}}"] = float(read["value"])
    return found


def test_requests_are_counted_by_address_method_and_status(client: Any) -> None:
    for path in ("/api/dashboards/stages", "/api/dashboards/nothing", "/api/dashboards/nothing"):
        client.get(path)
    client.get("/nowhere/at/all")
    found = numbers_of(client)
    labels = 'route="/api/dashboards/{name}",method="GET"'
    assert found[f'swell_requests_total{{{labels},status="200"}}'] == 1
    assert found[f'swell_requests_total{{{labels},status="404"}}'] == 2
    assert found['swell_requests_total{route="none",method="GET",status="404"}'] == 1
    assert found[f"swell_request_seconds_count{{{labels}}}"] == 3
    assert found[f'swell_request_seconds_bucket{{{labels},le="+Inf"}}'] == 3


def test_queries_and_what_they_read_are_counted(client: Any) -> None:
    for _ in range(3):
        client.post("/api/query", json=QUERY)
    client.post("/api/query", json={"query": "q = load"})
    found = numbers_of(client)
    assert (found["swell_queries_total{}"], found["swell_queries_kept_total{}"]) == (4, 2)
    assert found["swell_queries_failed_total{}"] == 1
    assert found["swell_scanned_rows_total{}"] == 4
    assert found["swell_scanned_bytes_total{}"] > 0


def test_kept_answers_of_dashboards_are_counted(client: Any) -> None:
    for _ in range(3):
        client.post("/api/dashboards/stages/data", json={})
    assert numbers_of(client)["swell_answers_kept_total{}"] == 2


def test_memory_is_that_of_the_process(client: Any) -> None:
    [memory] = [value for name, value in numbers_of(client).items() if name.startswith("swell_process_memory_bytes")]
    assert 10_000_000 < memory < 100_000_000_000


def test_numbers_are_for_those_at_the_machine(client: Any) -> None:
    assert client.get("/metrics", headers={"x-forwarded-for": "203.0.113.9"}).status_code == 403
    assert client.get("/healthz", headers={"x-forwarded-for": "203.0.113.9"}).json() == {"status": "ok"}


def test_a_server_that_can_work_is_ready(client: Any) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ready", "checks": {"datasets": "ok", "disk": "ok"}}


def test_a_server_without_its_folder_is_not_ready(client: Any, workspace: swell.Workspace) -> None:
    shutil.rmtree(workspace.folder)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["disk"] == "failed"
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    ("given", "kept"), [("abc-1.2_3", True), ("", False), ("a b", False), ("x" * 65, False), ('"}', False)]
)
def test_each_answer_has_an_id(client: Any, given: str, kept: bool) -> None:
    found = client.get("/api/workspace", headers={"x-request-id": given}).headers["x-request-id"]
    assert (found == given) is kept
    assert re.fullmatch(r"[A-Za-z0-9._-]{1,64}", found)


def test_the_log_has_a_line_for_each_request(workspace: swell.Workspace, client_of: Callable[..., Any]) -> None:
    lines: list[JsonObject] = []
    library = Library(workspace.folder / "dashboards")
    app = create_app(workspace.session, library, name="w", now=lambda: NOW, watch=Watch(line=lines.append))
    client = client_of(app)
    client.post(
        "/api/query?token=hunter2", json=QUERY, headers={"x-request-id": "r1", "authorization": "Bearer hunter2"}
    )
    [line] = lines
    assert line.pop("milliseconds") >= 0  # type: ignore[operator]
    assert line == {
        "event": "request",
        "request": "r1",
        "person": "local",
        "address": "127.0.0.1",
        "method": "POST",
        "route": "/api/query",
        "path": "/api/query",
        "status": 200,
    }


def test_numbers_of_several_processes_are_added_up(tmp_path: Path) -> None:
    own, other = Watch(shared=tmp_path), Numbers()
    own.numbers.add("swell_requests_total", (("route", "/"),), 2)
    other.add("swell_requests_total", (("route", "/"),), 3)
    ended = SharedNumbers(tmp_path)
    ended._own = tmp_path / "999999999.json"  # of a process that there is not
    ended.leave(other.counts(), [Sample("swell_requests_in_progress", 7, (("pid", "999999999"),))])
    text = own.text()
    assert 'swell_requests_total{route="/"} 5' in text
    assert "999999999" not in text


def test_labels_are_escaped() -> None:
    sample = Sample("swell_sync_failed", 1.0, (("connection", 'a"b\\c\nd'),))
    assert exposition({}, [sample]).splitlines()[-1] == r'swell_sync_failed{connection="a\"b\\c\nd"} 1'


def test_the_age_of_syncs_is_told(workspace: swell.Workspace) -> None:
    (workspace.folder / "swell.toml").write_text('[connections.crm]\ntype = "salesforce"\n')
    opened = swell.open(workspace.folder)
    assert [each.name for each in samples(opened, NOW)] == ["swell_datasets"]
    with pytest.raises(SwellError), logged(opened.store.folder, "crm", "r1"):
        raise SwellError("no")
    found = {each.name: each.value for each in samples(opened, NOW)}
    assert found == {"swell_datasets": 1, "swell_sync_failed": 1}
