"""`swell match`: records that are one customer, within a CRM and across several."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from swell.cli.options import open_workspace, workspace_option

if TYPE_CHECKING:
    from engine.matching.review import Pair, Review
    from swell.matching import Matching

_ANSWERS = {"s": "same", "d": "different", "l": "later"}


@click.group(
    "match",
    epilog="""\b
Examples
  swell match list                       what can be matched, and what came of it
  swell match run                        accounts and contacts, or what the files in matching/ say
  swell match run accounts
  swell match review accounts            one pair after the other: same, different, later
  swell match review accounts --accept 0.85 --by ada@example.com""",
)
def command() -> None:
    """Find accounts and contacts that are the same, within a CRM and across several; nothing is changed there."""


@command.command("list")
@workspace_option
def list_(folder: Path) -> None:
    """List the matches."""
    from engine.matching.errors import MatchingError

    matching = _matching(folder)
    found = matching.all()
    if not found:
        click.echo("Nothing to match: there are no datasets of accounts or contacts, and no file matching/NAME.toml.")
    for name, match in found.items():
        if isinstance(match, MatchingError):
            click.echo(f"{name}: {match}")
            continue
        click.echo(f"{name}: {', '.join(each.dataset for each in match.sources)} → {match.result}")
        click.echo(f"  {_state(matching, name)}")


@command.command("run")
@click.argument("name", metavar="[NAME]", required=False)
@workspace_option
def run(name: str | None, folder: Path) -> None:
    """Match records: NAME, or all that there are."""
    matching = _matching(folder)
    names = [name] if name else list(matching.all())
    if not names:
        raise click.ClickException("Nothing to match: there are no datasets of accounts or contacts.")
    for each in names:
        found = matching.run(each, _now(), lambda line: click.echo(f"  {line}"))
        click.echo(f"{each}: {found.records:,} records are {found.customers:,} customers.")
        for cut in found.cuts:
            click.echo(f"  left out as too frequent: {cut.blocks:,} of {cut.kind}, {cut.records:,} records")
        for decision in found.contradicted:
            click.echo(
                f"  does not count, as later decisions say otherwise: {decision.left.id} and {decision.right.id}"
                f" {decision.verdict}, by {decision.by}"
            )
        if found.review:
            click.echo(f"  {found.review:,} pairs to review: swell match review {each}")


@command.command("review")
@click.argument("name", metavar="NAME")
@click.option("--accept", type=click.FloatRange(0, 1), help="Say of all pairs with this score or more: the same.")
@click.option("--by", default="command line", show_default=True, help="Who decides.")
@workspace_option
def review(name: str, accept: float | None, by: str, folder: Path) -> None:
    """Decide about the pairs of NAME that are to be reviewed, the likeliest first."""
    matching = _matching(folder)
    opened = _review(matching, name)
    if accept is not None:
        click.echo(f"{opened.accept(accept, by, _now()):,} pairs are the same.")
    else:
        _ask(opened, by)
    click.echo(f"Decisions are in {matching.decisions.file}; work them in: swell match run {name}")


def _ask(opened: Review, by: str) -> None:
    total = opened.page("review", count=0).total
    for place, pair in enumerate(opened.page("review", count=total).pairs, 1):
        _show(pair, place, total)
        answer = click.prompt("same, different, later, quit", type=click.Choice([*_ANSWERS, "q"]))
        if answer == "q":
            break
        verdict = _ANSWERS[answer]
        opened.decide([(pair.left, pair.right)], verdict, by, _now())  # type: ignore[arg-type]


def _show(pair: Pair, place: int, total: int) -> None:
    click.echo(f"\n{place} of {total}: {pair.score:.2f}, {pair.reasons}")
    click.echo(f"    {'':10} {pair.left.source} {pair.left.id:28} {pair.right.source} {pair.right.id}")
    for each in pair.fields:
        mark = "≠" if each.agree is False else " "
        click.echo(f"  {mark} {each.meaning:10} {each.left or '-':40} {each.right or '-'}")


def _state(matching: Matching, name: str) -> str:
    from engine.matching.errors import MatchingError

    try:
        opened = _review(matching, name)
    except MatchingError as error:
        return error.hint or error.message
    records, customers = opened.notes.get("records"), opened.notes.get("customers")
    return f"{records:,} records are {customers:,} customers, {opened.counts()['review']:,} pairs to review"


def _review(matching: Matching, name: str) -> Review:
    from engine.matching.review import Review

    return Review(matching.find(name), matching.store, matching.store, matching.decisions)


def _matching(folder: Path) -> Matching:
    from swell.matching import Matching

    workspace = open_workspace(folder)
    return Matching(workspace.folder, workspace.store)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
