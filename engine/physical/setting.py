"""What a run of a plan depends on beside the plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import field
from typing import TYPE_CHECKING, NoReturn

from engine.kernels.backend import kernels
from engine.kernels.scan import ScanKernels
from engine.limits import Limits
from engine.physical.buffers import Buffers
from engine.physical.kept_passes import KeptPasses
from engine.physical.memo import Memo
from engine.physical.workers import Workers
from engine.query_errors import InternalError
from saql.record import record

if TYPE_CHECKING:
    from engine.physical.scan import Source
    from engine.physical.trace import Trace


def _no_source(name: str, version: int) -> NoReturn:
    raise InternalError(f"a run reads {name}@{version} without a snapshot")


@record
class RunSetting:
    """What a run depends on beside the plan.

    Args:
        source: Gives the data of a dataset's version.
        zone: The zone in which instants have their days and hours.
        limits: What the run may take.
        kernels: Who passes over rows.
        workers: The threads that do it.
        memo: What earlier queries have found of the same columns.
        passes: What earlier runs of the same plan have asked of passes over rows.
        buffers: Memory that passes use again.
        trace: Notes how the run goes, where somebody wants to know.
    """

    source: Callable[[str, int], Source] = _no_source
    zone: dt.tzinfo = dt.UTC
    limits: Limits = field(default_factory=Limits)
    kernels: ScanKernels = field(default_factory=kernels)
    workers: Workers = field(default_factory=lambda: Workers(1))
    memo: Memo = field(default_factory=Memo)
    passes: KeptPasses = field(default_factory=KeptPasses)
    buffers: Buffers = field(default_factory=Buffers)
    trace: Trace | None = None
