"""Missing periods: `q = fill q by (dateCols=('Year', 'Month', "Y-M"), partition='Type');`."""

from __future__ import annotations

import dataclasses

from saql.check.parameters import Parameters, value_span
from saql.check.periods import EXAMPLE, check_period, check_periods
from saql.check.rows import RowScope
from saql.check.session import Session
from saql.check.streams import Stream
from saql.syntax import statements as syntax
from saql.typed.statements import Fill

_KNOWN = ("dateCols", "startDate", "endDate", "partition")


def check_fill(node: syntax.Fill, session: Session) -> Stream:
    """Return the rows with those of missing periods among them."""
    rows = session.projected(node.stream, "fill")
    scope = RowScope(rows, (node.stream.name,), "fill", session.findings)
    parameters = Parameters("fill", node.parameters, _KNOWN, scope, session)
    parameters.require(("dateCols",), node.span, EXAMPLE)
    periods = check_periods(parameters, rows)
    start, end = (check_period(name, parameters, periods) for name in ("startDate", "endDate"))
    last = parameters.get("endDate")
    if last is not None and start is not None and end is not None and end < start:
        parameters.wrong("SAQL457", value_span(last))
    partition = parameters.fields("partition")
    if parameters.failed or periods is None:
        return rows
    position = session.emit(Fill(rows.position, periods, start, end, partition, rows.schema))
    return dataclasses.replace(rows, position=position)
