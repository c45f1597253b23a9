"""What was found out about the texts of a dataset, in words."""

from __future__ import annotations

from engine.analyses.sentiment.agreement import FEW, Agreement
from engine.analyses.sentiment.analysis import Findings, languages
from engine.analyses.sentiment.groups import Group, Groups
from engine.analyses.sentiment.languages import ENGLISH
from engine.analyses.sentiment.scoring import BANDS, NEGATIVE, POSITIVE
from engine.reports.report import Cell, Chart, Column, Report, Section, Statement, Table
from saql import quote

_SURE = 0.05
_MOST_GROUPS = 5
_CUSTOMERS = ("discontent", "in between", "content")

_GROUP_COLUMNS = (
    Column(name="Texts", label="Texts", type="number", format="#,##0"),
    Column(name="Sentiment", label="Mean Sentiment", type="number", format="0.00"),
    Column(name="Negative", label="Negative", type="number", format="0%"),
)


def sentiment_report(findings: Findings) -> Report:
    """Return the report of a model of sentiment; its queries read the dataset that the model makes."""
    sentiment = findings.sentiment
    sections = [] if findings.months is None else [_months(findings, findings.months)]
    sections += [_group_section(findings, each) for each in findings.groups]
    return Report(
        title=f"What customers write: {', '.join(sentiment.texts)} of {sentiment.dataset}",
        verdict=(_first(findings), *_agreement_verdict(findings)),
        sections=(*sections, *_agreement_section(findings), _language_section(findings)),
    )


def _first(findings: Findings) -> Statement:
    band = findings.band
    told, good, bad = int((band >= 0).sum()), int((band == POSITIVE).sum()), int((band == NEGATIVE).sum())
    query = f"{_load(findings)} q = group q by 'Band'; q = foreach q generate 'Band', count() as 'Texts';"
    if not told:
        return Statement(text="None of the texts is certain to be English, so nothing is said.", tone="unsure")
    sampled = findings.texts.sampled_from
    sample = "" if sampled is None else f"In a sample of {len(findings.texts.distinct):,} of {sampled:,} texts: "
    return Statement(
        text=f"{sample}Of {told:,} English texts, {good / told:.0%} are positive and {bad / told:.0%} negative; "
        f"{len(band) - told:,} texts are in other languages or not certain, and nothing is said of those.",
        query=query,
        records=_records(findings, f"'Band' == {quote.text(BANDS[NEGATIVE])}"),
    )


def _agreement_verdict(findings: Findings) -> tuple[Statement, ...]:
    found, score = findings.agreement, findings.sentiment.score
    if score is None:
        return ()
    if found is None:
        text = f"Fewer than {FEW} texts have a {score.field} too, so it can't be said whether the two agree."
        return (Statement(text=text, tone="unsure"),)
    if not found.agrees:
        text = (
            f"Sentiment says nothing of {score.field}: among {found.compared:,} texts with both, positive texts do not "
            f"come with higher scores by more than chance (correlation {found.correlation:.2f})."
        )
        return (Statement(text=text, tone="bad"),)
    text = (
        f"Sentiment goes with {score.field}: correlation {found.correlation:.2f} (with 95% certainty {found.low:.2f} "
        f"to {found.high:.2f}) among {found.compared:,} texts with both."
    )
    query = f"{_load(findings)} q = filter q by 'Sentiment' is not null && {quote.name(score.field)} is not null; "
    query += f"q = group q by {quote.name(score.field)}; "
    query += f"q = foreach q generate {quote.name(score.field)}, count() as 'Texts', avg('Sentiment') as 'Sentiment';"
    return (Statement(text=text, tone="good", query=query),)


def _agreement_section(findings: Findings) -> tuple[Section, ...]:
    found, score = findings.agreement, findings.sentiment.score
    if found is None or score is None:
        return ()
    columns = (
        Column(name="Band", label="Sentiment"),
        *(Column(name=each, label=each.capitalize(), type="number", format="#,##0") for each in _CUSTOMERS),
    )
    rows: list[tuple[Cell, ...]] = [(name, *counts) for name, counts in zip(BANDS, found.counts, strict=True)]
    text = (
        f"Content are those who gave {score.field} of {score.content:g} or more, discontent those who gave "
        f"{score.discontent:g} or less. {_right(found)}"
    )
    statement = Statement(text=text, tone="neutral" if found.same > found.baseline else "unsure")
    heading = f"Does it agree with {score.field}?"
    return (Section(heading=heading, statements=(statement,), tables=(Table(columns=columns, rows=tuple(rows)),)),)


def _right(found: Agreement) -> str:
    better = (
        "that is better" if found.same > found.baseline else "so single texts are not to be relied upon, only means"
    )
    return (
        f"The text says of {found.same:.0%} of them rightly which they are; always saying the most frequent would be "
        f"right for {found.baseline:.0%}: {better}."
    )


