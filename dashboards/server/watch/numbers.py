"""Numbers that only grow, by name and labels, and how Prometheus reads them (text format 0.0.4)."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TypeAlias

from saql.record import record

Labels: TypeAlias = tuple[tuple[str, str], ...]
Counts: TypeAlias = dict[tuple[str, Labels], float]

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds: a request counts in every bucket that is not below what it took."""

FAMILIES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "swell_requests_total": ("counter", "Requests that were answered."),
        "swell_request_seconds": ("histogram", "How long answers took."),
        "swell_requests_in_progress": ("gauge", "Requests that are being answered, by process."),
        "swell_answers_kept_total": ("counter", "Looks at dashboards that were answered as they were before."),
        "swell_queries_total": ("counter", "Queries that were answered."),
        "swell_queries_kept_total": ("counter", "Queries that were answered from kept results."),
        "swell_queries_failed_total": ("counter", "Queries that were answered by an error."),
        "swell_scanned_rows_total": ("counter", "Rows that queries passed over."),
        "swell_scanned_bytes_total": ("counter", "Bytes of columns that queries passed over."),
        "swell_process_memory_bytes": ("gauge", "Memory of a process that is in use (resident)."),
        "swell_datasets": ("gauge", "Datasets of the workspace."),
        "swell_sync_age_seconds": ("gauge", "Seconds since a connection was last synced without an error."),
        "swell_sync_failed": ("gauge", "1 where the last sync of a connection failed."),
    }
)
"""The type and the meaning of each."""


@record
class Sample:
    """A number at this moment."""

    name: str
    value: float
    labels: Labels = ()


class Numbers:
    """What was counted in this process. Threads may share it."""

    def __init__(self) -> None:
        """Begin at nothing."""
        self._counts: Counts = {}
        self._lock = threading.Lock()

    def add(self, name: str, labels: Labels = (), more: float = 1) -> None:
        """Count something."""
        with self._lock:
            self._add(name, labels, more)

    def observe(self, name: str, labels: Labels, seconds: float) -> None:
        """Count how long something took."""
        with self._lock:
            for bound in BUCKETS:
                self._add(f"{name}_bucket", (*labels, ("le", f"{bound:g}")), float(seconds <= bound))
            self._add(f"{name}_bucket", (*labels, ("le", "+Inf")), 1)
            self._add(f"{name}_sum", labels, seconds)
            self._add(f"{name}_count", labels, 1)

    def counts(self) -> Counts:
        """Return all that was counted."""
        with self._lock:
            return dict(self._counts)

    def _add(self, name: str, labels: Labels, more: float) -> None:
        key = name, labels
        self._counts[key] = self._counts.get(key, 0) + more


def exposition(counts: Counts, samples: Iterable[Sample]) -> str:
    """Return numbers as Prometheus reads them, each family with its type and meaning."""
    lines: dict[str, list[str]] = {name: [] for name in FAMILIES}
    for (name, labels), value in counts.items():
        lines[_family(name)].append(_line(name, labels, value))
    for each in samples:
        lines[each.name].append(_line(each.name, each.labels, each.value))
    parts = []
    for name, found in lines.items():
        if found:
            kind, about = FAMILIES[name]
            parts += [f"# HELP {name} {about}", f"# TYPE {name} {kind}", *found]
    return "\n".join(parts) + "\n"


def _family(name: str) -> str:
    return name if name in FAMILIES else name.rpartition("_")[0]


def _line(name: str, labels: Labels, value: float) -> str:
    written = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels)
    number = f"{value:.0f}" if value == int(value) else repr(value)
    return f"{name}{{{written}}} {number}" if written else f"{name} {number}"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
