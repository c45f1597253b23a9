"""Which commands there are, and how they are found without importing them."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

import click

COMMANDS: Mapping[str, str] = {
    "demo": "Make a workspace with demo data and serve it to the browser.",
    "init": "Make an empty workspace.",
    "import": "Make a dataset from a file or a folder of files, or everything from an app template.",
    "connect": "Connect the workspace to Salesforce, HubSpot or another CRM.",
    "sync": "Bring datasets up to the CRM.",
    "recipes": "List, run and preview datasets that are made from datasets.",
    "goals": "Show how people and teams stand against their targets.",
    "apps": "Add ready-made apps: sales, service, marketing, customers.",
    "models": "Learn from datasets: train models, score records, read what was found.",
    "segments": "List segments: the records that fulfil rules, how many and which.",
    "datasets": "List the datasets.",
    "describe": "Show the fields of a dataset.",
    "quality": "Check the rules of datasets, and show what is in them.",
    "lineage": "Show where a dataset or a field comes from, and what reads it.",
    "query": "Run a SAQL query.",
    "story": "Tell what changed from one period to another, and what explains it.",
    "analyse": "Say what goes with what in a dataset, and what may come.",
    "show": "Draw a dashboard in the terminal.",
    "render": "Write a dashboard as PNG, SVG, PDF, XLSX or CSV.",
    "metadata": "Say how the fields of a dataset are shown.",
    "publish": "Write a dataset as Parquet files for other engines.",
    "secure": "Say who sees which rows of a dataset.",
    "check": "Find mistakes in queries and dashboards.",
    "test": "Do the tests of dashboards.",
    "diff": "Say how two versions of a dashboard differ.",
    "rename-field": "Give a field another name in queries and dashboards.",
    "schema": "Print the JSON Schema of dashboards, for editors.",
    "fmt": "Write SAQL files in their canonical form.",
    "explain": "Show what becomes of a query, stage by stage.",
    "help": "Explain a function or a statement of SAQL.",
    "lsp": "Serve editors: mistakes, completion, hovers and formatting of queries.",
    "serve": "Serve the workspace to the browser.",
    "settings": "Show every setting and where it came from.",
    "match": "Find accounts and contacts that are the same, and decide about pairs.",
    "backup": "Write the workspace into one file, while it is served.",
    "restore": "Make a workspace of a backup.",
    "jobs": "List jobs and their runs, run one now, or cancel one.",
    "alert": "List alerts, or check one now.",
    "act": "Do something about records: lists, drafts, webhooks, fields and tasks of the CRM.",
    "mail": "Set up the sending of mail.",
    "user": "Add and change the people who may use the workspace.",
    "token": "Issue and revoke API tokens.",
    "audit": "Show who did what.",
    "doctor": "Say whether the installation is sound.",
}
"""The commands in the order of the help, with the line that the help shows. `import` lives in `import_.py`."""


class LazyGroup(click.Group):
    """A group whose commands are modules of `swell.cli`, each with a click command named `command`."""

    def __init__(self, *args: Any, commands_by_name: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.commands_by_name = commands_by_name

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table."""
        return list(self.commands_by_name)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of one command."""
        if cmd_name not in self.commands_by_name:
            return None
        name = "import_" if cmd_name == "import" else cmd_name.replace("-", "_")
        module = importlib.import_module(f"swell.cli.{name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self.commands_by_name.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which one may be meant."""
        import difflib  # only for a mistake

        name = args[0]
        if name not in self.commands_by_name and not name.startswith("-"):
            near = difflib.get_close_matches(name, self.commands_by_name, n=1)
            hint = f" Did you mean '{near[0]}'?" if near else " 'swell --help' lists the commands."
            raise click.UsageError(f"There is no command '{name}'.{hint}", ctx)
        return super().resolve_command(ctx, args)
