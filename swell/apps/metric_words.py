"""The metrics in words: what each number of an app is, how it is computed, and where its fields come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from saql import parse
from saql.syntax.statements import Augment, Foreach
from swell.apps.catalog import App, AppDataset, app_datasets, app_named, app_names
from swell.apps.metric import UNITS, Metric
from swell.apps.sources import LABELS, Source

_ABOUT = """\
Every number that an [app](guides/apps.md) shows has one definition here. It is the name of the column in each query
that computes it, so the same name means the same everywhere, and `swell apps metrics` prints this page. Periods are
counted by the date that is named, in the time zone of the workspace; the widget says which period it shows. Each
definition has a test with numbers worked by hand (`tests/logic/metrics`).
"""


def metrics_page() -> str:
    """Return the definitions of all metrics, as Markdown."""
    apps = [app_named(name) for name in app_names()]
    sections = (section(each, apps) for each in app_datasets().values())
    return "\n".join(("# Metrics", "", _ABOUT, *sections))


def section(dataset: AppDataset, apps: Iterable[App]) -> str:
    """Return the definitions of a dataset's metrics, and where its fields come from, as Markdown."""
    users = {app.label: app for app in apps if dataset.name in app.datasets or dataset.model in app.models}
    apps_words = f"{'apps' if users.keys() - {next(iter(users))} else 'app'} {', '.join(users)}"
    lines = [f"## {dataset.label}", "", f"The dataset `{dataset.name}`, of the {apps_words}.", ""]
    for each in dataset.metrics:
        lines += [*_metric(each, users), ""]
    lines += [*_origins(dataset)]
    return "\n".join(lines)


def _metric(metric: Metric, apps: Mapping[str, App]) -> Iterator[str]:
    yield f"### {metric.name}"
    yield ""
    yield metric.means
    yield ""
    if metric.leaves_out:
        yield f"- Left out: {metric.leaves_out[0].lower()}{metric.leaves_out[1:]}"
    yield f"- Unit: {UNITS[metric.unit]}"
    if metric.date:
        yield f"- Period: by `{metric.date}`"
    shown = [label for label, app in apps.items() if any(f"'{metric.name}'" in text for text in app.files.values())]
    if shown:
        yield f"- Shown in: {', '.join(shown)}"
    yield ""
    yield "```"
    yield metric.query.strip() or metric.value
    yield "```"


def _origins(dataset: AppDataset) -> Iterator[str]:
    """Say for each field what it is in each source."""
    if dataset.model:
        report = f"swell models report {dataset.model}"
        yield f"It is made by the model `{dataset.model}`; `{report}` says how far to trust it."
        yield ""
        return
    if not dataset.queries:
        yield "Its fields are computed from the other datasets of apps, by this recipe:"
        yield from ("", "```", dataset.recipe.strip(), "```", "")
        return
    kinds = sorted(dataset.queries)
    found = {kind: dict(_fields(Source(name=kind, kind=kind).query(dataset))) for kind in kinds}
    yield f"Where the fields of `{dataset.name}` come from:"
    yield ""
    yield f"| field | {' | '.join(LABELS[kind] for kind in kinds)} |"
    yield f"|---{'|---' * len(kinds)}|"
    for field in dataset.labels:
        yield f"| {field} | {' | '.join(_cell(found[kind].get(field, '')) for kind in kinds)} |"
    yield ""


def _cell(text: str) -> str:
    plain = text.replace("|", "\\|")
    return (
        f"`{plain}`" if plain and not plain.startswith(("null", 'string_to_number("", null)', 'toDate("")')) else "none"
    )


def _fields(text: str) -> Iterator[tuple[str, str]]:
    """Give the fields that a query makes, each with the expression that it is."""
    for statement in parse(text).statements:
        for each in statement.projections if isinstance(statement, Foreach | Augment) else ():
            span = each.expression.span
            expression = " ".join(text[span.start : span.end].split())
            yield each.alias.name if each.alias is not None else expression.strip("'"), expression
