"""Metrics: the numbers that apps show, each defined once beside the dataset that it is computed from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from saql.record import record

FORMATS: Mapping[str, tuple[str, float]] = {
    "money": ("#,##0", 1),
    "count": ("#,##0", 1),
    "share": ("0.0%", 100),
    "change": ("+0.0%;-0.0%;0.0%", 100),
    "days": ("#,##0", 1),
    "hours": ("#,##0.0", 1),
    "score": ("0.00", 1),
}
"""How numbers of a unit are written: a pattern, and by what the number is multiplied for it."""

UNITS: Mapping[str, str] = {
    "money": "amount of money, in the currency of the CRM",
    "count": "number",
    "share": "share, shown in percent",
    "change": "change, shown in percent",
    "days": "days",
    "hours": "hours",
    "score": "points",
}


@record(kw_only=True)
class Metric:
    """A number.

    Args:
        name: what it is called: the name of the column that has it, wherever it is shown.
        dataset: the dataset that it is computed from.
        unit: one of `UNITS`.
        value: the SAQL expression; a dashboard's query has this very expression before `as 'name'`.
        means: what it is, in words.
        leaves_out: what does not count; empty where everything does.
        date: the field by which periods are counted; empty where it has a period of its own.
        query: the whole query, where the expression needs more than the rows of the dataset.
    """

    name: str
    dataset: str
    unit: str
    value: str
    means: str
    leaves_out: str = ""
    date: str = ""
    query: str = ""

    @property
    def saql(self) -> str:
        """The query that gives the number over all rows."""
        plain = (
            f"q = load \"{self.dataset}\";\nq = group q by all;\nq = foreach q generate {self.value} as '{self.name}';"
        )
        return self.query.strip() or plain


def read_metrics(dataset: str, content: Mapping[str, Any]) -> tuple[Metric, ...]:
    """Return the metrics of a dataset's `metrics.toml`, in its order."""
    return tuple(Metric(dataset=dataset, **each) for each in content.get("metric", ()))


def shown_as(metrics: tuple[Metric, ...]) -> dict[str, Any]:
    """Return the extended metadata that gives columns of these names their form and their meaning."""
    measures = []
    for each in metrics:
        pattern, multiplier = FORMATS[each.unit]
        form = f'["{pattern}",{multiplier:g}]'
        entry = {"field": each.name, "label": each.name, "description": each.means, "format": {"customFormat": form}}
        measures.append(entry)
    return {"derivedMeasures": measures}
