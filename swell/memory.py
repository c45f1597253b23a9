"""How much memory there is for a query on this machine, and where what needs more goes."""

from __future__ import annotations

import os
from pathlib import Path

from engine.limits import Limits
from swell.settings import QuerySettings

_MEGABYTE = 1_000_000
_CGROUP_LIMIT = Path("/sys/fs/cgroup/memory.max")
"""What a container may take (Linux, cgroup v2)."""


def query_limits(settings: QuerySettings) -> Limits:
    """Return what a query may take of memory, and where its files go."""
    memory = settings.memory_mb * _MEGABYTE or _half_of_all()

    def folder() -> Path:
        import tempfile  # which takes longer to import than a query takes

        return Path(settings.spill_folder or tempfile.gettempdir())

    return Limits(memory=memory, spill_folder=folder)


def _half_of_all() -> int | None:
    """Return half of the memory that this process may take, None where the system does not tell."""
    known = [each for each in (_physical(), _of_container(), *_of_process()) if each]
    return min(known) // 2 if known else None


def _physical() -> int | None:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):  # Windows has none
        return None


def _of_process() -> list[int]:
    """Return the limits of the process (setrlimit(2)), where there are some."""
    try:
        import resource
    except ImportError:  # Windows has none
        return []
    found = [resource.getrlimit(each)[0] for each in (resource.RLIMIT_AS, resource.RLIMIT_DATA)]
    return [each for each in found if each != resource.RLIM_INFINITY]


def _of_container() -> int | None:
    try:
        return int(_CGROUP_LIMIT.read_text("ascii"))
    except (OSError, ValueError):  # there is none, or it is "max"
        return None


def return_memory_early() -> None:
    """Let Arrow give memory back as soon as it is free: a sync works page by page, in several threads.

    Each thread's heap of the usual allocator keeps what it once had: a sync of a million rows holds a fifth more then.
    """
    import pyarrow as pa  # not on the way to a query's limits

    if "jemalloc" in pa.supported_memory_backends():
        pa.set_memory_pool(pa.jemalloc_memory_pool())
        pa.jemalloc_set_decay_ms(0)
