"""What the terminal shows of an error: never a traceback."""

from __future__ import annotations

import os

import click

BAD_INPUT = 2
"""The exit code where something can't be done and the user can mend it."""


def report(error: Exception) -> int:
    """Say on standard error what went wrong and what to do; return the exit code.

    An error that is a mistake of Swell's own asks for a report and shows its traceback with `SWELL_DEBUG=1`.
    """
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, click.Abort):
        click.echo("Stopped.", err=True)
        return 130
    if isinstance(error, click.ClickException):
        error.show()
        return BAD_INPUT
    if isinstance(error, BrokenPipeError):  # the reader has gone, as with `| head`
        return 0
    click.echo(_text(error), err=True)
    return BAD_INPUT


def _text(error: Exception) -> str:
    from engine.errors import SwellError  # after an error of the engine's it is imported already
    from engine.query_errors import InternalError
    from saql.diagnostics import SaqlError

    if isinstance(error, SaqlError):
        return str(error)
    if isinstance(error, InternalError) and error.__cause__ is not None and os.environ.get("SWELL_DEBUG"):
        raise error
    if isinstance(error, SwellError):
        return "Error: " + str(error).replace("\n", "\n  ")
    if isinstance(error, OSError):
        return f"Error: {error.strerror or error}" + (f": {error.filename}" if error.filename else "")
    if os.environ.get("SWELL_DEBUG"):
        raise error
    return (
        f"Error: this is a mistake in Swell itself ({type(error).__name__}: {error}).\n"
        "  Please report it; SWELL_DEBUG=1 shows where it happened."
    )