def _months(findings: Findings, months: Groups) -> Section:
    year, month = (quote.name(f"{months.field}_{part}") for part in ("Year", "Month"))
    query = (
        f"{_load(findings)} q = filter q by 'Sentiment' is not null; q = group q by ({year}, {month}); "
        f"q = foreach q generate {year} + \"-\" + {month} as 'Month', {_AGGREGATES}; q = order q by 'Month' asc;"
    )
    columns = (Column(name="Month", label="Month", type="text"), *_GROUP_COLUMNS)
    table = Table(
        columns=columns,
        rows=_rows(months),
        chart=Chart(kind="line", dimension="Month", measures=("Sentiment",)),
        query=query,
    )
    return Section(heading="By month", tables=(table,))


def _group_section(findings: Findings, found: Groups) -> Section:
    field = quote.name(found.field)
    columns = (Column(name=found.field, label=found.field), *_GROUP_COLUMNS)
    query = (
        f"{_load(findings)} q = filter q by 'Sentiment' is not null && {field} is not null; q = group q by {field}; "
        f"q = foreach q generate {field}, {_AGGREGATES}; q = order q by {field} asc;"
    )
    different = [each for each in found.groups if each.chance is not None and each.chance < _SURE]
    different.sort(key=lambda each: each.chance or 0.0)
    told = tuple(_difference(findings, found, each) for each in different[:_MOST_GROUPS])
    none = Statement(text="No group has more or fewer negative texts than the others by more than chance.", query=query)
    chart = Chart(kind="bars", dimension=found.field, measures=("Sentiment",))
    table = Table(columns=columns, rows=_rows(found), chart=chart, query=query)
    return Section(heading=f"By {found.field}", statements=told or (none,), tables=(table,))


def _difference(findings: Findings, found: Groups, group: Group) -> Statement:
    texts, negative = sum(each.texts for each in found.groups), sum(each.negative for each in found.groups)
    share, others = group.negative / group.texts, (negative - group.negative) / (texts - group.texts)
    field, is_group = quote.name(found.field), f"{quote.name(found.field)} == {quote.text(group.value)}"
    query = (
        f"{_load(findings)} q = filter q by {is_group} && 'Sentiment' is not null; q = group q by {field}; "
        f"q = foreach q generate {field}, {_AGGREGATES};"
    )
    return Statement(
        text=f"{group.value}: {share:.0%} of {group.texts:,} texts are negative, of the others {others:.0%}.",
        tone="bad" if share > others else "good",
        query=query,
        records=_records(findings, f"{is_group} && 'Band' == {quote.text(BANDS[NEGATIVE])}"),
    )


def _language_section(findings: Findings) -> Section:
    rows = tuple((name, count) for name, count in languages(findings))
    query = f"{_load(findings)} q = group q by 'Language'; q = foreach q generate 'Language', count() as 'Texts';"
    query += " q = order q by 'Texts' desc;"
    statements = (
        Statement(
            text="Sentiment is told of English only. A text whose language is not certain has none, and no guess.",
            records=_records(findings, f"'Language' != {quote.text(ENGLISH)}"),
        ),
        Statement(text=f"{findings.texts.silent:,} records have no text."),
        Statement(
            text="It is told by a lexicon of words (VADER): it knows negations and emphasis, but no irony, and no "
            "words that are good or bad only in your trade.",
            tone="unsure",
        ),
    )
    columns = (Column(name="Language", label="Language"), _GROUP_COLUMNS[0])
    table = Table(columns=columns, rows=rows, query=query)
    return Section(heading="What it can and can't tell", statements=statements, tables=(table,))


_AGGREGATES = (
    "count() as 'Texts', avg('Sentiment') as 'Sentiment', "
    f"sum(case when 'Band' == {quote.text(BANDS[NEGATIVE])} then 1 else 0 end) / count() as 'Negative'"
)


def _rows(found: Groups) -> tuple[tuple[str | float, ...], ...]:
    return tuple((each.value, each.texts, each.mean, each.negative / each.texts) for each in found.groups)


def _load(findings: Findings) -> str:
    return f"q = load {quote.text(findings.sentiment.name)};"


def _records(findings: Findings, condition: str) -> str:
    sentiment = findings.sentiment
    shown = dict.fromkeys([sentiment.key, "Sentiment", "Band", "Language", "DecidedBy", *sentiment.by])
    names = ", ".join(quote.name(each) for each in shown)
    chosen = f"{_load(findings)} q = filter q by {condition}; q = order q by 'Sentiment' asc;"
    return f"{chosen} q = foreach q generate {names};"
