"""Other figures that Swell is held to, one a file; each measures in processes of its own."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path

BARS = ("cold", "memory", "store", "spill")
"""The modules here; each has a function `measure(folder)` that gives its figures as plain data."""

Figures = dict[str, object]


def measure(name: str, folder: Path) -> Figures:
    """Return the figures of a bar; `folder` is where data is kept between runs."""
    found: Callable[[Path], Figures] = importlib.import_module(f"benchmarks.bars.{name}").measure
    return found(folder)
