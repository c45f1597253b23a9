"""The datasets that a query loads, by their names as it writes them."""

from __future__ import annotations

from saql import SaqlError, parse
from saql.syntax.statements import Load


def loaded_datasets(text: str) -> tuple[str, ...]:
    """Return the names of the datasets that a query loads; none where it can't be read."""
    try:
        statements = parse(text).statements
    except SaqlError:
        return ()
    return tuple(dict.fromkeys(each.dataset.value for each in statements if isinstance(each, Load)))
