"""Diagnostics as text for people and as data for the web page."""

from __future__ import annotations
from saql.diagnostics import Diagnostic


def render(diagnostic: Diagnostic, text: str, name: str) -> str:
    """Stub."""
    return f"{diagnostic.severity}[{diagnostic.code}]: {diagnostic.message} {text[diagnostic.span.start : diagnostic.span.end]!r}"
