"""What was found out about satisfaction, in words."""

from __future__ import annotations

from engine.analyses.satisfaction.analysis import Findings, Group, period_expression
from engine.analyses.satisfaction.measures import DETRACTOR, PROMOTER, SMALL, Measure, Score
from engine.analyses.statistics.proportions import corrected
from engine.reports.report import Chart, Column, Report, Section, Statement, Table
from saql import quote

_SURE = 0.05
_MOST = 5

_COLUMNS = (
    Column(name="Answers", label="Answers", type="number", format="#,##0"),
    Column(name="Low", label="At Least", type="number", format="0.0"),
    Column(name="Points", label="Points", type="number", format="0.0"),
    Column(name="High", label="At Most", type="number", format="0.0"),
    Column(name="FewAnswers", label="Few Answers"),
)


def satisfaction_report(findings: Findings) -> Report:
    """Return the report of a model of satisfaction."""
    verdict = [
        each for measure in findings.measures for each in (_in_all(findings, measure), *_change(findings, measure))
    ]
    sections = [each for measure in findings.measures for each in _sections(findings, measure)]
    return Report(
        title=f"How content customers are: {findings.satisfaction.dataset}",
        verdict=tuple(verdict),
        sections=(*sections, _definitions(findings)),
    )


def _in_all(findings: Findings, measure: Measure) -> Statement:
    score = findings.of(measure)[0].score
    return Statement(
        text=f"{measure} is {_told(score)}.",
        tone="unsure" if score.is_small else "neutral",
        query=_from_rows(findings, measure),
        records=_answers(findings, measure),
    )


def _told(score: Score) -> str:
    low, high = score.bounds
    few = " only, which are few" if score.is_small else ""
    sign = "" if score.measure == "CSAT" else "+"
    return (
        f"{score.points:{sign}.0f} (with 95% certainty {low:{sign}.0f} to {high:{sign}.0f}), "
        f"from {score.answers:,} answers{few}"
    )


def _change(findings: Findings, measure: Measure) -> tuple[Statement, ...]:
    """Return how the last period that is over differs from the one before."""
    present = findings.current or ""
    over = [each for each in findings.of(measure, periods=True) if (each.period or "") < present]
    if len(over) < 2:
        return ()
    before, last = over[-2], over[-1]
    chance = last.score.chance_of_difference(before.score)
    text = f"{measure} of {last.period} is {_told(last.score)}; of {before.period} it was {before.score.points:.0f}"
    query = _dataset_query(findings, measure, None, f"'Period' in [{_listed(before, last)}]")
    if chance is None:
        return (Statement(text=f"{text}; that is too few answers to compare.", tone="unsure", query=query),)
    if chance >= _SURE:
        return (Statement(text=f"{text}; that may be chance alone.", query=query),)
    better = last.score.points > before.score.points
    return (Statement(text=f"{text}; that is more than chance.", tone="good" if better else "bad", query=query),)


def _listed(*groups: Group) -> str:
    return ", ".join(quote.text(each.period or "") for each in groups)


def _sections(findings: Findings, measure: Measure) -> list[Section]:
    sections = []
    periods = findings.of(measure, periods=True)
    if periods:
        table = Table(
            columns=(Column(name="Period", label="Period"), *_COLUMNS),
            rows=tuple((each.period, *_row(each.score)) for each in periods),
            chart=Chart(kind="band", dimension="Period", measures=("Low", "Points", "High")),
            query=_dataset_query(findings, measure, None, "'Period' != \"All\"", "Period"),
        )
        sections.append(Section(heading=f"{measure} over time", tables=(table,)))
    return sections + [_group_section(findings, measure, field) for field in findings.satisfaction.by]


def _group_section(findings: Findings, measure: Measure, field: str) -> Section:
    groups = findings.of(measure, field)
    table = Table(
        columns=(Column(name="Group", label=field), *_COLUMNS),
        rows=tuple((each.value, *_row(each.score)) for each in groups),
        chart=Chart(kind="bars", dimension="Group", measures=("Points",)),
        query=_dataset_query(findings, measure, field, "'Period' == \"All\"", "Group"),
    )
    told = _differences(findings, measure, field, groups)
    return Section(heading=f"{measure} by {field}", statements=told, tables=(table,))


