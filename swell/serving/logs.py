"""The log as lines of JSON: one for each request, and one for each warning or error, with the request's id."""

from __future__ import annotations

import datetime as dt
import json
import logging
import sys
from typing import Any

from dashboards.model.json import JsonObject
from dashboards.server.watch.watch import current_request


def write_line(line: JsonObject) -> None:
    """Write a line of what happened."""
    _write({"time": dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds"), "level": "info", **line})


def log_as_json() -> None:
    """Let everything that is logged in this process be lines of JSON on the standard output."""
    logging.basicConfig(handlers=[_Handler()], level=logging.WARNING, force=True)


class _Handler(logging.Handler):
    """Writes records of the log as JSON."""

    def emit(self, record: logging.LogRecord) -> None:
        line: dict[str, Any] = {
            "time": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": "log",
            "request": current_request.get(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["trace"] = logging.Formatter().formatException(record.exc_info)
        _write(line)


def _write(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")  # one write: lines do not mix
    sys.stdout.flush()
