"""Which fields of a dataset a scorecard may learn from, and why it does not learn from the others."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence

import numpy as np

from engine.analyses.scorecards.bins import Bins, Classes, TextBins
from engine.analyses.scorecards.records import Values
from engine.analyses.scorecards.settings import Settings
from engine.columns import TextColumn
from engine.models.errors import ModelError
from engine.store.fields import DatasetField
from saql.record import record
from saql.types import Type

_SAME = 0.995


@record
class Candidates:
    """Fields that may be learnt from, dates that help to look at them, and the others with the reason."""

    fields: tuple[str, ...]
    dates: tuple[str, ...]
    unused: tuple[tuple[str, str], ...]


def candidates(settings: Settings, fields: Sequence[DatasetField]) -> Candidates:
    """Return which fields may be learnt from, by what is known of them without a look at their values.

    Raises:
        ModelError: the settings name a field that the dataset does not have.
    """
    kinds = {each.name: each.type for each in fields}
    named = {
        "id": (settings.id,),
        "when": (settings.when,),
        "fields": settings.fields or (),
        "excluded": settings.excluded,
        "actionable": settings.actionable,
        "allowed": settings.allowed,
        "carried": settings.carried,
    }
    for setting, names in named.items():
        for name in names:
            if name not in kinds:
                raise _unknown(settings, setting, name, tuple(kinds))
    if kinds[settings.when] not in (Type.DATE, Type.DAY):
        raise ModelError(f"'{settings.when}' is no date of {settings.dataset}.", hint="Name a date: when")
    used, dates, unused = [], [], []
    for name in settings.fields or tuple(kinds):
        reason = _reason(name, kinds[name], settings)
        if kinds[name] in (Type.DATE, Type.DAY):
            dates.append(name)
        if reason is None:
            used.append(name)
        else:
            unused.append((name, reason))
    return Candidates(tuple(used), tuple(dates), tuple(unused))


def _reason(name: str, kind: Type, settings: Settings) -> str | None:
    if name == settings.id:
        return "it names the record"
    if name in settings.excluded:
        return "the model's file excludes it"
    if kind in (Type.DATE, Type.DAY):
        return "dates are not learnt from; a recipe can count the days between two"
    if kind is Type.MULTIVALUE:
        return "lists of values are not learnt from"
    return None


def _unknown(settings: Settings, setting: str, name: str, names: Sequence[str]) -> ModelError:
    near = difflib.get_close_matches(name, names, n=1)
    hint = f"Did you mean '{near[0]}'?" if near else f"Fields: {', '.join(names[:12])}."
    message = f"Model '{settings.name}': '{setting}' names '{name}', which is no field of {settings.dataset}."
    return ModelError(message, hint=hint)


def why_useless(values: Values, bins: Bins, classes: Classes) -> str | None:
    """Return why nothing can be learnt from the values of a field, None where something can."""
    if isinstance(bins, TextBins) and not bins.values:
        there = isinstance(values, TextColumn) and bool((values.codes > 0).any())
        return "each of its values is of few records" if there else "it is empty"
    counts = np.bincount(classes, minlength=len(bins))
    if counts.max(initial=0) < _SAME * max(len(classes), 1):
        return None
    rare = isinstance(bins, TextBins) and int(counts.argmax()) == len(bins) - 1
    return "nearly all of its values are of few records" if rare else "nearly all records have the same"


def doubles(classes: Mapping[str, Classes]) -> dict[str, str]:
    """Return the fields that say the same as another in other words, with that other one.

    Of two that do, the one is kept that is not an id, and then the one that comes first.
    """
    order = sorted(classes, key=lambda name: name.lower().endswith("id"))
    found: dict[str, str] = {}
    counts = {name: int((np.bincount(each) > 0).sum()) for name, each in classes.items()}
    for place, name in enumerate(order):
        for other in order[:place]:
            if other in found or counts[other] != counts[name]:
                continue
            pairs = classes[name].astype(np.int64) * 256 + classes[other]
            if len(np.unique(pairs)) == counts[name]:
                found[name] = other
                break
    return found
