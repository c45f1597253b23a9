"""Writes the pages of the documentation that follow from the code: `python docs/generate.py`.

A test fails while a page is not what this would write.
"""

from __future__ import annotations

import datetime as dt
import re
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import click
import pyarrow as pa

import saql
import swell
from dashboards.schema import schema_text
from dashboards.server.api.openapi import asked_role, described, plain, summary
from dashboards.server.api.shapes import Member, shapes, type_words
from dashboards.server.permission import ROWS, TABLE
from saql.functions.define import AggregateFunction, Function, RankingFunction
from saql.functions.registry import AGGREGATES, RANKINGS, REGISTRY
from saql.message_examples import MESSAGE_EXAMPLES
from saql.messages import MESSAGES
from saql.render import render
from swell.apps.metric_words import metrics_page
from swell.cli import root
from swell.cli.commands import COMMANDS
from swell.setting_sources import declared, written

DOCS = Path(__file__).parent
Declared = Function | AggregateFunction | RankingFunction
ABOUT_FUNCTIONS = """\
A function is null where an argument is null, unless its entry says otherwise. In examples, a list stands for the values
of a column.
"""
ABOUT_FAMILIES = {
    "Aggregates": ("Functions of all rows of a group. Nulls are left out, except where an entry says otherwise.\n",),
    "Rankings": ("Functions that stand before `over`; see [windows](windows.md).\n",),
}
NOW = dt.datetime(2026, 5, 20, 12, tzinfo=dt.UTC)
DATASET = re.compile(r"\*\*(?P<name>\w+)\*\*\n\n(?P<table>(?:\|.*\n)+)")
CHAPTERS = {
    "SAQL1": "The writing",
    "SAQL2": "Names",
    "SAQL3": "Values and their types",
    "SAQL4": "Statements and groups",
    "SAQL6": "While a query runs",
}
ABOUT_MESSAGES = """\
A query with an error does not run; all its errors are told at once. A *warning* is of what is seldom meant: the query
runs. Words in braces stand for what a message names. The datasets of the examples are those of [SAQL](index.md).
"""
ABOUT_SETTINGS = """\
Lines of `swell.toml` in the folder of a workspace; each is optional. `swell settings` shows the values of a workspace
and where each came from. Connections have settings of their own (`swell connect`); secrets are never in this file.
"""
ABOUT_API = """\
JSON in and out. A program sends a token, `Authorization: Bearer swell_...` (see [who may do what](security.md)); a
workspace without accounts takes requests of its machine without one. What goes wrong is `{"error": {"code", "message",
"hint"}}`, for queries with `diagnostics` besides. `GET /api/openapi.json` is the same as OpenAPI 3.1. `POST` takes
`content-type: application/json` only.
"""
HELP_OPTIONS = ["-h", "--help"]
NOTE = "<!-- Written by docs/generate.py; change the code, not this page. -->\n"


def command_line() -> str:
    """Return the page of commands: what `--help` says of each."""
    parts = [NOTE, "# Command line\n"]
    for name in COMMANDS:
        context = click.Context(root, info_name="swell")
        command = root.get_command(context, name)
        assert command is not None
        named = {name: command}
        if isinstance(command, click.Group):
            named |= {f"{name} {each}": part for each, part in command.commands.items()}
        for words, each in named.items():
            context = click.Context(
                each, info_name=f"swell {words}", terminal_width=100, help_option_names=HELP_OPTIONS
            )
            text = each.get_help(context)
            parts.append(f"## swell {words}\n\n```\n{text}\n```\n")
    return "\n".join(parts)


def functions() -> str:
    """Return the page of functions, family by family."""
    families: dict[str, list[Declared]] = {}
    for each in REGISTRY.values():
        if each.spellings:
            families.setdefault(each.family.capitalize(), []).append(each)
    families |= {"Aggregates": [*AGGREGATES.values()], "Rankings": [*RANKINGS.values()]}
    parts = [NOTE, "# Functions\n", ABOUT_FUNCTIONS, *(_contents(family, families[family]) for family in families), ""]
    for family, members in families.items():
        parts.append("\n".join([f"## {family}\n", *ABOUT_FAMILIES.get(family, ()), _entries(members)]))
    return "\n".join(parts)


def _contents(family: str, members: Iterable[Declared]) -> str:
    names = {name: None for each in members for name in getattr(each, "spellings", (each.name,))}
    return f"- [{family}](#{family.lower().replace(' ', '-')}): {', '.join(sorted(names, key=str.casefold))}"


def _entries(members: Iterable[Declared]) -> str:
    return "".join(_entry(each) for each in sorted(members, key=lambda each: each.signature))


def _entry(each: Declared) -> str:
    details = getattr(each, "details", "")
    if getattr(each, "extension", False):
        details = f"{details} CRM Analytics does not have it.".lstrip()
    if others := getattr(each, "spellings", ())[1:]:
        details = f"{details} Also written {' and '.join(f'`{name}`' for name in others)}.".lstrip()
    examples = "\n".join(each.examples)
    return f"### `{each.signature}`\n\n{each.summary} {details}".rstrip() + f"\n\n```\n{examples}\n```\n\n"


