"""The datasets of the sales cycle: shares won and lost by age, and the open deals that take too long."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from engine.analyses.pipeline.cycle import Cycle
from engine.analyses.pipeline.deals import Deals
from engine.analyses.pipeline.source import Source
from engine.analyses.pipeline.survival import Curve
from engine.analyses.pipeline.tables import MONEY, OWNER, SEGMENT
from engine.models.kind import Made
from engine.store.fields import FieldSpec

ALL = "All"
_LONGEST = 1096
_SHARE = "#,##0.0%"


def curve_table(name: str, cycle: Cycle) -> Made:
    """Return the dataset of curves: a row for each segment and day of age."""
    curves = {ALL: cycle.whole, **cycle.segments}
    parts = [_curve(segment, curve) for segment, curve in curves.items()]
    fields = [
        FieldSpec(name="CycleOf", role="dimension", label="Segment"),
        FieldSpec(name="Days", role="measure", label="Days Since Creation", format=MONEY),
        FieldSpec(name="Won", role="measure", label="Won by Then", format=_SHARE),
        FieldSpec(name="Lost", role="measure", label="Lost by Then", format=_SHARE),
        FieldSpec(name="Open", role="measure", label="Still Open Then", format=_SHARE),
        FieldSpec(name="OfWon", role="measure", label="Part of All Wins by Then", format=_SHARE),
    ]
    return Made(
        name=name,
        rows=pa.concat_tables(parts),
        fields=fields,
        key=("CycleOf", "Days"),
        label="Sales Cycle",
        description="How many of a hundred deals are won, lost and open so many days after they were made.",
    )


def old_table(name: str, source: Source, deals: Deals, cycle: Cycle, called: Sequence[str | None]) -> Made:
    """Return the dataset of open deals that are older than most won ones were; `called` are the names of all deals."""
    old = cycle.old
    owner, segment = source.owner or OWNER, source.segment or SEGMENT
    limits = np.array([cycle.limits[each] for each in deals.segment[old].tolist()])
    columns = {
        source.id: pa.array(deals.ids[old].tolist(), pa.string()),
        source.name: pa.array([called[each] for each in old], pa.string()),
        owner: _names(deals.owner[old], deals.owners),
        segment: _names(deals.segment[old], deals.segments),
        source.stage: _names(deals.stage[old], deals.stages),
        source.amount: pa.array(deals.amount[old], from_pandas=True),
        "Age": pa.array(np.floor(cycle.age[old]), pa.float64()),
        "Usual": pa.array(np.round(limits), pa.float64()),
    }
    fields = [FieldSpec(name=each, role="dimension") for each in list(columns)[:5]]
    fields += [
        FieldSpec(name=source.amount, role="measure", format=MONEY),
        FieldSpec(name="Age", role="measure", label="Age (Days)", format=MONEY),
        FieldSpec(name="Usual", role="measure", label="90% of Wins Took (Days)", format=MONEY),
    ]
    return Made(
        name=f"{name}_old",
        rows=pa.table(columns),
        fields=fields,
        key=(source.id,),
        label="Deals That Take Too Long",
        description="Open deals that are older than 90% of the won deals of their segment were.",
    )


def _curve(segment: str, curve: Curve) -> pa.Table:
    days = np.arange(0, min(_LONGEST, int(curve.ages[-1]) + 1 if len(curve.ages) else 0) + 1)
    won, lost = curve.at(days + 1e-9)
    return pa.table(
        {
            "CycleOf": pa.array([segment] * len(days), pa.string()),
            "Days": pa.array(days.astype(np.float64)),
            "Won": pa.array(won),
            "Lost": pa.array(lost),
            "Open": pa.array(1 - won - lost),
            "OfWon": pa.array(won / curve.ever_won if curve.ever_won else np.zeros(len(days))),
        }
    )


def _names(codes: np.ndarray, names: Sequence[str]) -> pa.Array:
    return pa.array([names[each] if each >= 0 else None for each in codes.tolist()], pa.string())
