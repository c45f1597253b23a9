"""The questions in SAQL."""

from __future__ import annotations

from benchmarks.questions import LARGE, REGIONS, ROW_COLUMNS

_REGIONS = ", ".join(f'"{each}"' for each in REGIONS)
FACET = f"'Region' in [{_REGIONS}]"
RECENT = "date('CloseDate_Year', 'CloseDate_Month', 'CloseDate_Day') in [\"89 days ago\"..\"current day\"]"
_DAY = "('CloseDate_Year', 'CloseDate_Month', 'CloseDate_Day')"
_DAY_TEXT = "'CloseDate_Year' + \"-\" + 'CloseDate_Month' + \"-\" + 'CloseDate_Day' as 'Day'"
_SUM = "sum('Amount') as 'Sum'"
_COUNT = "count() as 'Count'"


def _grouped(keys: str, generate: str, where: str = "", top: int = 0) -> str:
    """Return a query that filters, groups, aggregates, and keeps the groups with the largest sums."""
    lines = ['q = load "opportunities";']
    if where:
        lines.append(f"q = filter q by {where};")
    lines += [f"q = group q by {keys};", f"q = foreach q generate {generate};"]
    if top:
        lines += ["q = order q by 'Sum' desc nulls last;", f"q = limit q {top};"]
    return "\n".join(lines)


def _rows(columns: tuple[str, ...], where: str, top: int) -> str:
    """Return a query for the rows with the largest amounts."""
    generate = ", ".join(f"'{each}'" for each in columns)
    filtered = f"q = filter q by {where};\n" if where else ""
    return (
        f'q = load "opportunities";\n{filtered}q = foreach q generate {generate};\n'
        f"q = order q by 'Amount' desc nulls last;\nq = limit q {top};"
    )


AUGMENTED = f"""
o = load "opportunities";
a = load "accounts";
o = augment o by 'AccountId', a by 'Id' generate a.'Industry' as 'AccountIndustry';
o = filter o by 'AccountIndustry' is not null;
o = group o by 'AccountIndustry';
o = foreach o generate 'AccountIndustry', {_SUM}, {_COUNT};
"""

COGROUPED = """
o = load "opportunities";
a = load "accounts";
q = cogroup o by 'Industry' full, a by 'Industry';
q = foreach q generate coalesce(o.'Industry', a.'Industry') as 'Industry', sum(o.'Amount') as 'Sum',
    sum(a.'AnnualRevenue') as 'Revenue';
"""

_RUNNING = "sum(sum('Amount')) over ([..0] partition by 'Owner' order by ('CloseDate_Year', 'CloseDate_Month'))"
_RANK = "rank() over ([..] partition by 'Region' order by sum('Amount') desc nulls last)"
_MONTH = "'CloseDate_Year', 'CloseDate_Month'"

QUERIES = {
    "Q1": _grouped("'StageName'", f"'StageName', {_SUM}, {_COUNT}"),
    "Q2": _grouped(
        "'Owner'", f"'Owner', {_SUM}, avg('Amount') as 'Mean'", where=f"{FACET} && 'Amount' > {LARGE}", top=10
    ),
    "Q3": _grouped(f"({_MONTH})", f"{_MONTH}, {_SUM}"),
    "Q4": _grouped("('Industry', 'StageName', 'Region')", f"'Industry', 'StageName', 'Region', {_SUM}, {_COUNT}"),
    "Q5": _grouped("'AccountId'", f"'AccountId', {_SUM}", top=20),
    "Q6": _grouped("'StageName'", "'StageName', unique('AccountId') as 'Accounts'"),
    "Q7": AUGMENTED,
    "Q7b": COGROUPED,
    "Q8": _grouped(_DAY, f"{_DAY_TEXT}, {_SUM}, {_COUNT}", where=RECENT),
    "Q9": _grouped(f"('Owner', {_MONTH})", f"'Owner', {_MONTH}, {_SUM}, {_RUNNING} as 'Running'"),
    "Q9b": _grouped("('Region', 'Owner')", f"'Region', 'Owner', {_SUM}, {_RANK} as 'Place'"),
    "Q10": _grouped(
        "'StageName'",
        "'StageName', median('Amount') as 'Median', percentile_cont(0.9) within group (order by 'Amount') as 'High'",
    ),
    "Q11": _rows(ROW_COLUMNS, "'StageName' == \"Closed Won\" && 'LeadSource' == \"Web\"", 100),
}

STEPS = (
    _grouped("all", f"{_SUM}, {_COUNT}"),
    _grouped("'StageName'", f"'StageName', {_SUM}, {_COUNT}"),
    _grouped("'Owner'", f"'Owner', {_SUM}, {_COUNT}", top=10),
    _grouped(f"({_MONTH})", f"{_MONTH}, {_SUM}"),
    _grouped("'Industry'", f"'Industry', {_SUM}, {_COUNT}"),
    _grouped("('Industry', 'StageName')", f"'Industry', 'StageName', {_COUNT}"),
    _grouped("'Type'", f"'Type', {_SUM}, avg('Amount') as 'Mean'"),
    _grouped("'LeadSource'", f"'LeadSource', {_COUNT}"),
    _grouped("'AccountId'", f"'AccountId', {_SUM}", top=20),
    _grouped(_DAY, f"{_DAY_TEXT}, {_SUM}", where=RECENT),
    _grouped("'StageName'", "'StageName', unique('AccountId') as 'Accounts'"),
    _rows(("Id", "Owner", "Amount"), "", 10),
)
"""The dashboard's steps; `FACET` is a predicate on the dataset that they read."""
