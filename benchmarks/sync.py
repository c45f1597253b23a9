"""`python -m benchmarks.sync`: a million records of 42 fields through Bulk 2.0 into the store, and what changed after.

The CRM is the stand-in, in a process of its own on the same machine. Rates are rows a second from the login to the
publication; memory is the most that the syncing process held.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

NAME = "Deal__c"
SPAWN = multiprocessing.get_context("spawn")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sync", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--changes", type=int, default=10_000)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "bench-data")
    parser.add_argument("--repeat", type=int, default=3)
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    ours, theirs = SPAWN.Pipe()
    crm = SPAWN.Process(target=serve, args=(theirs, given.folder, given.rows), daemon=True)
    crm.start()
    settings = ours.recv()
    for _ in range(given.repeat):
        with tempfile.TemporaryDirectory() as store:
            full = measured(Path(store), settings)
            show("full", full)
            ours.send(given.changes)
            ours.recv()
            part = measured(Path(store), settings)
            show("changes", part)
    crm.terminate()


def show(what: str, run: dict[str, Any]) -> None:
    rate = run["rows"] / run["seconds"]
    print(f"{what}: {run['rows']:,} rows in {run['seconds']:.2f} s, {rate:,.0f} rows/s, {run['memory_mb']:.0f} MB")


def serve(pipe: Connection, folder: Path, rows: int) -> None:
    """Serve the CRM; change as many records as are asked for."""
    from connectors.standins.salesforce import Org, SalesforceStandIn
    from connectors.standins.salesforce.large import large_world

    world = large_world(folder, rows)
    with SalesforceStandIn(world, org=Org(gzip=False)) as crm:
        pipe.send({"login_url": crm.url, "client_id": crm.org.client_id, "client_secret": crm.org.client_secret})
        prepared = world.table(NAME).prepared
        turn = 0
        while True:
            count = pipe.recv()
            crm.advance(1200)
            for place in range(turn, rows, max(rows // count, 1)):
                (row,) = prepared.read(place, place + 1)
                world.update(NAME, row["Id"], Amount__c=turn + 0.5)
            turn += 1
            crm.advance(1200)
            pipe.send(None)


def measured(store: Path, settings: dict[str, str]) -> dict[str, Any]:
    """Sync in a process of its own, so that its memory is its own."""
    ours, theirs = SPAWN.Pipe()
    process = SPAWN.Process(target=sync, args=(theirs, store, settings))
    process.start()
    theirs.close()  # so that a process that dies is noticed
    answer: dict[str, Any] = json.loads(ours.recv())
    process.join()
    return answer


def sync(pipe: Connection, store: Path, settings: dict[str, str]) -> None:
    from connectors.registry import connector_kind
    from connectors.sync.runner import Sync
    from connectors.sync.settings import ConnectionSettings, Demand
    from engine.store import Store
    from swell.connections import SystemPace
    from swell.memory import return_memory_early

    return_memory_early()
    secret = {"client_secret": settings["client_secret"]}

    class Secrets:
        get = staticmethod(secret.get)
        put = staticmethod(secret.__setitem__)

    started = time.perf_counter()
    connector = connector_kind("salesforce").open(
        {"login_url": settings["login_url"], "client_id": settings["client_id"]}, Secrets(), SystemPace()
    )
    job = Sync(
        connector=connector,
        settings=ConnectionSettings(name="crm", kind="salesforce", objects=(NAME,)),
        datasets=(),
        store=Store(store),
        pace=SystemPace(),
        report=lambda _: None,
    )
    result = job.run(Demand(), f"run-{time.time_ns()}")
    seconds = time.perf_counter() - started
    assert result.failures == {}, result.failures
    pipe.send(json.dumps({"rows": result.rows, "seconds": seconds, "memory_mb": peak_mb()}))


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
