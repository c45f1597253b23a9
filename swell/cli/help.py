"""`swell help`: what a function, a statement or a keyword of SAQL is."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import click

from swell.cli.commands import COMMANDS

if TYPE_CHECKING:
    from saql.service.function import Declared

WIDTH = 100
"""Columns of the text."""


@click.command("help", epilog="\b\nExamples\n  swell help substr\n  swell help filter\n  swell help")
@click.argument("name", required=False)
@click.pass_context
def command(context: click.Context, name: str | None) -> None:
    """Explain NAME, a function, a statement or a keyword of SAQL. Without one, list them all."""
    if name is None:
        click.echo(overview())
    elif name in COMMANDS:
        click.echo(_of_command(name, context))
    else:
        click.echo("\n\n".join(explanations(name)))


def _of_command(name: str, context: click.Context) -> str:
    root = context.parent
    found = root.command.get_command(root, name) if root and isinstance(root.command, click.Group) else None
    return found.get_help(click.Context(found, info_name=name, parent=root)) if found else ""


def explanations(name: str) -> list[str]:
    """Return all that a word of the language is.

    Raises:
        click.UsageError: it is none; the message names what may be meant.
    """
    from saql.check.wording import did_you_mean
    from saql.functions.registry import spellings
    from saql.keywords import KEYWORDS
    from saql.service.function import declared
    from saql.service.guide import STATEMENTS, meaning

    found = [_of_statement(name)] if name in STATEMENTS else []
    found += [_of_function(each, name) for each in declared(name)]
    if name in KEYWORDS and name not in STATEMENTS:
        found.append(f"{name}\n\n{_paragraph(meaning(name))}")
    if not found:
        near = did_you_mean(name, [*STATEMENTS, *spellings(), *KEYWORDS, *COMMANDS])
        hint = f"{near[0][0].upper()}{near[0][1:]}" if near else "'swell help' lists all there is."
        raise click.UsageError(f"SAQL has no '{name}'. {hint}")
    return found


def _of_statement(name: str) -> str:
    from saql.service.guide import PARAMETERS, STATEMENTS

    guide = STATEMENTS[name]
    parts = ["\n".join(guide.forms), _paragraph(guide.summary)]
    if name in PARAMETERS:
        parts.append(f"Parameters\n{_table(PARAMETERS[name])}")
    parts.append(f"Example\n  {guide.example}")
    return "\n\n".join(parts)


def _of_function(function: Declared, name: str) -> str:
    from saql.service.function import details_of, nulls_of, signature_of

    parts = [signature_of(function, name), _paragraph(function.summary)]
    if details := details_of(function):
        parts.append(_paragraph(details))
    parts.append(f"Nulls\n{_paragraph(nulls_of(function), '  ')}")
    examples = "\n".join(f"  {each}" for each in function.examples)
    parts.append(f"{'Example' if len(function.examples) == 1 else 'Examples'}\n{examples}")
    return "\n\n".join(parts)


def overview() -> str:
    """Return the words of the language by family."""
    lines = ["SAQL, by family. 'swell help NAME' explains one.", ""]
    for family, names in _families():
        lines += [family, *textwrap.wrap("  ".join(names), WIDTH, initial_indent="  ", subsequent_indent="  "), ""]
    return "\n".join(lines[:-1])


def _families() -> Iterator[tuple[str, Iterable[str]]]:
    from saql.functions.registry import AGGREGATES, RANKINGS, REGISTRY
    from saql.keywords import KEYWORDS
    from saql.service.guide import STATEMENTS

    yield "Statements", STATEMENTS
    families: dict[str, dict[str, None]] = {}
    for each in REGISTRY.values():
        if each.spellings:
            families.setdefault(each.family, {}).update(dict.fromkeys(each.spellings))
    for family, names in families.items():
        yield f"Functions: {family}", sorted(names, key=str.casefold)
    yield "Aggregates, over the rows of a group", [name for each in AGGREGATES.values() for name in each.spellings]
    yield "Rankings, before over", RANKINGS
    yield "Keywords", sorted(KEYWORDS - set(STATEMENTS))


def _paragraph(text: str, indent: str = "") -> str:
    return textwrap.fill(text, WIDTH, initial_indent=indent, subsequent_indent=indent)


def _table(rows: Mapping[str, str]) -> str:
    width = max(map(len, rows))
    return "\n".join(f"  {name:<{width}}  {rows[name]}" for name in rows)
