"""Which kinds of deals are won sooner: a proportional hazards model (Cox, 1972), as lifelines fits it."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from engine.analyses.pipeline.survival import WON
from engine.kernels.arrays import Array
from engine.models.errors import ModelError
from engine.query_errors import MissingExtraError
from saql.record import record

_LARGEST = 20_000
"""The newest deals, if there are more."""

_FEWEST = 30
"""So many wins have a value of a field to be compared."""

_MOST = 12
"""So many values of a field are compared, the most frequent ones."""

_CHANCE = 0.05


@record(kw_only=True)
class Speed:
    """How much more often deals with a value of a field are won at any age than those with the field's usual value.

    Args:
        field, value, usual: the field, the value, and the one that it is compared with.
        times: how many times as often; `low` and `high` bound it with 95%.
        certain: whether it differs by more than chance, although many are looked at (Holm, 1979).
    """

    field: str
    value: str
    usual: str
    times: float
    low: float
    high: float
    certain: bool


def speeds(age: Array, outcome: Array, created: Array, fields: Mapping[str, Sequence[str | None]]) -> tuple[Speed, ...]:
    """Return how values of fields differ, all fields taken together; the certain and largest differences first.

    A loss ends the time in which a deal could be won, as for a deal that is open.

    Args:
        age: how old each deal was when it ended, or is now (n,), in days.
        outcome: whether it is open, won or lost (n,).
        created: when it was made (n,).
        fields: by name, what was known of each deal when it was made.

    Raises:
        MissingExtraError: lifelines is not installed.
    """
    fitter = _fitter()
    newest = np.sort(np.argsort(created, kind="stable")[-_LARGEST:])
    columns: dict[tuple[str, str], Array] = {}
    usual: dict[str, str] = {}
    for name, values in fields.items():
        texts = np.array([each or "" for each in values], dtype=object)[newest]
        usual[name], found = _compared(texts, outcome[newest] == WON)
        columns |= {(name, each): texts == each for each in found}
    if not columns:
        return ()
    return _told(fitter, columns, usual, age[newest], outcome[newest] == WON)


def _compared(texts: Array, won: Array) -> tuple[str, tuple[str, ...]]:
    """Return the usual value, the most frequent one, and others with wins enough."""
    values, place, counts = np.unique(texts, return_inverse=True, return_counts=True)
    wins = np.bincount(place[won], minlength=len(values))
    order = sorted(zip((-counts).tolist(), values.tolist(), wins.tolist(), strict=True))
    names = [value for _, value, count in order if count >= _FEWEST and value]
    return (names[0], tuple(names[1:_MOST])) if names else ("", ())


def _told(
    fitter: Any, columns: Mapping[tuple[str, str], Array], usual: Mapping[str, str], age: Array, won: Array
) -> tuple[Speed, ...]:
    import pandas as pd  # lifelines wants it

    keys = list(columns)
    frame = pd.DataFrame({f"x{place}": columns[key].astype(float) for place, key in enumerate(keys)})
    frame["age"], frame["won"] = np.maximum(age, 0.01), won.astype(float)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            fitter.fit(frame, "age", "won")
        except ArithmeticError as error:  # lifelines' ConvergenceError is one
            hint = "Leave out fields that follow from others."
            raise ModelError("What speeds deals up can't be told from these fields.", hint=hint) from error
    summary = fitter.summary
    chance = summary["p"].to_numpy()
    order = np.argsort(chance, kind="stable")
    limits = np.empty(len(chance))
    limits[order] = _CHANCE / (len(chance) - np.arange(len(chance)))
    refused = np.flatnonzero(chance[order] > limits[order])
    certain = np.zeros(len(chance), bool)
    certain[order[: refused[0] if len(refused) else None]] = True
    found = [
        Speed(
            field=field,
            value=value,
            usual=usual[field],
            times=float(summary["exp(coef)"].iloc[place]),
            low=float(summary["exp(coef) lower 95%"].iloc[place]),
            high=float(summary["exp(coef) upper 95%"].iloc[place]),
            certain=bool(certain[place]),
        )
        for place, (field, value) in enumerate(keys)
    ]
    return tuple(sorted(found, key=lambda each: (not each.certain, -abs(np.log(each.times)), each.field, each.value)))


def _fitter() -> Any:
    try:
        from lifelines import CoxPHFitter  # it takes seconds to import
    except ImportError:
        raise MissingExtraError("What goes with faster deals", "lifelines", "models") from None
    return CoxPHFitter(penalizer=1e-4)
