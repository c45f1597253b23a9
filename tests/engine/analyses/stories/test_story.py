"""Stories of deals in which something was planted, and of deals in which nothing was."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from benchmarks.stories import NOW, PERIODS, deals, names_anything, shuffled
from engine.analyses.stories.errors import StoryError
from engine.analyses.stories.story import tell
from engine.back_end import open_back_end
from engine.reports.report import Report, Statement
from engine.session import Session
from engine.store import Store, StoreError
from saql import SaqlError

ROWS = 12_000
Write = Callable[[pa.Table], Session]


@pytest.fixture
def written(tmp_path_factory: pytest.TempPathFactory) -> Write:
    def write(table: pa.Table) -> Session:
        store = Store(tmp_path_factory.mktemp("store"))
        store.write("deals", table, created=NOW)
        return Session(store)

    return write


def is_late(table: pa.Table) -> np.ndarray:
    return np.array(table["CloseDate"]) >= np.datetime64("2026-06-01")


def where(table: pa.Table, **values: str) -> np.ndarray:
    return np.logical_and.reduce([np.array(table[name].to_pylist()) == value for name, value in values.items()])


def lose(table: pa.Table, mask: np.ndarray, part: float, seed: int = 3) -> pa.Table:
    """The deals of a mask are lost by a part of those that were won."""
    random = np.random.default_rng(seed)
    lost = mask & (random.random(table.num_rows) < part)
    won = np.array(table["IsWon"].to_pylist())
    stage = np.array(table["Stage"].to_pylist())
    table = table.set_column(table.column_names.index("IsWon"), "IsWon", pa.array(np.where(lost, "false", won)))
    return table.set_column(table.column_names.index("Stage"), "Stage", pa.array(np.where(lost, "Closed Lost", stage)))


def times(table: pa.Table, mask: np.ndarray, factor: float) -> pa.Table:
    amount = np.array(table["Amount"])
    at = table.column_names.index("Amount")
    return table.set_column(at, "Amount", pa.array(np.where(mask, amount * factor, amount)))


def story(session: Session, measure: str, **more: object) -> Report:
    return tell(session, "deals", measure, now=NOW, **{"compare": PERIODS, **more})


def statements(report: Report) -> list[Statement]:
    return [*report.verdict, *(each for section in report.sections for each in section.statements)]


def test_a_segment_whose_win_rate_fell_is_named_first(written: Write) -> None:
    table = deals(ROWS)
    report = story(written(lose(table, is_late(table) & where(table, Source="Source 3"), 0.6)), "share(IsWon)")
    change, cause = report.verdict[:2]
    assert change.text.startswith("The share of IsWon fell from 3")
    assert change.tone == cause.tone == "bad"
    assert cause.text.startswith("Source is Source 3: the share of IsWon fell from ")
    assert "This lowers the whole by about" in cause.text
    assert len(report.verdict) == 2  # and nothing else is


def test_two_causes_are_the_first_two(written: Write) -> None:
    table = deals(ROWS)
    late = is_late(table)
    table = lose(table, late & where(table, Source="Source 3"), 0.6)
    table = lose(table, late & where(table, Team="Team 5"), 0.7)
    texts = [each.text for each in story(written(table), "share(IsWon)").verdict]
    assert {each.split(":")[0] for each in texts[1:3]} == {"Source is Source 3", "Team is Team 5"}


def test_what_happens_in_two_fields_at_once_is_told_of_the_pair_alone(written: Write) -> None:
    table = deals(ROWS)
    planted = is_late(table) & where(table, Segment="Segment 2", Region="Region 1")
    texts = [each.text for each in story(written(lose(table, planted, 0.75)), "share(IsWon)").verdict]
    assert texts[1].split(":")[0] in (
        "Segment is Segment 2 and Region is Region 1",
        "Region is Region 1 and Segment is Segment 2",
    )
    assert len(texts) == 2


def test_a_segment_under_two_names_is_told_once_with_both(written: Write) -> None:
    table = deals(ROWS)
    numbers = [int(each.split()[1]) for each in table["Team"].to_pylist()]
    table = table.append_column("Desk", pa.array([f"Desk {each if each == 5 else each // 2}" for each in numbers]))
    table = lose(table, is_late(table) & where(table, Team="Team 5"), 0.7)
    report = story(written(table), "share(IsWon)")
    assert len(report.verdict) == 2
    assert "The same records: " in report.verdict[1].text
    assert all(each in report.verdict[1].text for each in ("Desk is Desk 5", "Team is Team 5"))


def test_of_two_fields_that_say_the_same_the_one_with_names_is_looked_at(written: Write) -> None:
    table = deals(ROWS)
    names = {f"Team {number}": name for number, name in enumerate("Ash Birch Cedar Elm Fir Hazel Larch Maple".split())}
    table = table.append_column("Chief", pa.array([names[each] for each in table["Team"].to_pylist()]))
    report = story(written(lose(table, is_late(table) & where(table, Team="Team 5"), 0.7)), "share(IsWon)")
    assert report.verdict[1].text.startswith("Chief is Hazel: ")
    assert "Left out, since each says the same as Chief: Team." in {
        each.text for each in report.sections[-1].statements
    }


def test_a_total_falls_because_there_are_fewer_or_each_is_smaller(written: Write) -> None:
    table = deals(ROWS)
    late = is_late(table)
    table = times(table, late & where(table, Product="Product 4"), 0.4)
    gone = late & where(table, Industry="Industry 6") & (np.arange(ROWS) % 10 < 6)
    report = story(written(table.filter(pa.array(~gone))), "sum(Amount)")
    found = {each.text.split(":")[0]: each.text for each in report.verdict[1:]}
    assert "its average fell from" in found["Product is Product 4"]
    assert "its records fell from" in found["Industry is Industry 6"]


def test_a_number_field_is_told_by_its_ranges(written: Write) -> None:
    table = deals(ROWS)
    slow = is_late(table) & (np.array(table["Age"]) >= 49)
    report = story(written(lose(table, slow, 0.6)), "share(IsWon)")
    assert report.verdict[1].text.startswith("Age is 49 and more: ")


def test_fields_that_echo_the_measure_explain_nothing(written: Write) -> None:
    table = deals(ROWS)
    months = pa.array([f"{each:%Y-%m}" for each in table["CloseDate"].to_pylist()])
    session = written(table.append_column("Month", months))
    texts = [each.text for each in story(session, "share(IsWon)").sections[-1].statements]
    assert "Left out, since each is known only after the outcome: Stage." in texts
    assert "Left out, since each says when a row is: Month." in texts


def test_every_statement_has_saql_that_runs_and_its_numbers(written: Write) -> None:
    table = deals(ROWS)
    late = is_late(table)
    session = written(lose(table, late & where(table, Source="Source 3"), 0.6))
    report = story(session, "share(IsWon)", where="Amount > 100")
    for each in statements(report):
        for query in (each.query, each.records):
            assert query is None or session.query(query, now=NOW).table.num_rows > 0
    for table_ in (each for section in report.sections for each in section.tables):
        assert table_.query is None or session.query(table_.query, now=NOW).table.num_rows > 0
    rows = session.query(str(report.verdict[1].query), now=NOW).table.to_pylist()
    shares = {(row["Segment"], row["Period"]): row["Measure"] for row in rows}
    before, after = (f"{shares['Source is Source 3', label]:.1%}" for label in sorted({row["Period"] for row in rows}))
    assert f"fell from {before} to {after}" in report.verdict[1].text
    records = session.query(str(report.verdict[1].records), now=NOW).table.to_pylist()
    assert {row["Source"] for row in records} == {"Source 3"}


def test_contributions_of_a_field_add_up_to_the_change(written: Write) -> None:
    table = deals(ROWS)
    for measure in ("share(IsWon)", "sum(Amount)", "avg(Amount)"):
        changed = times(table, is_late(table) & where(table, Source="Source 3"), 0.3)
        changed = lose(changed, is_late(table) & where(table, Source="Source 3"), 0.6)
        report = story(written(changed), measure)
        by_source = next(each for each in report.sections if each.heading == "By Source").tables[0]
        whole = {row["Period"]: row["Measure"] for row in _rows(written(changed), report.verdict[0])}
        earlier, later = (whole[label] for label in sorted(whole))
        assert sum(row[1] for row in by_source.rows) == pytest.approx(later - earlier, rel=1e-6)
        assert all(row[1] == pytest.approx(row[2] + row[3]) for row in by_source.rows)


def _rows(session: Session, statement: Statement) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = session.query(str(statement.query), now=NOW).table.to_pylist()
    return rows


@pytest.mark.parametrize("measure", ["count", "share(IsWon)", "sum(Amount)", "avg(Amount)"])
def test_nothing_is_found_where_only_chance_was(written: Write, measure: str) -> None:
    """At the level of the stories, one in fifty may; that any of these six does is a fault."""
    for seed in range(6):
        assert not names_anything(written(shuffled(deals(4000, seed), seed)), measure)


def test_one_very_large_deal_explains_nothing(written: Write) -> None:
    table = deals(ROWS)
    amount = np.array(table["Amount"]).copy()
    amount[np.flatnonzero(is_late(table))[0]] = amount.sum()
    table = table.set_column(table.column_names.index("Amount"), "Amount", pa.array(amount))
    report = story(written(table), "avg(Amount)")
    assert report.verdict[0].tone == "unsure"
    assert report.verdict[1].text.startswith("No segment moved differently")


def test_good_news_is_what_falls_where_lower_is_better(written: Write) -> None:
    table = deals(ROWS)
    report = story(
        written(lose(table, is_late(table) & where(table, Source="Source 3"), 0.6)),
        "share(IsWon)",
        better="lower",
    )
    assert [each.tone for each in report.verdict] == ["good", "good"]


def test_only_named_fields_are_looked_at(written: Write) -> None:
    table = deals(ROWS)
    session = written(lose(table, is_late(table) & where(table, Source="Source 3"), 0.6))
    report = story(session, "share(IsWon)", groups=["Industry", "Region"])
    assert len(report.verdict) == 2
    assert report.verdict[1].text.startswith("No segment moved differently")


def test_what_is_to_be_expected_needs_some_months(written: Write) -> None:
    table = deals(ROWS)
    section = next(each for each in story(written(table), "count").sections if each.heading == "What to expect")
    assert section.statements[0].text == "There are 6 months with records; a forecast needs 8."
    years = np.array(table["CloseDate"]) - (np.arange(ROWS) % 6 * 182).astype("timedelta64[D]")
    table = table.set_column(table.column_names.index("CloseDate"), "CloseDate", pa.array(years))
    section = next(each for each in story(written(table), "count").sections if each.heading == "What to expect")
    assert "September 2026 brings" in section.statements[0].text
    assert section.tables[0].chart is not None
    assert section.tables[0].rows[-1][0] == "2026-11-01"


@pytest.mark.parametrize(
    ("measure", "more", "error", "words"),
    [
        ("share(Stage)", {}, StoryError, "has other values than true and false"),
        ("share(IsWon)", {"date": "Segment"}, StoryError, "'Segment' is no date"),
        ("share(IsWon)", {"where": "Amount > 1e9"}, SaqlError, "1e9"),
        ("share(IsWon)", {"where": "Amount > 1000000000"}, StoryError, "0 rows; a story needs 20"),
        ("sum(Stage + Source)", {}, StoryError, "no numbers"),
        ("count", {"compare": "2026-08 against the 3 months before"}, StoryError, "Totals of 92 and 31 days"),
        ("share(IsWon)", {"groups": ["Nothing"]}, StoreError, "Nothing"),
        ("sum(Nothing)", {}, SaqlError, "Nothing"),
    ],
)
def test_what_can_not_be_asked_is_said(
    written: Write, measure: str, more: dict[str, object], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        story(written(deals(500)), measure, **more)


def test_a_dataset_without_a_date_has_no_story(written: Write) -> None:
    with pytest.raises(StoryError, match="has no date"):
        story(written(deals(500).drop_columns(["CloseDate"])), "count")


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")  # of Ibis itself
def test_a_story_is_the_same_whatever_engine_runs_queries(written: Write, tmp_path: Path) -> None:
    table = deals(ROWS)
    embedded = written(lose(table, is_late(table) & where(table, Source="Source 3"), 0.6))
    other = Session(embedded.store, back_end=open_back_end("duckdb", {"threads": 2}, tmp_path))
    assert story(other, "share(IsWon)").verdict == story(embedded, "share(IsWon)").verdict


def test_days_are_those_of_the_sessions_zone(written: Write) -> None:
    store = written(deals(ROWS)).store
    late = dt.datetime(2026, 8, 31, 23, tzinfo=dt.UTC)
    titles = [
        tell(Session(store, timezone=zone), "deals", "count", now=late, compare="last month").title
        for zone in (dt.UTC, dt.timezone(dt.timedelta(hours=2)))
    ]
    assert titles[0].endswith("July 2026 against June 2026")
    assert titles[1].endswith("August 2026 against July 2026")


def test_records_without_an_amount_are_not_counted_in_words_or_queries(written: Write) -> None:
    table = deals(ROWS)
    table = table.set_column(
        table.column_names.index("Amount"),
        "Amount",
        pa.array([None if at % 3 == 0 else each for at, each in enumerate(table["Amount"].to_pylist())], pa.float64()),
    )
    session = written(times(table, is_late(table) & where(table, Source="Source 3"), 3.0))
    for measure in ("sum(Amount)", "avg(Amount)"):
        change = story(session, measure).verdict[0]
        rows = session.query(str(change.query), now=NOW).table.to_pylist()
        before, after = (row["Records"] for row in sorted(rows, key=lambda row: str(row["Period"])))
        assert f"; of {before:,} and {after:,} records." in change.text
        records = session.query(str(change.records).replace("limit q 1000", "limit q 10000"), now=NOW).table
        assert records.num_rows == before + after
        assert records["Amount"].null_count == 0


def test_a_mean_that_one_record_moves_is_not_called_sure(written: Write) -> None:
    """All deals but one become a little smaller; one very large one lifts the mean."""
    table = deals(ROWS)
    late = is_late(table)
    table = times(table, late, 0.8)
    one = np.arange(ROWS) == int(np.flatnonzero(late)[0])
    amount = np.where(one, 1e9, np.array(table["Amount"]))
    table = table.set_column(table.column_names.index("Amount"), "Amount", pa.array(amount))
    change = story(written(table), "avg(Amount)").verdict[0]
    assert "rose from" in change.text
    assert change.tone == "unsure"
    assert change.text.endswith("On the whole, records moved the other way: a few large ones decide it.")


def test_of_an_interval_of_8_in_10_each_end_holds_in_9(written: Write) -> None:
    table = deals(ROWS)
    years = np.array(table["CloseDate"]) - (np.arange(ROWS) % 6 * 182).astype("timedelta64[D]")
    table = table.set_column(table.column_names.index("CloseDate"), "CloseDate", pa.array(years))
    section = next(each for each in story(written(table), "count").sections if each.heading == "What to expect")
    assert [each.label for each in section.tables[0].columns if each.name in ("low", "high")] == [
        "9 of 10 times above",
        "9 of 10 times below",
    ]
