"""Reports in the terminal."""

from engine.reports.report import Column, Report, Section, Statement, Table
from swell.cli.report_text import report_text

COLUMNS = (
    Column(name="segment", label="Segment"),
    Column(name="rate", label="Win rate", type="number", format="0.0%"),
    Column(name="n", label="Deals", type="number", format="#,##0"),
)
TABLE = Table(columns=COLUMNS, rows=(("Partner", 0.125, 1200), (None, None, 3)), query='q = load "deals";\nq = ..;')
REPORT = Report(
    title="Win rate of deals",
    verdict=(
        Statement(text="The win rate fell.", tone="bad", query='q = load "deals";', records='r = load "deals";'),
        Statement(text="Next quarter may differ.", tone="unsure"),
    ),
    sections=(Section(heading="By segment", statements=(Statement(text="Partner is lowest."),), tables=(TABLE,)),),
)


def test_sentences_have_their_tone_in_a_word_and_numbers_their_format() -> None:
    assert report_text(REPORT, width=60).splitlines() == [
        "Win rate of deals",
        "=================",
        "",
        "• Bad: The win rate fell.",
        "",
        "• Not certain: Next quarter may differ.",
        "",
        "By segment",
        "----------",
        "",
        "• Partner is lowest.",
        "",
        "Segment  Win rate  Deals",
        "───────  ────────  ─────",
        "Partner     12.5%  1,200",
        "-               -      3",
    ]


def test_queries_follow_where_they_are_asked_for() -> None:
    lines = report_text(REPORT, queries=True, width=60).splitlines()
    at = lines.index("• Bad: The win rate fell.")
    assert lines[at + 1 : at + 3] == ['    Query: q = load "deals";', '    Records: r = load "deals";']
    assert lines[-1] == '    Query: q = load "deals"; q = ..;'


def test_long_sentences_turn_and_long_tables_are_cut() -> None:
    rows = tuple((f"segment {number}", 0.5, number) for number in range(40))
    section = Section(heading="By segment", tables=(Table(columns=COLUMNS, rows=rows),))
    words = Statement(text="A sentence that is longer than the line on which it stands.")
    lines = report_text(Report(title="Long", verdict=(words,), sections=(section,)), width=30).splitlines()
    assert lines[3:6] == ["• A sentence that is longer", "  than the line on which it", "  stands."]
    assert lines[-1] == "(15 more rows)"
