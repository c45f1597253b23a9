"""Serve the demo world: `python -m connectors.standins.hubspot --port 8402`."""

from __future__ import annotations

import argparse
import sys
import threading

from connectors.standins.hubspot.demo import fill
from connectors.standins.hubspot.limits import RateLimits
from connectors.standins.hubspot.server import HubSpotStandIn


def main() -> int:
    """Serve until interrupted; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m connectors.standins.hubspot", description=__doc__)
    parser.add_argument("--port", type=int, default=8402, help="port on 127.0.0.1; 0 takes a free one")
    parser.add_argument("--seed", type=int, default=1, help="which world")
    parser.add_argument("--scale", type=float, default=1.0, help="how large it is; 1 is about 10,000 records")
    parser.add_argument("--search-lag", type=float, default=0.0, help="seconds until search knows of a write")
    parser.add_argument("--limits", action="store_true", help="take only as many calls as HubSpot does")
    asked = parser.parse_args()
    limits = RateLimits(ten_seconds=190, search_second=5, day=650_000) if asked.limits else RateLimits()
    try:
        crm = HubSpotStandIn(port=asked.port, search_lag=asked.search_lag, limits=limits)
    except OSError as error:
        sys.stderr.write(f"Can't listen on port {asked.port}: {error.strerror}. Choose another with --port.\n")
        return 2
    fill(crm, seed=asked.seed, scale=asked.scale)
    sys.stdout.write(f"{crm.url}\ntoken: {crm.token}\n")
    sys.stdout.flush()
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        crm.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
