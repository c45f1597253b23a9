"""What a read will cost, by one search that shows only a total."""

from __future__ import annotations

from connectors.hubspot.records import A_CALL, Records
from connectors.hubspot.snapshots import SNAPSHOTS
from connectors.hubspot.types import epoch_ms
from connectors.hubspot.windows import Search, Span
from connectors.protocol import Estimate, Read

_SEARCH_ROWS = 200
_LINK_ROWS = 1_000
_ROW_BYTES = 250  # what a record has besides its properties
_VALUE_BYTES = 40  # a property: its name, a value, quotes


def estimate_read(records: Records, search: Search, read: Read) -> Estimate:
    """Return the rows, counted by HubSpot, and the calls and bytes that they take."""
    if read.schema.name in SNAPSHOTS:
        return Estimate(rows=None, calls=4, exact=False)
    if read.since is not None and read.schema.cursor is not None:
        rows = search.total(Span(epoch_ms(read.since), epoch_ms(read.until)))
        calls = _times(rows, _SEARCH_ROWS) + _times(rows, A_CALL)
    else:
        known = search.total_if_known()
        if known is None:
            return Estimate(rows=None, calls=1, exact=False)
        rows = known
        calls = _times(rows, A_CALL) * (1 if records.fit_an_address else 2)
    calls += _times(rows, _LINK_ROWS) * records.linked_objects + 2
    return Estimate(rows=rows, calls=calls, bytes=rows * (_ROW_BYTES + _VALUE_BYTES * len(read.fields)))


def _times(rows: int, a_call: int) -> int:
    return max(1, -(-rows // a_call))
