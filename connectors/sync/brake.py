"""The brake on deletions: a lost permission looks like the deletion of everything."""

from __future__ import annotations

from connectors.errors import ConnectorError

_FEW = 100
"""So many rows may always go."""


class TooManyDeletionsError(ConnectorError):
    """More rows would go than may go without somebody saying so; the object is left as it was."""


def check_deletions(name: str, gone: int, rows: int, most: float) -> None:
    """Refuse to let most of a dataset go.

    Args:
        name: the object, for the message.
        gone: how many rows would go.
        rows: how many there are.
        most: the part of them that may go.

    Raises:
        TooManyDeletionsError: more would go.
    """
    if gone > _FEW and gone > most * rows:
        raise TooManyDeletionsError(
            f"{name}: {gone:,} of {rows:,} rows are no longer in the CRM, or the login no longer sees them.",
            hint=f"If they were deleted, run: swell sync --objects {name} --allow-deletions. "
            "If not, give the login the right to see all records.",
        )
