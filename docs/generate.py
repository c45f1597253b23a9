"""Writes the pages of the documentation that follow from the code: `python docs/generate.py`.

A test fails while a page is not what this would write.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

import click

from saql.functions.define import AggregateFunction, Function, RankingFunction
from saql.functions.registry import AGGREGATES, RANKINGS, REGISTRY
from saql.messages import MESSAGES
from swell.cli import root
from swell.cli.commands import COMMANDS

DOCS = Path(__file__).parent
NOTE = "<!-- Written by docs/generate.py; change the code, not this page. -->\n"


def command_line() -> str:
    """Return the page of commands: what `--help` says of each."""
    parts = [NOTE, "# Command line\n"]
    for name in COMMANDS:
        context = click.Context(root, info_name="swell")
        command = root.get_command(context, name)
        assert command is not None
        text = command.get_help(click.Context(command, info_name=f"swell {name}", terminal_width=100))
        parts.append(f"## swell {name}\n\n```\n{text}\n```\n")
    return "\n".join(parts)


def functions() -> str:
    """Return the page of functions, family by family."""
    parts = [NOTE, "# Functions\n", "A function is null where an argument is null, unless its entry says otherwise.\n"]
    families: dict[str, list[Function]] = {}
    for each in REGISTRY.values():
        if each.spellings:
            families.setdefault(each.family, []).append(each)
    for family, members in families.items():
        parts.append(f"## {family.capitalize()}\n\n{_entries(members)}")
    parts.append(f"## Aggregates\n\nFunctions of all rows of a group.\n\n{_entries(AGGREGATES.values())}")
    parts.append(f"## Rankings\n\nFunctions that stand before `over`.\n\n{_entries(RANKINGS.values())}")
    return "\n".join(parts)


def _entries(members: Iterable[Function | AggregateFunction | RankingFunction]) -> str:
    return "".join(_entry(each) for each in sorted(members, key=lambda each: each.signature))


def _entry(each: Function | AggregateFunction | RankingFunction) -> str:
    details = getattr(each, "details", "")
    if getattr(each, "extension", False):
        details = f"{details} CRM Analytics does not have it.".lstrip()
    examples = "\n".join(each.examples)
    missing = "" if getattr(each, "available", True) else "\nNot available in this version.\n"
    return f"### `{each.signature}`\n\n{each.summary} {details}".rstrip() + f"\n{missing}\n```\n{examples}\n```\n\n"


def errors() -> str:
    """Return the page of error codes."""
    rows = [f"| {code} | {_template(text)} |" for code, text in sorted(MESSAGES.items())]
    head = "Names in braces stand for what the message names.\n\n| code | message |\n|---|---|"
    return "\n".join([NOTE, "# Error messages\n", head, *rows, ""])


def _template(text: str) -> str:
    return re.sub(r"\|", r"\\|", text)


PAGES: dict[str, Callable[[], str]] = {
    "command-line.md": command_line,
    "language/functions.md": functions,
    "language/errors.md": errors,
}

if __name__ == "__main__":
    for name, make in PAGES.items():
        (DOCS / name).write_text(make(), "utf-8")
