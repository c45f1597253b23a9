"""What the benchmark knows of an engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

THREADS = 2

Ask = Callable[[], Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine with the data loaded.

    Args:
        name: as on the command line.
        questions: what to call for each question that it answers; it gives the tables of the answer, in the engine's
            own form, complete.
        to_arrow: makes an Arrow table of one of them; it is not part of what is timed.
        null_sums: whether a sum of only nulls is null, not 0.
        skipped: why a question is not answered, where there is more to say than that the engine can't.
    """

    name: str
    questions: Mapping[str, Ask]
    to_arrow: Callable[[Any], pa.Table]
    null_sums: bool = True
    skipped: Mapping[str, str] = field(default_factory=dict)
