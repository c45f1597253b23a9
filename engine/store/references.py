"""References to versions of datasets, as queries and dashboards write them: `sales`, `sales@3`, `sales/3`."""

from __future__ import annotations

import re


def split_reference(reference: str) -> tuple[str, int | None]:
    """Return the name and the version of a reference; the version is None where it has none."""
    found = re.fullmatch(r"(.+)[@/]([0-9]{1,9})", reference, re.DOTALL)
    return (reference, None) if found is None else (found[1], int(found[2]))
