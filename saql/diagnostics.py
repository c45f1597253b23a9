"""What is wrong with a query, where, and what to do: data only (render.py makes text of it)."""

from __future__ import annotations

from saql.record import record
from saql.span import Span


@record
class Diagnostic:
    """One finding.

    `code` is a key of `saql.messages.MESSAGES`. `hints` say what to write instead.
    """

    code: str
    message: str
    span: Span
    hints: tuple[str, ...] = ()
    severity: str = "error"


class SaqlError(Exception):
    """A query that can't be run: every diagnostic that was found, and the text that they point into.

    `str(error)` shows each with its line and carets.
    """

    def __init__(self, diagnostics: tuple[Diagnostic, ...], text: str, name: str = "query") -> None:
        self.diagnostics = diagnostics
        self.text = text
        self.name = name
        super().__init__(diagnostics, text, name)

    def __str__(self) -> str:
        from saql.render import render  # render imports this module

        return "\n\n".join(render(each, self.text, self.name) for each in self.diagnostics)
