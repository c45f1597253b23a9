"""Where the rows of apps come from: the CRMs whose synced datasets a workspace has, or the demo's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from string import Template
from typing import Any

from saql.record import record
from swell.apps.catalog import AppDataset
from swell.apps.errors import AppError

LABELS: Mapping[str, str] = {"demo": "the demo", "hubspot": "HubSpot", "salesforce": "Salesforce"}
_LOADS = re.compile(r'load "([^"]+)"')


@record(kw_only=True)
class Source:
    """A connection to a CRM, or the demo.

    Args:
        name: the connection's name; `demo` for the demo.
        kind: `salesforce`, `hubspot` or `demo`.
        prefix: what names of its datasets begin with.
    """

    name: str
    kind: str
    prefix: str = ""

    @property
    def label(self) -> str:
        """What people call it: the CRM, and the connection where its name says more."""
        label = LABELS[self.kind]
        return label if self.name == self.kind else f"{label} ({self.name})"

    def query(self, dataset: AppDataset) -> str:
        """Return the query that gives a dataset's rows of this source, in a stream that `stream` names."""
        filled = {"source": self.stream, "prefix": self.prefix, "connection": self.name}
        return Template(dataset.queries[self.kind]).substitute(filled).strip()

    @property
    def stream(self) -> str:
        """The name of the stream that has its rows."""
        return re.sub(r"\W", "_", self.name)


def known_sources(connections: Mapping[str, Mapping[str, Any]]) -> tuple[Source, ...]:
    """Return the sources that a workspace may have: its connections that apps know, then the demo."""
    found = [
        Source(name=name, kind=str(each["kind"]), prefix=str(each.get("prefix", "")))
        for name, each in connections.items()
        if each.get("kind") in ("salesforce", "hubspot")
    ]
    return (*found, Source(name="demo", kind="demo"))


def missing(source: Source, datasets: Iterable[AppDataset], there: Iterable[str]) -> list[str]:
    """Return the datasets that a source's queries load and that are not there, sorted."""
    known = set(there)
    loaded = {name for each in datasets if each.queries for name in _LOADS.findall(source.query(each))}
    return sorted(loaded - known)


def chosen_sources(
    wanted: Sequence[str], known: Sequence[Source], datasets: Sequence[AppDataset], there: Sequence[str]
) -> tuple[Source, ...]:
    """Return the sources that rows come from.

    Args:
        wanted: names or kinds that were asked for; empty for every CRM that has what is needed, else the demo.
        known: the sources that there may be.
        datasets: what is needed.
        there: the names of the datasets of the workspace.

    Raises:
        AppError: there is none, or one that was asked for lacks a dataset.
    """
    if wanted:
        return _asked(wanted, known, datasets, there)
    whole = [each for each in known if not missing(each, datasets, there)]
    crms = [each for each in whole if each.kind != "demo"]
    if not whole:
        raise AppError("No source has the datasets that this app needs.", hint=_hint(known, datasets, there))
    return tuple(crms or whole)


def _asked(
    wanted: Sequence[str], known: Sequence[Source], datasets: Sequence[AppDataset], there: Sequence[str]
) -> tuple[Source, ...]:
    found: list[Source] = []
    for name in wanted:
        named = [each for each in known if name in (each.name, each.kind)]
        if not named:
            sources = ", ".join(dict.fromkeys(each.name for each in known))
            raise AppError(f"There is no source '{name}'.", hint=f"Sources: {sources}. 'swell connect' adds a CRM.")
        found += [each for each in named if each not in found]
    for each in found:
        lacking = missing(each, datasets, there)
        if lacking:
            message = f"{each.label} lacks what this app needs: there is no dataset {_listed(lacking)}."
            raise AppError(message, hint=_plan_hint(each))
    return tuple(found)


def _hint(known: Sequence[Source], datasets: Sequence[AppDataset], there: Sequence[str]) -> str:
    crms = [each for each in known if each.kind != "demo"]
    if not crms:
        return "'swell connect salesforce' or 'swell connect hubspot' adds a CRM, 'swell sync' reads it."
    each = crms[0]
    return f"{each.label} lacks the dataset {_listed(missing(each, datasets, there))}. {_plan_hint(each)}"


def _plan_hint(source: Source) -> str:
    if source.kind == "demo":
        return "'swell demo' makes a workspace that has them."
    plans = 'plans = ["sales", "service", "marketing"]'
    return f"Say {plans} under [connections.{source.name}] in swell.toml, then: swell sync {source.name}"


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"'{each}'" for each in names)
