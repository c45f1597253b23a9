"""`swell connect`: a connection to a CRM, asked for, tested, and written down."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from swell.cli.options import open_workspace, workspace_option

if TYPE_CHECKING:
    from connectors.protocol import ConnectorKind, Secrets, Setting
    from swell.workspace import Workspace

_LISTS = ("objects", "leave_out", "write")
"""Settings that are lists; on the command line with commas."""


@click.command(
    "connect",
    epilog="""\b
Examples
  swell connect salesforce
  swell connect hubspot --name hub --set prefix=hubspot_
  swell connect salesforce --set login=client_credentials --set domain=acme.my --set plans=sales,service""",
)
@click.argument("kind", metavar="KIND")
@click.option("--name", help="What the connection is called here (default: KIND).")
@click.option("--set", "given", multiple=True, metavar="KEY=VALUE", help="A setting, instead of being asked for it.")
@click.option("--test/--no-test", default=True, help="Log in before anything is written (default).")
@workspace_option
def command(kind: str, name: str | None, given: tuple[str, ...], test: bool, folder: Path) -> None:
    """Connect the workspace to a CRM: KIND is salesforce, hubspot, or what an installed connector offers.

    What is not given is asked for. Secrets go to the system's keyring or a file that only you can read, never to
    swell.toml. Nothing is written if the login does not work.
    """
    from connectors.registry import connector_kind

    workspace = open_workspace(folder)
    connect(workspace, connector_kind(kind), name or kind, _pairs(given), test)


def connect(workspace: Workspace, kind: ConnectorKind, name: str, given: Mapping[str, str], test: bool) -> None:
    """Ask for what is not given, log in, and write the connection down."""
    from connectors.sync.ready_made import plan_names, ready_made_plan
    from swell.connections import SystemPace, parse_connection, secret_store, write_connection

    rest = dict(given)
    kept = secret_store(workspace).of(name)
    answers = _answers(kind.settings, rest, kept)
    secrets = {each.name for each in kind.settings if each.secret}
    plans = _plans(rest, plan_names(kind.name))
    for each in plans:
        ready_made_plan(kind.name, each)
    values: dict[str, str | list[str]] = {"kind": kind.name}
    values |= {key: value for key, value in answers.items() if key not in secrets and value}
    values |= {key: value.split(",") if key in _LISTS else value for key, value in rest.items()}
    values |= {"plans": plans} if plans else {}
    parse_connection(name, values, "--set")
    if test:
        tried = _Given({key: value for key, value in answers.items() if key in secrets}, kept)
        account = kind.open(
            {key: answers[key] for key in answers if key not in secrets}, tried, SystemPace()
        ).identify()
        click.echo(f"Connected to {account.name}" + (f" as {account.user}." if account.user else "."))
        answers |= tried.values
    write_connection(workspace.folder, name, values)
    for key in secrets:
        if answers.get(key):
            kept.put(key, answers[key])
    click.echo(f"Wrote [connections.{name}] to {workspace.folder / 'swell.toml'}.")
    click.echo(f"Next: swell sync {name} --plan shows what a sync will do; swell sync {name} does it.")


class _Given:
    """Secrets that are not kept yet, before those that are; a login may bring a newer one."""

    def __init__(self, values: Mapping[str, str], kept: Secrets) -> None:
        self.values = dict(values)
        self._kept = kept

    def get(self, name: str) -> str | None:
        return self.values.get(name) or self._kept.get(name)

    def put(self, name: str, value: str) -> None:
        self.values[name] = value


def _answers(settings: tuple[Setting, ...], given: dict[str, str], kept: Secrets) -> dict[str, str]:
    """Return a value for each setting that matters for the chosen login; takes what it uses out of `given`.

    A secret that is there already, such as one in the environment, is not asked for.
    """
    answers: dict[str, str] = {}
    for each in settings:
        login = answers.get("login", "")
        required = "*" in each.required_for or login in each.required_for
        if each.name in given:
            answers[each.name] = given.pop(each.name)
        elif each.secret and kept.get(each.name):
            continue
        elif (required and not each.default) or (each.choices and each.name == "login"):
            answers[each.name] = _ask(each)
        elif each.default:
            answers[each.name] = each.default
    return answers


def _ask(setting: Setting) -> str:
    if not sys.stdin.isatty() and setting.default:
        return setting.default
    if not sys.stdin.isatty():
        raise click.UsageError(f"'{setting.name}' is missing. Give it with --set {setting.name}=…: {setting.help}")
    if setting.help:
        click.echo(setting.help)
    kind = click.Choice(setting.choices) if setting.choices else None
    answer: str = click.prompt(
        setting.label, default=setting.default or None, hide_input=setting.secret, type=kind, show_choices=True
    )
    return answer.strip()


def _plans(given: dict[str, str], known: tuple[str, ...]) -> list[str]:
    if "plans" in given:
        return [each for each in given.pop("plans").split(",") if each]
    if not known or not sys.stdin.isatty():
        return []
    answer = click.prompt(f"Ready-made plans ({', '.join(known)}; several with commas)", default=known[0])
    return [each.strip() for each in answer.split(",") if each.strip()]


def _pairs(given: tuple[str, ...]) -> dict[str, str]:
    pairs = {}
    for each in given:
        key, equals, value = each.partition("=")
        if not equals:
            raise click.UsageError(f"--set {each}: write KEY=VALUE.")
        pairs[key.strip()] = value
    return pairs
