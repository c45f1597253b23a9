"""What can go wrong with an export."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from dashboards.errors import DashboardError

_PARTS = {"py_mini_racer": "Charts", "typst": "PDF and PNG files", "xlsxwriter": "Workbooks"}


class ExportError(DashboardError):
    """A file that can't be made."""


@contextmanager
def needed(module: str) -> Iterator[None]:
    """Import a library of the extra inside.

    Raises:
        ExportError: it is not installed; the message says how to get it.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        hint = "Install it: pip install 'swell[export]'"
        raise ExportError(f"{_PARTS[module]} need the extra 'export'.", hint=hint) from None
