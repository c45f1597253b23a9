"""`swell check`: mistakes in queries and dashboards, all of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from swell.cli.errors import BAD_INPUT
from swell.cli.options import open_workspace, workspace_option
from swell.settings import RECIPES_FOLDER

if TYPE_CHECKING:
    from swell.workspace import Workspace


class Findings(NamedTuple):
    """What is wrong with a file, and what is only to be known of it, each finding as text."""

    mistakes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@click.command("check", epilog="\b\nExample\n  swell check queries/*.saql dashboards/*.json")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@workspace_option
def command(files: tuple[Path, ...], folder: Path) -> int:
    """Find mistakes in FILES: .saql queries, .json dashboards, predicates, metadata and rules of datasets, recipes.

    Exit code 2 if there are any; warnings are none.
    """
    workspace = open_workspace(folder)
    checked = [check_file(workspace, file) for file in files]
    for each in checked:
        for finding in (*each.mistakes, *each.warnings):
            click.echo(finding, err=True)
    mistakes = sum(len(each.mistakes) for each in checked)
    warnings = sum(len(each.warnings) for each in checked)
    counts = [_counted(mistakes, "mistake"), *([_counted(warnings, "warning")] if warnings else [])]
    click.echo(f"{_counted(len(files), 'file')} checked, {', '.join(counts)}.")
    return BAD_INPUT if mistakes else 0


def _counted(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"


def check_file(workspace: Workspace, file: Path) -> Findings:
    """Return what is to be said of one file."""
    from engine.errors import SwellError
    from saql.diagnostics import SaqlError
    from saql.render import render

    if file.name.endswith(".test.json"):
        return _check_tests(file)
    if file.suffix == ".json" and file.resolve().parent == (workspace.folder / "security").resolve():
        return _check_rule(workspace, file)
    if file.suffix == ".json" and file.resolve().parent == workspace.metadata.folder.resolve():
        return _check_metadata(workspace, file)
    if file.suffix == ".toml" and file.resolve().parent == workspace.quality.resolve():
        return _check_quality(workspace, file)
    if file.suffix == ".json":
        found = workspace.check_dashboard(file)
        return Findings(
            mistakes=tuple(str(each) for each in found if each.severity == "mistake"),
            warnings=tuple(str(each) for each in found if each.severity == "warning"),
        )
    if file.resolve().parent == (workspace.folder / RECIPES_FOLDER).resolve():
        return _check_recipe(workspace, file)
    try:
        text = file.read_text("utf-8-sig")
        warnings = workspace.check(text, name=str(file))
    except (SaqlError, SwellError) as error:
        return Findings(mistakes=(str(error),))
    except (OSError, UnicodeDecodeError) as error:
        return Findings(mistakes=(f"{file}: can't be read as UTF-8 text: {error}",))
    return Findings(warnings=tuple(render(each, text, str(file)) for each in warnings))


def _check_metadata(workspace: Workspace, file: Path) -> Findings:
    """Find what is wrong with what people say of a dataset, and the fields of it that are not there."""
    from dashboards.metadata import MetadataError, read_xmd_file

    metadata, store = workspace.metadata, workspace.store
    try:
        xmd = read_xmd_file(file)
    except MetadataError as error:
        return Findings(mistakes=(str(error),))
    dataset = next((each for each in store.names() if metadata.file(each).name == file.name), None)
    if dataset is None:
        return Findings(warnings=(f"{file}: there is no dataset for it.",))
    with store.open(dataset) as opened:
        strange = xmd.unknown(opened.schema)
    return Findings(warnings=tuple(f"{file}: '{each}' is no field of the dataset." for each in strange))


def _check_recipe(workspace: Workspace, file: Path) -> Findings:
    """Find what is wrong with recipes; what one loads that another has not made yet is not looked into."""
    from engine.errors import SwellError
    from engine.recipes.evaluate import checked
    from engine.recipes.fields import field_specs
    from engine.recipes.missing import check_inputs
    from engine.recipes.order import inputs
    from saql.diagnostics import SaqlError
    from saql.render import render
    from swell.recipes import workspace_recipes

    recipes = workspace_recipes(workspace)
    names = {*workspace.store.names(), *(each.name for each in recipes)}
    mistakes, warnings = [], []
    for each in recipes:
        if Path(each.file).stem != file.stem:
            continue
        try:
            if each.problem is not None:
                raise each.problem
            check_inputs(each, names)
            snapshot = workspace.session.snapshot(inputs(each))
            waiting = [name for name in inputs(each) if snapshot.find(name) is None]
            if waiting:
                warnings.append(f"{file}: it can be checked when the recipe {waiting[0]} has run.")
                continue
            query = checked(each, snapshot)
            field_specs(each, query, snapshot)
            warnings += [render(found, each.text, str(file)) for found in query.warnings]
        except (SaqlError, SwellError) as error:
            mistakes.append(str(error))
    return Findings(tuple(mistakes), tuple(warnings))


def _check_rule(workspace: Workspace, file: Path) -> Findings:
    """Find what is wrong with the predicates of a dataset: they close it."""
    from engine.errors import SwellError

    rules, store = workspace.sessions.rules, workspace.store
    dataset = next((each for each in store.names() if rules.file(each).name == file.name), None)
    if dataset is None:
        return Findings(warnings=(f"{file}: there is no dataset for it.",))
    try:
        rule = rules.find(dataset)
        if rule is not None:
            with store.open(dataset) as opened:
                rule.check(opened.schema)
    except SwellError as error:
        return Findings(mistakes=(f"{file}: {error.message} The dataset is closed.\n{error.hint or ''}".rstrip(),))
    return Findings()


def _check_quality(workspace: Workspace, file: Path) -> Findings:
    """Find rules of quality that are none, or don't fit their dataset; whether rows break them is not asked."""
    import datetime as dt

    from engine.errors import SwellError
    from engine.quality.report import report
    from engine.quality.rule_file import read_rules, rule_file

    store = workspace.store
    dataset = next((each for each in store.names() if rule_file(file.parent, each).name == file.name), None)
    try:
        rules = read_rules(file)
        if dataset is None:
            return Findings(warnings=(f"{file}: there is no dataset for it.",))
        found = report(store, rules, dataset, dt.datetime.now(dt.UTC), profiled=False).outcomes
    except SwellError as error:
        return Findings(mistakes=(str(error),))
    return Findings(mistakes=tuple(f"{file}: {each.rule.message} {each.found}" for each in found if not each.fits))


def _check_tests(file: Path) -> Findings:
    from dashboards.expectations.cases import load_cases
    from engine.errors import SwellError

    try:
        load_cases(file)
    except SwellError as error:
        return Findings(mistakes=(str(error),))
    return Findings()