def _differences(findings: Findings, measure: Measure, field: str, groups: tuple[Group, ...]) -> tuple[Statement, ...]:
    """Return the groups that differ from all others by more than chance, corrected for how many there are."""
    whole = _sum(measure, groups)
    looks = [(each, whole.less(each.score)) for each in groups]
    chances = [(each, rest, each.score.chance_of_difference(rest)) for each, rest in looks if rest.answers]
    known = [(each, rest, chance) for each, rest, chance in chances if chance is not None]
    raised = corrected([chance for _, _, chance in known])
    sure = [(chance, each, rest) for (each, rest, _), chance in zip(known, raised, strict=True) if chance < _SURE]
    sure.sort(key=lambda found: (found[0], found[1].value or ""))
    if not known:
        return (Statement(text="There are too few answers to compare groups.", tone="unsure"),)
    if not sure:
        return (Statement(text="No group differs from the others by more than chance."),)
    return tuple(
        Statement(
            text=f"{each.value}: {measure} is {_told(each.score)}; of the others it is {rest.points:.0f}.",
            tone="good" if each.score.points > rest.points else "bad",
            query=_from_rows(findings, measure, f"{quote.name(field)} == {quote.text(each.value or '')}"),
            records=_answers(findings, measure, f"{quote.name(field)} == {quote.text(each.value or '')}"),
        )
        for _, each, rest in sure[:_MOST]
    )


def _sum(measure: Measure, groups: tuple[Group, ...]) -> Score:
    return Score(
        measure=measure,
        answers=sum(each.score.answers for each in groups),
        favourable=sum(each.score.favourable for each in groups),
        unfavourable=sum(each.score.unfavourable for each in groups),
    )


def _definitions(findings: Findings) -> Section:
    satisfaction, statements = findings.satisfaction, []
    if satisfaction.csat:
        text = f"CSAT is how many of 100 answers in {satisfaction.csat} are {satisfaction.content:g} or more."
        statements.append(Statement(text=text))
    if satisfaction.nps:
        text = (
            f"NPS is, of 100 answers in {satisfaction.nps}, those of {PROMOTER} and 10 less those of 0 to {DETRACTOR}; "
            "it lies between -100 and +100."
        )
        statements.append(Statement(text=text))
    text = (
        f"Fewer than {SMALL} answers are called few. The bounds tell what chance may do to those who answered; they do "
        "not tell whether those who did not answer feel the same."
    )
    return Section(heading="What the numbers mean", statements=(*statements, Statement(text=text, tone="unsure")))


def _row(score: Score) -> tuple[float | str, ...]:
    low, high = score.bounds
    return score.answers, low, score.points, high, "true" if score.is_small else "false"


def _from_rows(findings: Findings, measure: Measure, condition: str | None = None) -> str:
    """Return the query that counts a measure from the answers themselves."""
    satisfaction = findings.satisfaction
    if measure == "CSAT":
        field = quote.name(satisfaction.csat or "")
        points = f"100 * sum(case when {field} >= {quote.number(satisfaction.content)} then 1 else 0 end) / count()"
    else:
        field = quote.name(satisfaction.nps or "")
        sides = f"case when {field} >= {PROMOTER} then 1 when {field} <= {DETRACTOR} then -1 else 0 end"
        points = f"100 * sum({sides}) / count()"
    chosen = _chosen(findings, measure, condition)
    return f"{chosen} q = group q by all; q = foreach q generate count() as 'Answers', {points} as 'Points';"


def _answers(findings: Findings, measure: Measure, condition: str | None = None) -> str:
    satisfaction = findings.satisfaction
    field = quote.name((satisfaction.csat if measure == "CSAT" else satisfaction.nps) or "")
    columns = [field, *(quote.name(each) for each in satisfaction.by)]
    columns += [f"{period_expression(satisfaction)} as 'Period'"] if satisfaction.date else []
    return f"{_chosen(findings, measure, condition)} q = foreach q generate {', '.join(columns)};"


def _chosen(findings: Findings, measure: Measure, condition: str | None) -> str:
    satisfaction = findings.satisfaction
    if measure == "CSAT":
        answered = f"{quote.name(satisfaction.csat or '')} is not null"
    else:
        answered = f"{quote.name(satisfaction.nps or '')} >= 0 && {quote.name(satisfaction.nps or '')} <= 10"
    conditions = [each for each in (satisfaction.where, answered, condition) if each]
    return f"q = load {quote.text(satisfaction.dataset)};" + "".join(f" q = filter q by {each};" for each in conditions)


def _dataset_query(
    findings: Findings, measure: Measure, field: str | None, condition: str, column: str = "Period"
) -> str:
    shown = ", ".join(quote.name(each.name) for each in _COLUMNS)
    return (
        f"q = load {quote.text(findings.satisfaction.name)}; q = filter q by 'Measure' == {quote.text(measure)} && "
        f"'Field' == {quote.text(field or 'All')} && {condition}; q = order q by {quote.name(column)} asc; "
        f"q = foreach q generate {quote.name(column)}, {shown};"
    )
