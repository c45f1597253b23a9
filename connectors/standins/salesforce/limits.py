"""The calls that an organisation has left: counted, told with each answer, refused when they are used up."""

from __future__ import annotations

import threading

from connectors.standins.messages import Handler, Request, Response, json_response
from connectors.standins.salesforce.org import Org
from connectors.standins.salesforce.refusals import Refusal, special
from connectors.standins.salesforce.world import World

_BULK_JOBS = 10_000
_BULK_MEGABYTES = 976_562


class Limits:
    """Counts calls and answers `limits`."""

    def __init__(self, world: World, org: Org) -> None:
        self._world = world
        self._org = org
        self._lock = threading.Lock()
        self._used = 0

    def routes(self) -> list[tuple[str, str, Handler]]:
        """Return its part of the table of routes."""
        root = "/services/data/v{version}/limits"
        return [
            ("GET", root, self.limits),
            ("GET", f"{root}/", self.limits),
            ("GET", f"{root}/recordCount", self.record_count),
        ]

    def count(self) -> None:
        """Count a call; REQUEST_LIMIT_EXCEEDED where the day has no more."""
        with self._lock:
            if self._used >= self._org.daily_calls:
                raise special("REQUEST_LIMIT_EXCEEDED TotalRequests")
            self._used += 1

    def use(self, calls: int) -> None:
        """Use calls up, as other programs of the organisation do."""
        with self._lock:
            self._used += calls

    def header(self) -> dict[str, str]:
        """Return the header that each answer has."""
        with self._lock:
            return {"Sforce-Limit-Info": f"api-usage={self._used}/{self._org.daily_calls}"}

    def limits(self, _: Request) -> Response:
        """Answer how much is left of what."""
        with self._lock:
            left = max(0, self._org.daily_calls - self._used)
        return json_response(
            {
                "DailyApiRequests": {"Max": self._org.daily_calls, "Remaining": left},
                "DailyBulkV2QueryJobs": {"Max": _BULK_JOBS, "Remaining": _BULK_JOBS},
                "DailyBulkV2QueryFileStorageMB": {"Max": _BULK_MEGABYTES, "Remaining": _BULK_MEGABYTES},
            }
        )

    def record_count(self, request: Request) -> Response:
        """Answer about how many records objects have; objects that the login does not see are left out."""
        asked = [each.strip() for each in request.parameter("sObjects").split(",") if each.strip()]
        counts = []
        with self._world.lock:
            for name in asked or list(self._world.tables):
                try:
                    table = self._world.visible(name)
                except Refusal:
                    continue
                counts.append({"count": table.live(), "name": table.describe["name"]})
        return json_response({"sObjects": counts})
