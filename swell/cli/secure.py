"""`swell secure`: who sees which rows of a dataset."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from swell.cli.options import open_workspace, workspace_option
from swell.cli.people import BY, now

if TYPE_CHECKING:
    from dashboards.people.person import Person, Role
    from dashboards.rows.rules import Rule
    from swell.workspace import Workspace

ROLES = ("viewer", "editor", "admin")


@click.command(
    "secure",
    epilog="""\b
Examples
  swell secure opportunities --predicate "'OwnerId' == \\"\\$User.Id\\"" --backup false --except admin
  swell secure opportunities --as ada@example.com
  swell secure opportunities --as-person Id=0051 --as-person Regions__c=North --as-person Regions__c=South
  swell secure opportunities --remove""",
)
@click.argument("dataset")
@click.option("--predicate", metavar="TEXT", help="Which rows people see: 'OwnerId' == \"$User.Id\"")
@click.option("--backup", metavar="TEXT", help="Which rows those see to whom the predicate can't be applied.")
@click.option("--except", "excepted", type=click.Choice(ROLES), multiple=True, help="A role that sees all rows.")
@click.option("--remove", is_flag=True, help="Let all see all rows.")
@click.option("--try", "dry", is_flag=True, help="Write nothing; only say what would be seen.")
@click.option("--as", "emails", metavar="E-MAIL", multiple=True, help="Count the rows that somebody sees.")
@click.option(
    "--as-person", "fields", metavar="FIELD=VALUE", multiple=True, help="Count the rows for a made-up $User.FIELD."
)
@workspace_option
def command(
    dataset: str,
    predicate: str | None,
    backup: str | None,
    excepted: tuple[Role, ...],
    remove: bool,
    dry: bool,
    emails: tuple[str, ...],
    fields: tuple[str, ...],
    folder: Path,
) -> None:
    """Show or say which rows of DATASET people see, by a security predicate in the folder `security`.

    A predicate that is not valid for the dataset is refused, and changes nothing.
    """
    workspace = open_workspace(folder)
    rule = _wanted(workspace, dataset, predicate, backup, excepted, remove)
    if predicate is not None or remove:
        _write(workspace, dataset, rule, dry)
    _tell(workspace, dataset, rule, [*emails, *([_made_up(fields)] if fields else [])])


def _wanted(
    workspace: Workspace,
    dataset: str,
    predicate: str | None,
    backup: str | None,
    excepted: Sequence[Role],
    remove: bool,
) -> Rule | None:
    """Return the rule that is asked for, else the one that the dataset has."""
    from dashboards.rows.rules import make_rule

    if remove and (predicate is not None or backup is not None or excepted):
        raise click.UsageError("--remove stands alone.")
    if predicate is None and (backup is not None or excepted):
        raise click.UsageError("--backup and --except go with a --predicate.")
    with workspace.store.open(dataset) as opened:
        if remove:
            return None
        rule = workspace.sessions.rules.find(dataset) if predicate is None else make_rule(predicate, backup, excepted)
        if rule is not None:
            rule.check(opened.schema)
    return rule


def _write(workspace: Workspace, dataset: str, rule: Rule | None, dry: bool) -> None:
    if dry:
        click.echo("Nothing is written.")
    elif rule is not None:
        click.echo(f"Wrote {workspace.sessions.rules.put(dataset, rule)}.")
        workspace.accounts().audit.note(now(), BY, "predicate changed", dataset, predicate=rule.predicate.text)
    elif workspace.sessions.rules.remove(dataset):
        click.echo(f"Removed {workspace.sessions.rules.file(dataset)}.")
        workspace.accounts().audit.note(now(), BY, "predicate removed", dataset)


def _tell(workspace: Workspace, dataset: str, rule: Rule | None, people: Sequence[str | Person]) -> None:
    with workspace.store.open(dataset) as opened:
        total = opened.rows
    if rule is None:
        click.echo(f"{dataset}: all see all {total:,} rows.")
        return
    click.echo(f"{dataset}, {total:,} rows: {rule.predicate.text}")
    if rule.backup is not None:
        click.echo(f"  where that can't be applied: {rule.backup.text}")
    if rule.excepted:
        click.echo(f"  all rows are seen by: {', '.join(rule.excepted)}")
    for each in people:
        click.echo(f"  {each if isinstance(each, str) else each.name}: {_seen(workspace, dataset, rule, each)}")


def _seen(workspace: Workspace, dataset: str, rule: Rule, person: str | Person) -> str:
    from engine.security.errors import DatasetClosedError

    found = workspace.person(person) if isinstance(person, str) else person
    session = workspace.sessions.trying(dataset, rule).of(found)
    try:
        with session.store.open(dataset) as seen:
            return "1 row" if seen.rows == 1 else f"{seen.rows:,} rows"
    except DatasetClosedError as error:
        return str(error)


def _made_up(given: Sequence[str]) -> Person:
    from dashboards.people.person import Person

    fields: dict[str, tuple[str, ...]] = {}
    for each in given:
        name, is_given, value = each.partition("=")
        if not is_given or not name:
            raise click.UsageError(f"'{each}' is no FIELD=VALUE.")
        fields[name] = (*fields.get(name, ()), value)
    plain = {name: values[0] if len(values) == 1 else values for name, values in fields.items()}
    return Person(id="", name=", ".join(given), email="", role="viewer", fields=plain)
