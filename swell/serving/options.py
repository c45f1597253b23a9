"""How a workspace is served: what each of its processes is told."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Literal

from saql.record import record

LogForm = Literal["quiet", "json"]

GRACE = 30
"""Seconds that requests have to come to their end when the server stops."""


@record
class ServeOptions:
    """What the processes of a server have in common.

    `workers` is how many serve. Requests that run when the server is stopped have `grace` seconds. `log` "json" writes
    a line for each request. `numbers` is the folder where several processes leave what they counted, "" for one alone.
    `certificate` and `key` are files for TLS, "" for none; `proxies` are addresses whose `X-Forwarded-*` counts.
    """

    workers: int = 1
    grace: int = GRACE
    log: LogForm = "quiet"
    numbers: str = ""
    certificate: str = ""
    key: str = ""
    proxies: tuple[str, ...] = ()

    def to_json(self) -> str:
        """Return the options as text, for another process."""
        return json.dumps(asdict(self))

    @staticmethod
    def of_json(text: str) -> ServeOptions:
        """Return the options that a text holds."""
        given = json.loads(text)
        return ServeOptions(**{**given, "proxies": tuple(given["proxies"])})


def as_log_form(text: str) -> LogForm:
    """Return the form of the log that a setting names; quiet where there is none of that name."""
    return "json" if text == "json" else "quiet"
