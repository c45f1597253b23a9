"""The answer to a query."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from saql.record import record

if TYPE_CHECKING:
    import pandas as pd

    from saql.diagnostics import Diagnostic

SHOWN_ROWS = 20
"""How many rows a notebook shows."""


@record(eq=False)
class Result:
    """Rows and columns, as Arrow.

    `truncated` says that the query had no limit of its own and more rows than the workspace's row limit.
    `warnings` are what a reader of the query should know, such as a conversion of texts to numbers.
    """

    table: pa.Table
    truncated: bool = False
    warnings: tuple[Diagnostic, ...] = ()

    def rows(self) -> list[dict[str, Any]]:
        """Return the rows as dictionaries; dates are `datetime` values in UTC."""
        rows: list[dict[str, Any]] = self.table.to_pylist()
        return rows

    def to_pandas(self) -> pd.DataFrame:
        """Return the rows as a pandas data frame."""
        frame: pd.DataFrame = self.table.to_pandas()
        return frame

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def __repr__(self) -> str:
        columns = ", ".join(self.table.column_names)
        return f"<Result: {len(self):,} rows of {columns}>"

    def _repr_html_(self) -> str:
        shown = self.table.slice(0, SHOWN_ROWS)
        head = "".join(f"<th>{html.escape(name)}</th>" for name in shown.column_names)
        body = "".join(_row_html(row.values()) for row in shown.to_pylist())
        more = len(self) - shown.num_rows
        foot = f"<p>{len(self):,} rows, {shown.num_rows} shown</p>" if more > 0 else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{foot}"


def _row_html(values: Any) -> str:
    cells = "".join(f"<td>{'' if value is None else html.escape(str(value))}</td>" for value in values)
    return f"<tr>{cells}</tr>"
