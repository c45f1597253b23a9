"""What a scorecard learns: from older records, levelled with newer, tested with the newest; then anew from all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from engine.analyses.scorecards.additive import Tables, fit
from engine.analyses.scorecards.baseline import Segments, best_segments
from engine.analyses.scorecards.bins import Bins, Classes, TextBins, find_bins
from engine.analyses.scorecards.candidates import doubles, why_useless
from engine.analyses.scorecards.card import Card, CardField, probability
from engine.analyses.scorecards.changing import Since, since, why_changing
from engine.analyses.scorecards.leakage import FEWEST_OPEN, why_refused
from engine.analyses.scorecards.measures import Errors, Tenth, errors, losses, sureness, tenths
from engine.analyses.scorecards.periods import Periods, split
from engine.analyses.scorecards.records import NO_DAY, Booleans, Floats, Records, of_rows
from engine.analyses.scorecards.settings import Settings
from engine.models.errors import ModelError
from saql.record import record

FEWEST = 50
"""Records with the outcome, and without it, that it takes to learn something."""

_FEWEST_IN_PART = 5
"""Records with the outcome, and without it, that it takes among the oldest to learn from, and the newest to test with.
"""

_SILENT = 0.5
"""A field that never gives so many points is left out: rounded, it gives none."""

_SURE = 1.645
"""Standard errors by which losses have to be smaller: chance alone gives that once in 20 times."""


@record(kw_only=True, eq=False)
class Learnt:
    """What a scorecard learnt.

    Args:
        card: the scorecard.
        periods: the records that were learnt from, levelled with and tested with.
        records: how many of each.
        rates: the share with the outcome in each.
        model: how good the scorecard is on the newest records, which it had not seen.
        overall: how good the share of all records is there, said of each.
        segments: the field whose shares by segment are the best plain guess; None where there is no text.
        segment: how good that guess is.
        sure: by how many standard errors the scorecard is better than the better guess.
        tenths: what it said of the newest records, and what came.
        refused: fields that look as if they were known only after the outcome, with the reason.
        allowed: those of them that the settings allow.
        unused: fields of which nothing can be learnt, with the reason.
        compared: whether there were enough open records to see which fields are filled in only with the outcome.
    """

    card: Card
    periods: Periods
    records: tuple[int, int, int]
    rates: tuple[float, float, float]
    model: Errors
    overall: Errors
    segments: Segments | None
    segment: Errors | None
    sure: float
    tenths: tuple[Tenth, ...]
    refused: tuple[tuple[str, str], ...]
    allowed: tuple[tuple[str, str], ...]
    unused: tuple[tuple[str, str], ...]
    compared: bool

    @property
    def usable(self) -> bool:
        """Whether it is better than plain guesses by more than chance."""
        return self.sure >= _SURE


def learn(
    settings: Settings,
    records: Records,
    labels: Mapping[str, str],
    seed: int,
    log: Callable[[str], None] = lambda _: None,
    before: Records | None = None,
    periods: Periods | None = None,
) -> Learnt:
    """Return what a scorecard learns from records.

    Args:
        settings: what it is to learn.
        records: the records, with those that are open.
        labels: what people call fields.
        seed: of all random numbers.
        log: is told what goes on.
        before: the records of an older version of the dataset, which tell what changes with the outcome.
        periods: which records are learnt from and which test it; None for about 60, 20 and 20 % of them by time.

    Raises:
        ModelError: there is too little to learn from.
        MissingExtraError: scikit-learn is not installed.
    """
    known = records.known & (records.when != NO_DAY)
    _check(settings, records.outcome[known], int((records.known & ~known).sum()))
    periods = split(records.when[known]) if periods is None else periods
    learning, testing = known & periods.learning(records.when), known & periods.testing(records.when)
    levelling = known & periods.levelling(records.when)
    _check_periods(records.outcome, learning, levelling, testing)
    found = None if before is None else since(before, records)
    chosen = _choose(settings, records, (learning, testing), labels, found)
    log(f"{int(known.sum()):,} records, {len(chosen.bins)} fields")
    tested = _Fitting(records, chosen.bins, seed).of(learning, levelling)
    log("tested; learning anew from all records")
    said = probability(tested.sums(testing))
    outcome = records.outcome[testing]
    guesses = _guesses(records, chosen.bins, learning | levelling, levelling, testing)
    beaten = [losses(each, outcome) for each in guesses.probabilities if each is not None]
    best = min(beaten, key=lambda each: float(np.mean(each)))
    final = _Fitting(records, chosen.bins, seed).of(learning | levelling, testing)
    parts = (learning, levelling, testing)
    card = _card(settings, final, labels, said)
    silent = [name for name in chosen.bins if name not in {each.name for each in card.fields}]
    return Learnt(
        card=card,
        periods=periods,
        records=(int(learning.sum()), int(levelling.sum()), int(testing.sum())),
        rates=tuple(float(np.mean(records.outcome[part])) for part in parts),  # type: ignore[arg-type]
        model=errors(said, outcome),
        overall=errors(guesses.probabilities[0], outcome),
        segments=guesses.segments,
        segment=None if guesses.probabilities[1] is None else errors(guesses.probabilities[1], outcome),
        sure=sureness(losses(said, outcome), best),
        tenths=tenths(said, outcome),
        refused=chosen.refused,
        allowed=chosen.allowed,
        unused=(*chosen.unused, *((name, "it says nothing that the others do not say") for name in silent)),
        compared=int((records.open & ~records.known).sum()) >= FEWEST_OPEN,
    )


def _check(settings: Settings, outcome: Booleans, undated: int) -> None:
    has = int(outcome.sum())
    if min(has, len(outcome) - has) < FEWEST:
        without = f" and that have a {settings.when}" if undated else ""
        hint = "Look whether 'target' and 'known' say what they are to say."
        raise ModelError(
            f"Of {len(outcome):,} records of {settings.dataset} whose outcome is known{without}, {has:,} have it; it "
            f"takes {FEWEST} with and {FEWEST} without to learn something.",
            hint=f"{undated:,} more have no {settings.when}: name another date with 'when'." if undated else hint,
        )


def _check_periods(outcome: Booleans, learning: Booleans, levelling: Booleans, testing: Booleans) -> None:
    """Check that there is something to learn from and to test with: both kinds of records in each."""
    if not levelling.any():
        raise ModelError("Between the records to learn from and those to test with there are none to set the level.")
    for part, what in ((learning, "oldest"), (testing, "newest")):
        count, has = int(part.sum()), int(outcome[part].sum())
        if min(has, count - has) < _FEWEST_IN_PART:
            use = "learn from" if what == "oldest" else "test with"
            raise ModelError(
                f"Of the {count:,} {what} records, {has:,} have the outcome; it takes {_FEWEST_IN_PART} with and "
                f"{_FEWEST_IN_PART} without to {use} them.",
                hint="Look whether 'when' is the date by which outcomes come, and 'known' names old and new records.",
            )


@record(eq=False)
class _Chosen:
    bins: Mapping[str, Bins]
    refused: tuple[tuple[str, str], ...]
    allowed: tuple[tuple[str, str], ...]
    unused: tuple[tuple[str, str], ...]


def _choose(
    settings: Settings,
    records: Records,
    parts: tuple[Booleans, Booleans],
    labels: Mapping[str, str],
    before: Since | None,
) -> _Chosen:
    """Return the fields that are learnt from with their bins, and the others with the reasons."""
    learning, testing = parts
    rows, rate = np.flatnonzero(learning), float(np.mean(records.outcome[learning]))
    bins: dict[str, Bins] = {}
    classes: dict[str, Classes] = {}
    refused, allowed, unused = [], [], []
    for name, values in records.fields.items():
        if name in records.telling:
            refused.append((name, "the outcome is told by it"))
            continue
        some = of_rows(values, rows)
        found = find_bins(some, rate)
        useless = why_useless(some, found, found.classes(some))
        if useless is not None:
            unused.append((name, useless))
            continue
        reason = why_refused(name, found, records, learning, testing, labels)
        if reason is None and before is not None:
            reason = why_changing(name, records, before)
        if reason is not None and name not in settings.allowed:
            refused.append((name, reason))
        else:
            allowed += [] if reason is None else [(name, reason)]
            bins[name], classes[name] = found, found.classes(some)
    for name, other in doubles(classes).items():
        unused.append((name, f"it says the same as {labels.get(other, other)}"))
        del bins[name]
    if not bins:
        raise ModelError(f"No field of {settings.dataset} is left that may be learnt from.", hint=_first(refused))
    return _Chosen(bins, tuple(refused), tuple(allowed), tuple(unused))


def _first(refused: Sequence[tuple[str, str]]) -> str:
    return f"{refused[0][0]}: {refused[0][1]}" if refused else "Name other fields: fields"


@record(eq=False)
class _Fitted:
    """A fit: its tables, and the classes of all records."""

    tables: Tables
    bins: Mapping[str, Bins]
    classes: list[Classes]
    learning: Booleans
    outcome: Booleans

    def sums(self, rows: Booleans) -> Floats:
        return self.tables.sums([each[rows] for each in self.classes])


class _Fitting:
    """Fits of the same records; texts that are frequent enough only in more of them get a class in the second."""

    def __init__(self, records: Records, bins: Mapping[str, Bins], seed: int) -> None:
        self._records = records
        self._names = tuple(bins)
        self._seed = seed

    def of(self, learning: Booleans, levelling: Booleans) -> _Fitted:
        """Return what is learnt from some records, levelled with others."""
        rows = np.flatnonzero(learning)
        outcome = self._records.outcome
        rate = float(np.mean(outcome[rows]))
        bins = {name: find_bins(of_rows(self._records.fields[name], rows), rate) for name in self._names}
        classes = [each.classes(self._records.fields[name]) for name, each in bins.items()]
        first, second = ([each[some] for each in classes] for some in (learning, levelling))
        tables = fit(tuple(bins.values()), first, outcome[learning], second, outcome[levelling], self._seed)
        return _Fitted(tables, bins, classes, learning, outcome)


@record(eq=False)
class _Guesses:
    probabilities: tuple[Floats, Floats | None]
    segments: Segments | None


def _guesses(
    records: Records, bins: Mapping[str, Bins], before: Booleans, levelling: Booleans, testing: Booleans
) -> _Guesses:
    """Return plain guesses for the newest records: the share of the newer ones, and that of each segment."""
    overall = np.full(int(testing.sum()), float(np.mean(records.outcome[levelling])))
    texts = {name: each for name, each in bins.items() if isinstance(each, TextBins)}
    classes = {name: each.classes(records.fields[name]) for name, each in texts.items()}
    known = {name: each[before] for name, each in classes.items()}
    segments = best_segments(texts, known, records.outcome[before], levelling[before])
    segment = None if segments is None else segments.rates[classes[segments.field][testing]]
    return _Guesses((overall, segment), segments)


def _card(settings: Settings, fitted: _Fitted, labels: Mapping[str, str], said: Floats) -> Card:
    """Return the scorecard of a fit; bounds that no setting names go by what was said of the newest records."""
    outcome = fitted.outcome[fitted.learning]
    fields = []
    for (name, bins), points, places in zip(fitted.bins.items(), fitted.tables.points, fitted.classes, strict=True):
        classes = places[fitted.learning]
        fields.append(
            CardField(
                name=name,
                label=labels.get(name, name),
                bins=bins,
                points=points,
                records=np.bincount(classes, minlength=len(bins)).astype(np.float64),
                outcomes=np.bincount(classes, weights=outcome, minlength=len(bins)).astype(np.float64),
                actionable=name in settings.actionable,
            )
        )
    fields.sort(key=lambda each: -each.weight)
    silent = {each.name for each in fields[1:] if float(np.max(np.abs(each.points))) < _SILENT}
    fields = [each for each in fields if each.name not in silent]
    high = _bound(said, 0.8) if settings.high is None else settings.high
    medium = min(_bound(said, 0.5), high) if settings.medium is None else settings.medium
    return Card(fitted.tables.base, tuple(fields), high, medium)


def _bound(said: Floats, share: float) -> float:
    """Return a probability that a share of records stay below, as people write it."""
    return float(f"{np.quantile(said, share):.2g}")
