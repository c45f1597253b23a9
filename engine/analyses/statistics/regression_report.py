"""What a number depends on, in words: from a question to the report of a regression."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np

from engine.analyses.statistics.design import OTHERS, Design, Term, design
from engine.analyses.statistics.errors import AnalysisError
from engine.analyses.statistics.proportions import corrected
from engine.analyses.statistics.regression import Fitted, Floats, fit
from engine.analyses.statistics.sample import Asked, Sample, take_sample
from engine.reports.report import Chart, Column, Report, Section, Statement, Table
from engine.session import Session
from engine.store import DatasetField
from saql import quote
from saql.types import Type

_SURE = 0.05
_TOLD = 3
_MOST_FIELDS = 20
_LIMIT = 1000


def regress(session: Session, asked: Asked, target: str, on: Sequence[str], now: dt.datetime) -> Report:
    """Return what a field depends on.

    Args:
        session: asks as who looks.
        asked: which rows.
        target: a number, or a field that is true or false.
        on: the fields that may explain it (default: all that can).
        now: the present moment.

    Raises:
        AnalysisError: a field is not there or does not fit, or there are too few rows.
        engine.query_errors.MissingExtraError: statsmodels is not installed.
    """
    field = asked.field(target)
    names = _offered(asked, target, on)
    sample = take_sample(session, asked, [target, *names], now)
    outcome, binary = _outcome(field, sample)
    made = design(asked, sample, names, outcome, binary)
    return _report(asked, field, sample, made, fit(made, outcome, binary))


def _offered(asked: Asked, target: str, on: Sequence[str]) -> list[str]:
    chosen = [asked.field(each) for each in on] or list(asked.fields.values())
    fields = [each.name for each in chosen if each.name != target and each.type in (Type.NUMBER, Type.TEXT)]
    return fields if on else fields[:_MOST_FIELDS]


def _outcome(field: DatasetField, sample: Sample) -> tuple[Floats, bool]:
    """Return the target as numbers, and whether it is true or false."""
    if field.name in sample.numbers:
        values = sample.numbers[field.name]
        return values, set(np.unique(values[~np.isnan(values)])) == {0.0, 1.0}
    codes, texts = sample.texts.get(field.name, (None, ()))
    if codes is None or not set(texts) <= {"true", "false"}:
        raise AnalysisError(
            f"'{field.name}' is neither a number nor true or false.", hint="Name a measure, or a field such as IsWon."
        )
    places = np.array([*(float(each == "true") for each in texts), np.nan])
    return places[codes], True


def _report(asked: Asked, field: DatasetField, sample: Sample, made: Design, fitted: Fitted) -> Report:
    chances = dict(zip(fitted.chances, corrected(list(fitted.chances.values())), strict=True))
    ranked = sorted(fitted.weights, key=lambda each: -fitted.weights[each])
    found = [each for each in ranked if chances[each] <= _SURE]
    told = [_told(asked, field, fitted, each) for each in found]
    nothing = Statement(text=f"None of the fields goes with {field.label} by more than chance.", query=sample.query)
    return Report(
        title=f"{asked.label}: what {field.label} goes with",
        verdict=(_fit(field, fitted, sample), *(told[:2] or [nothing])),
        sections=(
            Section(
                heading="What it goes with",
                statements=tuple(told[2 : 2 + _TOLD * 2]),
                tables=(_weights(asked, fitted, ranked, chances), _effects(field, fitted)),
            ),
            Section(heading="How far to trust it", statements=tuple(_checks(field, fitted, made, sample))),
        ),
    )


def _fit(field: DatasetField, fitted: Fitted, sample: Sample) -> Statement:
    if fitted.form == "binary":
        text = (
            f"Of two records, one with {field.label} and one without, the fields tell which is which in "
            f"{fitted.explained:.0%} of cases; a guess does in 50%."
        )
    else:
        text = f"Together the fields explain {max(fitted.explained, 0):.0%} of how much {field.label} varies."
    part = "" if sample.part == 1 else f", a sample of {sample.part:.0%}"
    weak = fitted.explained < (0.6 if fitted.form == "binary" else 0.1)
    return Statement(
        text=f"{text} ({fitted.rows:,} records{part})", tone="unsure" if weak else "neutral", query=sample.query
    )


def _told(asked: Asked, field: DatasetField, fitted: Fitted, name: str) -> Statement:
    """Return the sentence of a field: its largest effect."""
    places = [place for place, each in enumerate(fitted.terms) if each.field == name]
    place = max(places, key=lambda each: (fitted.terms[each].value != OTHERS, abs(fitted.effects[each][0])))
    term = fitted.terms[place]
    middle, low, high = fitted.effects[place]
    which = (
        f"from {term.low:,.6g} to {term.high:,.6g}"
        if term.value is None
        else f"{term.value} rather than {term.against}"
    )
    more = _many_times(fitted, middle) or f"{_size(fitted, abs(middle))} {'higher' if middle > 0 else 'lower'}"
    ends = sorted((abs(low), abs(high))) if low * high > 0 else None
    if ends is None:
        range_words = "it may be nothing for this one"
    elif _many_times(fitted, middle):
        range_words = f"between {1 + ends[0]:.1f} and {1 + ends[1]:.1f} times"
    else:
        range_words = f"between {_size(fitted, ends[0])} and {_size(fitted, ends[1])}"
    what = f"the share of {field.label}" if fitted.form == "binary" else field.label
    text = f"{term.label}, {which}: {what} is {more} ({range_words}), where all else is equal."
    return Statement(text=text, query=_averages(asked, field, term), records=_records(asked, field, term))


def _many_times(fitted: Fitted, effect: float) -> str:
    """Return how many times as high something is, where parts of it in percent would be hard to grasp."""
    return f"{1 + effect:.1f} times as high" if fitted.form == "logarithm" and effect >= 1 else ""


def _size(fitted: Fitted, value: float) -> str:
    if fitted.form == "binary":
        return f"{value * 100:.1f} points"
    if fitted.form == "logarithm":
        return f"{value:.0%}"
    return f"{value:,.4g}"


def _value(field: DatasetField) -> str:
    name = quote.name(field.name)
    return name if field.type is Type.NUMBER else f'case when {name} == "true" then 1 else 0 end'


def _averages(asked: Asked, field: DatasetField, term: Term) -> str:
    """Return the query for the plain averages by a field, not held against other fields."""
    name = quote.name(term.field)
    low, high = (quote.number(float(each)) for each in (term.low, term.high))
    key = (
        name
        if term.value is not None
        else f'case when {name} <= {low} then "low" when {name} >= {high} then "high" else "between" end'
    )
    where = [] if asked.where is None else [f"q = filter q by {asked.where};"]
    return "\n".join(
        [
            f"q = load {quote.text(asked.dataset)};",
            *where,
            f"q = group q by {key};",
            f"q = foreach q generate {key} as {name}, count() as 'Records', avg({_value(field)}) as 'Average';",
        ]
    )


def _records(asked: Asked, field: DatasetField, term: Term) -> str:
    condition = (
        f"{quote.name(term.field)} is not null"
        if term.value is None
        else f"{quote.name(term.field)} in [{quote.text(term.value)}, {quote.text(str(term.against))}]"
    )
    names = [*dict.fromkeys([*list(asked.fields)[:3], field.name, term.field])]
    listed = asked.query({each: quote.name(each) for each in names}).split("\n")
    return "\n".join([*listed[:-1], f"q = filter q by {condition};", listed[-1], f"q = limit q {_LIMIT};"])


def _weights(asked: Asked, fitted: Fitted, ranked: Sequence[str], chances: dict[str, float]) -> Table:
    columns = (
        Column(name="field", label="Field"),
        Column(name="weight", label="Part of what all add", type="number", format="0%"),
        Column(name="chance", label="Chance alone gives as much", type="number", format="0.000"),
    )
    rows = tuple((asked.field(each).label, fitted.weights[each], chances[each]) for each in ranked)
    return Table(columns=columns, rows=rows, chart=Chart(kind="bars", dimension="field", measures=("weight",)))


def _effects(field: DatasetField, fitted: Fitted) -> Table:
    pattern = {"binary": "0.0%", "logarithm": "0%", "plain": "#,##0.####"}[fitted.form]
    columns = (
        Column(name="field", label="Field"),
        Column(name="which", label="Which"),
        Column(name="effect", label=f"{field.label} higher by", type="number", format=pattern),
        Column(name="low", label="At least", type="number", format=pattern),
        Column(name="high", label="At most", type="number", format=pattern),
    )
    rows = tuple(
        (
            each.label,
            f"{each.low:,.6g} to {each.high:,.6g}"
            if each.value is None
            else f"{each.value} rather than {each.against}",
            *effect,
        )
        for each, effect in zip(fitted.terms, fitted.effects, strict=True)
    )
    return Table(columns=columns, rows=rows)


def _checks(field: DatasetField, fitted: Fitted, made: Design, sample: Sample) -> list[Statement]:
    checks = fitted.checks
    found = [_binary(checks)] if fitted.form == "binary" else _plain(field, fitted)
    found.append(
        Statement(text="No field follows so closely from the others that their effects can't be told apart.")
        if checks["collinearity"] < 10
        else Statement(
            text="Some fields go together so closely that their effects can hardly be told apart; name fewer of them.",
            tone="unsure",
        )
    )
    for label in fitted.dropped:
        found.append(Statement(text=f"{label} was left out in part or whole, since it follows from the other fields."))
    for why in dict.fromkeys(why for _, why in made.left_out):
        labels = [label for label, other in made.left_out if other == why]
        found.append(Statement(text=f"Left out, since each {why}: {', '.join(labels)}."))
    gone = sample.rows - fitted.rows
    if gone:
        found.append(
            Statement(
                text=f"{gone:,} of {sample.rows:,} records lack one of the fields, or are too few of a kind, and "
                "were left out."
            )
        )
    text = "What goes together need not be cause and effect: what nobody wrote down may move both."
    return [*found, Statement(text=text, tone="unsure")]


def _plain(field: DatasetField, fitted: Fitted) -> list[Statement]:
    checks = fitted.checks
    bent = abs(checks["skewness"]) > 1 or checks["tails"] > 3
    shape = (
        "What is left unexplained is lopsided or has long tails: averages hold, single records may be far off."
        if bent
        else "What is left unexplained is spread evenly to both sides, as it should be."
    )
    unequal = (
        "It is larger for some records than for others; the ranges allow for that."
        if checks["unequal"] < 0.01
        else "It is about as large for all records, as it should be."
    )
    found = [Statement(text=shape, tone="unsure" if bent else "neutral"), Statement(text=unequal)]
    if fitted.form == "logarithm":
        text = f"{field.label} has a long tail, so its logarithm is explained: effects are parts of it, not amounts."
        found.insert(0, Statement(text=text))
    far, moved = int(checks["far_off"]), checks.get("moved_by_them", 0.0)
    matters = moved > 2
    text = f"{far:,} records are very far from what the fields say" + (
        "; without them, some effects would be others."
        if matters
        else "; without them, the effects would be much the same."
    )
    return [*found, Statement(text=text, tone="unsure" if matters else "neutral")] if far else found


def _binary(checks: dict[str, float]) -> Statement:
    gap = checks["largest_gap"]
    if checks["separated"]:
        text = "Some value decides the outcome almost alone; its effect is larger than can be said."
        return Statement(text=text, tone="unsure")
    text = f"In tenths of the records by their chance, what was expected and what came differ by {gap:.1%} at most."
    return Statement(text=text, tone="unsure" if gap > 0.05 else "neutral")
