"""`swell fmt`: SAQL files in their canonical form."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from engine.disk import replace_flushed
from swell.cli.errors import BAD_INPUT

STANDARD_INPUT = Path("-")


@click.command(
    "fmt",
    epilog="""\b
Examples
  swell fmt queries
  swell fmt --check queries recipes/*.saql
  swell fmt - < query.saql""",
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--check", "check_only", is_flag=True, help="Change nothing, name what would change. Exit code 2 if any.")
def command(files: tuple[Path, ...], check_only: bool) -> int:
    """Write the SAQL queries in FILES in one form: spacing, line ends, operators. Their meaning stays.

    A folder stands for the .saql files in it and below it; '-' reads standard input and writes standard output.
    """
    paths = list(dict.fromkeys(each for given in files for each in _files(given)))
    to_error = STANDARD_INPUT in paths and not check_only  # standard output is the query's then
    changed = failed = 0
    for file in paths:
        try:
            if _format(file, check_only):
                changed += 1
                if check_only or file != STANDARD_INPUT:
                    click.echo(f"{'would change' if check_only else 'formatted'}: {_name(file)}", err=to_error)
        except _Unformatted as error:
            failed += 1
            click.echo(str(error), err=True)
    if paths != [STANDARD_INPUT]:
        click.echo(_summary(len(paths), changed, failed, check_only), err=to_error)
    return BAD_INPUT if failed or (check_only and changed) else 0


class _Unformatted(Exception):
    """Why a file stays as it is, as people read it."""


def _files(given: Path) -> Iterator[Path]:
    """Yield the files that an argument stands for; hidden folders are not searched."""
    if not given.is_dir():
        yield given
        return
    for folder, below, names in os.walk(given):
        below[:] = sorted(name for name in below if not name.startswith("."))
        yield from (Path(folder, name) for name in sorted(names) if name.endswith(".saql"))


def _format(file: Path, check_only: bool) -> bool:
    """Format one file, if it may be changed, and say whether its text is another then."""
    from saql.diagnostics import SaqlError
    from saql.format import format_query  # brings lark, which the help need not wait for

    name = _name(file)
    try:
        before = sys.stdin.buffer.read() if file == STANDARD_INPUT else file.read_bytes()
        text = before.decode("utf-8-sig")
        formatted = format_query(text, name)
        # The file keeps the line ends of the system that it was written on.
        after = formatted.replace("\n", "\r\n" if _first_line(text).endswith("\r\n") else "\n").encode()
        if file == STANDARD_INPUT and not check_only:
            sys.stdout.buffer.write(after)
        elif after != before and not check_only:
            replace_flushed(file.resolve(), after)
    except SaqlError as error:
        raise _Unformatted(str(error)) from None
    except UnicodeDecodeError as error:
        raise _Unformatted(f"{name}: can't be read as UTF-8 text: {error}") from None
    except FileNotFoundError:
        raise _Unformatted(f"There is no file or folder '{name}'.") from None
    except OSError as error:
        raise _Unformatted(f"{name}: {error.strerror}") from None
    return after != before


def _first_line(text: str) -> str:
    return text[: text.find("\n") + 1]


def _name(file: Path) -> str:
    return "standard input" if file == STANDARD_INPUT else str(file)


def _summary(count: int, changed: int, failed: int, check_only: bool) -> str:
    parts = [f"{changed} {'would change' if check_only else 'formatted'}", f"{count - changed - failed} unchanged"]
    if failed:
        parts.append(f"{failed} left as {'it is' if failed == 1 else 'they are'}, for the mistakes above")
    return f"{count} {'file' if count == 1 else 'files'}: {', '.join(parts)}."
