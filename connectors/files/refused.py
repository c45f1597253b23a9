"""Rows of a file that are refused, and a file of them that can be corrected and sent again.

The file has the columns of the one that was read, after four more: the line where the row began, and what is wrong.
Whoever reads an upload knows these four, and leaves them out.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from connectors.files.dialect import Dialect, field_starts
from connectors.files.errors import RefusedRowsError

COLUMNS = ("Refused_Row", "Refused_Column", "Refused_Reason", "Refused_Value")
"""What the report has before the columns of the file."""

MOST_REPORTED = 100_000
"""Rows that the report has at most."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """What is wrong with a row: the column as the file calls it, None where it is none alone; why; the value."""

    column: str | None
    reason: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that is refused: the line where it begins, its text as the file has it, and all that is wrong with it."""

    line: int
    text: str
    refusals: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """The rows of a file that are refused.

    `count` are all, `rows` those that are reported, in order. `header` is the file's first record as it stands, None
    where it has no names; then those of the schema are in the report.
    """

    count: int
    rows: tuple[RefusedRow, ...]
    header: str
    dialect: Dialect

    def check(self, most: int, left: int, file: Path) -> None:
        """Check that no more rows are refused than may be.

        Args:
            most: how many may be.
            left: how many rows are not refused; where there is none, nothing is left to publish.
            file: the file.

        Raises:
            RefusedRowsError: there are more, or there is no other row.
        """
        if not self.count or (self.count <= most and left):
            return
        first = self.rows[0]
        others = "" if self.count == 1 else f" {self.count:,} rows are refused."
        limit = f" {most:,} may be refused at most." if self.count > most else " No row is left."
        raise RefusedRowsError(
            first.refusals[0].reason,
            hint=f"Correct it and send the file again.{others}{limit if most else ''}",
            file=file,
            line=first.line,
        )

    def report(self) -> bytes:
        """Return the report, as the file is written: in its encoding, with its signs."""
        lines = [self._line(COLUMNS, self.header)]
        for each in self.rows:
            columns = "; ".join(dict.fromkeys(one.column for one in each.refusals if one.column is not None))
            reasons = " ".join(one.reason for one in each.refusals)
            values = "; ".join(one.value for one in each.refusals if one.value)
            lines.append(self._line((str(each.line), columns, reasons, values), each.text))
        encoding = "utf-8" if self.dialect.codec == "utf-8-sig" else self.dialect.codec
        return "".join(lines).encode(encoding, "replace")

    def _line(self, cells: Iterable[str], rest: str) -> str:
        dialect, text = self.dialect, io.StringIO()
        writer = csv.writer(
            text,
            delimiter=dialect.delimiter,
            quotechar=dialect.quote,
            escapechar=dialect.escape,
            doublequote=dialect.escape is None,
            lineterminator=dialect.delimiter,
        )
        writer.writerow([" ".join(each.split()) for each in cells])
        return text.getvalue() + rest.rstrip("\r\n") + "\n"


def is_report(fields: list[str]) -> bool:
    """Return whether a header is that of a report."""
    return tuple(fields[: len(COLUMNS)]) == COLUMNS


def without_report(text: str, dialect: Dialect) -> str:
    """Return the text of a row of a report without what the report put before it."""
    starts = list(field_starts(text, dialect))
    return text[starts[len(COLUMNS)] :] if len(starts) > len(COLUMNS) else ""
