"""The log of a server, and its numbers with several processes."""

import json
import re
import signal
from collections.abc import Callable
from typing import Any

Serve = Callable[..., Any]
SUM = {"query": 'q = load "deals"; q = group q by all; q = foreach q generate sum(Amount) as Amount;'}


def test_the_log_is_json_and_nothing_else(serve: Serve) -> None:
    server = serve("--log", "json", "--workers", "2")
    server.ask("/api/query?token=hunter2", SUM, x_request_id="mine")
    assert server.end(signal.SIGTERM) == 0
    log = (server.folder.parent / f"{server.port}.log").read_text()
    lines = [json.loads(each) for each in log.splitlines()]
    [line] = [each for each in lines if each["request"] == "mine"]
    assert (line["route"], line["status"], line["person"], line["level"]) == ("/api/query", 200, "local", "info")
    assert "hunter2" not in log
    assert "load" not in log


def test_numbers_are_those_of_all_processes(serve: Serve) -> None:
    server = serve("--workers", "2")
    for _ in range(20):
        server.ask("/api/query", SUM)

    def counted() -> bool:
        text = server.ask("/metrics")[1]
        processes = re.findall(r'swell_process_memory_bytes{pid="(\d+)"}', text)
        return "\nswell_queries_total 20\n" in text and {*map(int, processes)} == {*server.workers()}

    server.until(counted)