def errors() -> str:
    """Return the page of messages, each with an example as a terminal shows it."""
    parts = [NOTE, "# Messages\n", ABOUT_MESSAGES]
    with tempfile.TemporaryDirectory() as folder:
        workspace = swell.open(folder)
        for found in DATASET.finditer((DOCS / "language" / "index.md").read_text("utf-8")):
            workspace.write(found["name"], _table(found["table"]))
        for first, title in CHAPTERS.items():
            codes = [code for code in sorted(MESSAGES) if code.startswith(first)]
            parts += [f"## {title}\n", *(_message(code, workspace) for code in codes)]
    return "\n".join(parts)


def _message(code: str, workspace: swell.Workspace) -> str:
    text = MESSAGE_EXAMPLES[code]
    try:
        found = workspace.query(text, now=NOW).warnings
    except saql.SaqlError as error:
        found = error.diagnostics
    shown = next(render(each, text, "query") for each in found if each.code == code)
    return f"### {code}\n\n{MESSAGES[code]}\n\n```\n{shown}\n```\n"


def _table(text: str) -> pa.Table:
    names, _, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines())
    return pa.Table.from_pylist([dict(zip(names, map(_value, row), strict=True)) for row in rows])


def _value(cell: str) -> object:
    if cell == "null":
        return None
    if re.fullmatch(r"\d{4}-\d\d-\d\d", cell):
        return dt.date.fromisoformat(cell)
    return int(cell) if cell.isdigit() else cell


def settings() -> str:
    """Return the page of settings, section by section."""
    parts = [NOTE, "# Settings\n", ABOUT_SETTINGS]
    section = None
    for each in declared():
        if each.section != section:
            section = each.section
            heading = f"[{section}]" if section else "At the top"
            parts.append(f"\n## {heading}\n\n| setting | default | |\n|---|---|---|")
        parts.append(f"| `{each.name}` | `{written(each.default)}` | {each.about} |")
    return "\n".join(parts) + "\n"


def security() -> str:
    """Return the page on security, its table of addresses as the server has it."""
    lines = ["| address | least role | asks | noted as |", "|---|---|---|---|"]
    for row in TABLE:
        marks = (("folder", row.in_folder), ("changes", row.changes), ("browser", row.browser), ("page", row.page))
        asks = ", ".join(name for name, holds in marks if holds)
        lines.append(f"| `{row.method} {plain(row.path)}` | {row.least or 'none'} | {asks} | {row.noted} |")
    text = (DOCS / "security.md").read_text("utf-8")
    before, _, rest = text.partition("<!-- table -->\n")
    return f"{before}<!-- table -->\n" + "\n".join(lines) + f"\n<!-- /table -->{rest.partition('<!-- /table -->')[2]}"


def api() -> str:
    """Return the page of our own API: each address, what it takes and gives."""
    with tempfile.TemporaryDirectory() as folder:
        routes = [*described(swell.open(folder).application().routes)]
    parts = [NOTE, "# API\n", ABOUT_API]
    for route, method in routes:
        path = plain(route.path)
        address = shapes().addresses[method, path]
        role = asked_role(ROWS[method, route.path])
        parts.append(f"## {method} {path}\n\n{summary(route)} Least role: {role}.\n")
        rows = [("in the address", each) for each in address.query] + [("header", each) for each in address.headers]
        rows += [("takes", each) for each in address.body] + [("gives", each) for each in address.answer]
        lines = [f"| {place} | `{each.name}` | {_words(each)} | {each.about} |" for place, each in rows]
        if address.like:
            lines.insert(0, f"| gives | | all of [{address.like}](#{address.like.lower()}) | |")
        if address.file:
            lines.append("| gives | | a file | |")
        if lines:
            parts.append("\n".join(["| | name | type | |", "|---|---|---|---|", *lines]) + "\n")
    for name, members in shapes().named.items():
        lines = [f"| `{each.name}` | {_words(each)} | {each.about} |" for each in members]
        parts.append("\n".join([f"## {name}\n", "| name | type | |", "|---|---|---|", *lines]) + "\n")
    return "\n".join(parts)


def _words(member: Member) -> str:
    return type_words(member.schema) + ("" if member.required else ", may be absent")


PAGES: dict[str, Callable[[], str]] = {
    "dashboard.schema.json": schema_text,
    "command-line.md": command_line,
    "settings.md": settings,
    "language/functions.md": functions,
    "language/errors.md": errors,
    "security.md": security,
    "api.md": api,
    "metrics.md": lambda: NOTE + "\n" + metrics_page(),
}

if __name__ == "__main__":
    for name, make in PAGES.items():
        (DOCS / name).write_text(make(), "utf-8")
