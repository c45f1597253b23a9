"""`python -m connectors.standins.salesforce`: the demo organisation, until Ctrl-C."""

from __future__ import annotations

import argparse
import itertools
import sys
import threading

from connectors.standins.salesforce.demo import demo_world
from connectors.standins.salesforce.demo_changes import change_demo
from connectors.standins.salesforce.server import SalesforceStandIn
from connectors.standins.salesforce.world import World

_MINUTE = 60.0


def main() -> None:
    """Read the arguments, serve, and say how to log in."""
    parser = argparse.ArgumentParser(prog="python -m connectors.standins.salesforce", description=__doc__)
    parser.add_argument("--port", type=int, default=8401, help="the port on 127.0.0.1 (8401)")
    parser.add_argument("--seed", type=int, default=1, help="another seed gives other records (1)")
    parser.add_argument("--scale", type=float, default=1.0, help="how many records, next to about 20,000 (1.0)")
    parser.add_argument("--tls", action="store_true", help="speak TLS, with a certificate of its own")
    parser.add_argument("--changes", type=int, default=0, metavar="N", help="do N things to records each minute (0)")
    given = parser.parse_args()
    world = demo_world(given.seed, scale=given.scale)
    with SalesforceStandIn(world, port=given.port, tls=given.tls) as crm:
        told = [
            f"url           {crm.url}",
            f"client id     {crm.org.client_id}",
            f"client secret {crm.org.client_secret}",
            f"username      {crm.org.username}",
            f"password      {crm.org.password}",
            f"session id    {crm.org.session_id}",
        ]
        if crm.certificate is not None:
            told.append(f"certificate   {crm.certificate}")
        sys.stdout.write("\n".join([*told, "", "Ctrl-C ends it."]) + "\n")
        sys.stdout.flush()
        try:
            _wait(world, given.changes)
        except KeyboardInterrupt:
            return


def _wait(world: World, changes: int) -> None:
    """Wait for Ctrl-C; meanwhile do things to records each minute, the same ones each time it runs."""
    never = threading.Event()
    for minute in itertools.count():
        never.wait(_MINUTE)
        if changes:
            change_demo(world, minute, changes)


if __name__ == "__main__":
    main()
