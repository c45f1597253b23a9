"""The dataset of satisfaction: a row for each measure, group and period."""

from __future__ import annotations

import pyarrow as pa

from engine.analyses.satisfaction.analysis import Findings
from engine.models.kind import Made
from engine.store.fields import FieldSpec

_ALL = "All"
_WHOLE = "#,##0"


def satisfaction_rows(findings: Findings) -> Made:
    """Return the dataset of all groups with their bounds."""
    name, groups = findings.satisfaction.name, findings.groups
    bounds = [each.score.bounds for each in groups]
    texts = {
        "Measure": ("Measure", [each.score.measure for each in groups]),
        "Field": ("By", [each.field or _ALL for each in groups]),
        "Group": ("Group", [each.value or _ALL for each in groups]),
        "Period": ("Period", [each.period or _ALL for each in groups]),
        "FewAnswers": ("Few Answers", ["true" if each.score.is_small else "false" for each in groups]),
    }
    numbers = {
        "Answers": ("Answers", _WHOLE, [each.score.answers for each in groups]),
        "Favourable": ("Content, or Promoters", _WHOLE, [each.score.favourable for each in groups]),
        "Unfavourable": ("Others, or Detractors", _WHOLE, [each.score.unfavourable for each in groups]),
        "Points": ("Points", "0.0", [each.score.points for each in groups]),
        "Low": ("At Least", "0.0", [low for low, _ in bounds]),
        "High": ("At Most", "0.0", [high for _, high in bounds]),
    }
    columns = {each: pa.array(values, pa.string()) for each, (_, values) in texts.items()}
    columns |= {
        each: pa.array(values, pa.int64() if form == _WHOLE else pa.float64())
        for each, (_, form, values) in numbers.items()
    }
    fields = [FieldSpec(name=each, role="dimension", label=label) for each, (label, _) in texts.items()]
    fields += [FieldSpec(name=each, role="measure", label=label, format=f) for each, (label, f, _) in numbers.items()]
    return Made(
        name=name,
        rows=pa.table(columns),
        fields=fields,
        key=("Measure", "Field", "Group", "Period"),
        label=name.replace("_", " ").capitalize(),
        description="CSAT and NPS by group and period, with bounds that hold with 95% certainty.",
    )
