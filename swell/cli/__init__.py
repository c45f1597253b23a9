"""The command line. Each command is a module of its own here, imported when it is called: `--help` stays instant."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import NoReturn

import click

from swell.cli.commands import COMMANDS, LazyGroup
from swell.cli.errors import report

HELP = """Open CRM analytics: datasets, SAQL queries and dashboards on this machine.

\b
Begin with
  swell demo                         a workspace with demo data, in the browser
  swell init FOLDER                  an empty workspace
  swell import sales.csv --as sales  a dataset from a file
"""


@click.group(
    cls=LazyGroup, commands_by_name=COMMANDS, help=HELP, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(package_name="swell", message="swell %(version)s")
def root() -> None:
    """Hold the commands."""


def main() -> NoReturn:
    """Run the command line; end with 0 where all is well, else with 2 and a message on standard error."""
    try:
        code = root.main(standalone_mode=False)
    except Exception as error:
        code = report(error)
    leave(code if isinstance(code, int) else 0)


def leave(code: int) -> NoReturn:
    """End the process at once: to take Arrow and NumPy down in order takes longer than most queries run."""
    with contextlib.suppress(OSError, ValueError):  # the reader may have gone, as with `| head`
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)
