"""The datasets of a journey: a row for each stage, and a row for each record."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from engine.analyses.journeys.analysis import Findings
from engine.analyses.journeys.progress import DAY, NEVER
from engine.kernels import arrays
from engine.kernels.arrays import Array
from engine.models.kind import Made
from engine.models.rows import texts_of
from engine.store.fields import FieldSpec

ARRIVED, DROPPED, OPEN = "Arrived", "Dropped out", "On the way"
"""How a record stands."""

_WHOLE, _SHARE, _TENTHS = "#,##0", "0.0%", "#,##0.0"


def stage_rows(findings: Findings) -> Made:
    """Return the dataset of the stages."""
    funnel = findings.funnel
    columns: list[tuple[str, str, str | None, list[object]]] = [
        ("Place", "Place", _WHOLE, list(range(1, len(funnel) + 1))),
        ("Came", "Came to It", _WHOLE, [each.came for each in funnel]),
        ("BeganHere", "Began Here", _WHOLE, [each.began for each in funnel]),
        ("PassedOver", "Passed It Over", _WHOLE, [each.passed_over for each in funnel]),
        ("MovedOn", "Moved On", _WHOLE, [each.moved for each in funnel]),
        ("Dropped", "Dropped Out", _WHOLE, [each.dropped for each in funnel]),
        ("StillThere", "Still There", _WHOLE, [each.still for each in funnel]),
        ("Conversion", "Conversion of Decided", _SHARE, [each.conversion for each in funnel]),
        ("ConversionLow", "Conversion, at Least", _SHARE, [each.low for each in funnel]),
        ("ConversionHigh", "Conversion, at Most", _SHARE, [each.high for each in funnel]),
        ("ConversionExpected", "Conversion, Unfinished Counted", _SHARE, [each.expected for each in funnel]),
        ("MedianDays", "Days until Half Move On", _TENTHS, [each.median_days for each in funnel]),
        ("NineInTenDays", "Days until Nine in Ten Move On", _TENTHS, [each.slow_days for each in funnel]),
        ("StepsBack", "Steps Back from Here", _WHOLE, [each.back for each in funnel]),
    ]
    table = {"Stage": pa.array(findings.stages, pa.string())}
    table |= {
        name: pa.array(values, pa.int64() if form == _WHOLE else pa.float64()) for name, _, form, values in columns
    }
    fields = [FieldSpec(name="Stage", role="dimension", label="Stage")]
    fields += [FieldSpec(name=name, role="measure", label=label, format=form) for name, label, form, _ in columns]
    name = findings.journey.name
    about = "The stages of a journey: how many records came, moved on and dropped out, and how long it took."
    return Made(name=name, rows=pa.table(table), fields=fields, key=("Stage",), label=_label(name), description=about)


def record_rows(findings: Findings) -> Made:
    """Return the dataset of the records: how far each came, on which way, and how many days it was in each stage."""
    progress, name = findings.progress, findings.journey.name
    state = np.where(progress.arrived, 0, np.where(progress.dropped, 1, 2))
    started = progress.entered.min(axis=1)
    dimensions = {
        "Id": ("Record ID", pa.array(findings.ids[progress.record], pa.string())),
        "Began": ("Began In", texts_of(progress.began, findings.stages)),
        "Furthest": ("Furthest Stage", texts_of(progress.furthest, findings.stages)),
        "State": ("State", texts_of(state, (ARRIVED, DROPPED, OPEN))),
        "Way": ("Way", texts_of(findings.ways.way[progress.record], findings.ways.texts)),
    }
    dimensions |= {each.field: (each.field, texts_of(each.codes, each.values)) for each in findings.segments}
    measures = {
        "BeganPlace": ("Place of the First Stage", _WHOLE, pa.array(progress.began + 1, pa.int64())),
        "FurthestPlace": ("Place of the Furthest Stage", _WHOLE, pa.array(progress.furthest + 1, pa.int64())),
        "StepsBack": ("Steps Back", _WHOLE, pa.array(progress.back, pa.int64())),
        "Days": ("Days in All", _TENTHS, pa.array((progress.until - started) / DAY)),
    }
    days = days_in_stages(findings)
    for at, stage in enumerate(findings.stages[:-1]):
        entered = progress.entered[:, at] < NEVER
        measures[f"Days {stage}"] = (f"Days in {stage}", _TENTHS, arrays.array(days[:, at], entered))
    dates = {"Started": ("Started", _stamps(started)), "LastStep": ("Last Step", _stamps(progress.latest))}
    columns = {each: values for each, (_, values) in dimensions.items()}
    columns |= {each: values for each, (_, _, values) in measures.items()}
    columns |= {each: values for each, (_, values) in dates.items()}
    fields = [FieldSpec(name=each, role="dimension", label=label) for each, (label, _) in dimensions.items()]
    fields += [FieldSpec(name=each, role="measure", label=label, format=f) for each, (label, f, _) in measures.items()]
    fields += [FieldSpec(name=each, role="date", label=label) for each, (label, _) in dates.items()]
    return Made(
        name=f"{name}_records",
        rows=pa.table(columns),
        fields=fields,
        key=("Id",),
        label=f"{_label(name)}, Records",
        description="The records of a journey: how far each came, on which way, and its days in each stage.",
    )


def days_in_stages(findings: Findings) -> Array:
    """Return how many days each record was in each stage, all its visits together; those that are there, until now.

    float64, a row for each of the progress, a column for each stage; what follows the last step is in its stage.
    """
    steps, progress = findings.steps, findings.progress
    row = np.full(steps.records, -1, dtype=np.int64)
    row[progress.record] = np.arange(len(progress))
    ends = np.append(steps.instant[1:], 0)
    last = np.flatnonzero(steps.is_last & (row[steps.record] >= 0))
    ends[last] = np.maximum(progress.until, progress.latest)
    counted = (steps.stage < len(findings.stages)) & (row[steps.record] >= 0)
    at = row[steps.record[counted]] * len(findings.stages) + steps.stage[counted]
    spent = (ends - steps.instant)[counted] / DAY
    total = np.bincount(at, weights=spent, minlength=len(progress) * len(findings.stages))
    return total.reshape(len(progress), len(findings.stages))


def _stamps(milliseconds: Array) -> pa.Array:
    return arrays.array(milliseconds, kind=pa.timestamp("ms", tz="UTC"))


def _label(name: str) -> str:
    return name.replace("_", " ").capitalize()
