"""A process that syncs in children of its own, each of which may be killed; run as a script.

It reads orders, a JSON line each, and answers each with the outcome. A child is forked with all imported, so that a
sync takes milliseconds. It kills itself (SIGKILL) at the given number of things that it does to files or sockets.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import sys
import time
import traceback
from pathlib import Path
from typing import Any

import pandas  # noqa: F401 - this and the next are imported before there are children: each would do it again
import simple_salesforce  # noqa: F401

import connectors.hubspot.connector
import connectors.salesforce.connector  # noqa: F401
from connectors.registry import connector_kind
from connectors.sync.ready_made import DatasetPlan, parse_plan
from connectors.sync.runner import Sync
from connectors.sync.settings import ConnectionSettings, Demand
from engine.errors import SwellError
from engine.store import Store

_COUNTED = ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "socket.connect", "socket.__new__")


class NoWaiting:
    """Time that passes only when somebody sleeps."""

    def __init__(self) -> None:
        self._slept = 0.0

    def seconds(self) -> float:
        return time.monotonic() + self._slept

    def sleep(self, seconds: float) -> None:
        self._slept += seconds


class MemorySecrets:
    def __init__(self, values: dict[str, str]) -> None:
        self._values = values

    def get(self, name: str) -> str | None:
        return self._values.get(name)

    def put(self, name: str, value: str) -> None:
        self._values[name] = value


def sync(order: dict[str, Any]) -> dict[str, Any]:
    """Run a sync; return its result, or the message of the error that ended it."""
    connector = connector_kind(order["kind"]).open(order["settings"], MemorySecrets(order["secrets"]), NoWaiting())
    sync = Sync(
        connector=connector,
        settings=ConnectionSettings(
            name="crm",
            kind=order["kind"],
            objects=tuple(order["objects"]),
            most_deletions=1.0,
            parallel=order["parallel"],
            refresh=dt.timedelta(seconds=order["refresh_seconds"]),
        ),
        datasets=_datasets(order.get("plan")),
        store=Store(Path(order["store"]), threads=1),
        pace=NoWaiting(),
        report=lambda _: None,
    )
    try:
        result = sync.run(Demand(**order.get("demand", {})), order["run"])
    except SwellError as error:
        return {"error": str(error)}
    finally:
        connector.close()
    failures = {name: str(each) for name, each in result.failures.items()}
    return {"datasets": list(result.datasets), "rows": result.rows, "gone": result.gone, "failures": failures}


def _datasets(plan: dict[str, Any] | None) -> tuple[DatasetPlan, ...]:
    return () if plan is None else parse_plan("test", plan).datasets


def kill_after(count: int) -> None:
    """Kill this process when it has done so many things to files or sockets."""
    left = [count]

    def hook(event: str, _: object) -> None:
        if event in _COUNTED:
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def serve() -> None:
    for line in sys.stdin:
        order = json.loads(line)
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            _in_child(order, writing)
        os.close(writing)
        with os.fdopen(reading, encoding="utf-8") as answers:
            answer = answers.read()
        _, status = os.waitpid(child, 0)
        killed = os.WIFSIGNALED(status)
        print(json.dumps({"killed": True}) if killed else answer, flush=True)  # noqa: T201


def _in_child(order: dict[str, Any], writing: int) -> None:
    try:
        if order.get("kill_after") is not None:
            kill_after(order["kill_after"])
        answer = sync(order)
    except BaseException:
        answer = {"crash": traceback.format_exc()}
    os.write(writing, json.dumps(answer).encode())
    os._exit(0)


if __name__ == "__main__":
    serve()
