"""Plain guesses that a scorecard has to beat: the rate of all records, and that of each segment."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from engine.analyses.scorecards.bins import Classes, TextBins
from engine.analyses.scorecards.leakage import class_rates
from engine.analyses.scorecards.measures import losses
from engine.analyses.scorecards.records import Booleans, Floats
from saql.record import record

_MOST_SEGMENTS = 50


@record(eq=False)
class Segments:
    """The field whose segments differ most, and the share of records with the outcome in each of its classes."""

    field: str
    rates: Floats


def best_segments(
    bins: Mapping[str, TextBins], classes: Mapping[str, Classes], outcome: Booleans, levelling: Booleans
) -> Segments | None:
    """Return the text whose rates alone say most of the later records; None where there is no text.

    Args:
        bins: the classes of texts.
        classes: the class of each record, field by field.
        outcome: whether it has the outcome.
        levelling: which records are the later ones.
    """
    found: tuple[float, Segments] | None = None
    for name, each in bins.items():
        if len(each) > _MOST_SEGMENTS:
            continue
        places = classes[name]
        learnt = class_rates(places[~levelling], outcome[~levelling], len(each))
        loss = float(np.mean(losses(learnt[places[levelling]], outcome[levelling])))
        if found is None or loss < found[0]:
            found = loss, Segments(name, class_rates(places, outcome, len(each)))
    return None if found is None else found[1]
