"""What is to be said of a dataflow: each finding with the place in its JSON."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from engine.errors import SwellError
from saql.record import record

ERROR = "error"
REMARK = "remark"


@record
class Finding:
    """One thing that is wrong with a dataflow, or that people should know of it.

    Args:
        pointer: the place in the file, a JSON pointer (RFC 6901): `/Augment_Owner/parameters/right_key`.
        message: one sentence.
        hint: what to do, one sentence, or None.
        severity: `error`, with which nothing is made of the dataflow, or `remark`.
    """

    pointer: str
    message: str
    hint: str | None = None
    severity: str = ERROR

    def __str__(self) -> str:
        text = f"{self.pointer}: {self.message}" if self.pointer else self.message
        return text if self.hint is None else f"{text} {self.hint}"


class DataflowError(SwellError):
    """A dataflow that can't become recipes.

    Args:
        findings: all that is wrong, each with its place.
        name: what messages call the dataflow.
        file: the file that it is in.
        line: the line of the file, from 1, where the text is no JSON.
        column: the character in that line, from 1.
    """

    def __init__(
        self,
        findings: Iterable[Finding],
        name: str,
        *,
        file: Path | None = None,
        line: int | None = None,
        column: int | None = None,
    ) -> None:
        self.findings = tuple(findings)
        first = self.findings[0]
        many = len(self.findings) > 1
        message = "\n".join(f"  {each}" for each in self.findings) if many else first.message
        head = f"The dataflow '{name}' can't be read" if many else f"The dataflow '{name}'"
        place = "" if many or not first.pointer else f" at {first.pointer}"
        separator = ":\n" if many else ": "
        super().__init__(
            f"{head}{place}{separator}{message}",
            hint=None if many else first.hint,
            file=file,
            line=line,
            column=column,
        )


def pointer(*steps: str | int) -> str:
    """Return the JSON pointer of the steps from the top of a file."""
    return "".join(f"/{str(each).replace('~', '~0').replace('/', '~1')}" for each in steps)


def sentence(text: str) -> str:
    """Return what the checker of SAQL says as the start of a sentence; names of functions stay as they are."""
    first = text.split(" ", 1)[0]
    return text[:1].upper() + text[1:] if first.isalpha() else text
