"""Each rule, kept and broken: how many rows, which, and a query that finds them."""

import datetime as dt
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.quality.check import Outcome, check
from engine.quality.errors import RulesError
from engine.quality.rule_file import read_rules, rule_file
from engine.session import Session
from engine.store import Store

NOW = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)
DEALS = {
    "Id": ["a", "b", "c", "d", "e"],
    "Stage": ["Open", "Won", "won", None, "Lost"],
    "Email": ["x@y.z", "no mail", None, "x@y.z", "a b@c.d"],
    "Amount": [10.0, -5.0, None, 2000.0, 0.0],
    "Count": [1, 2, 2, 3, 4],
    "Owner": ["u1", "u2", "u9", None, "u1"],
    "Tags": [["A", "B"], ["C"], None, ["A"], ["B", "x"]],
    "Closed": [dt.date(2026, 3, day) for day in (1, 2, 3, 4, 5)],
    "Changed": pa.array([dt.datetime(2026, 3, 9, hour) for hour in (1, 2, 3, 4, 5)]),
}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "data")
    store.write("deals", pa.table(DEALS), created=NOW).close()
    store.write(
        "users",
        pa.table({"Id": ["u1", "u2"], "Number": [1, 2], "Since": [dt.date(2026, 1, 1)] * 2, "Team.Lead": ["u7", "u8"]}),
        created=NOW,
    )
    return store


def outcome(store: Store, folder: Path, rule: str, name: str = "deals", before: int | None = None) -> Outcome:
    file = rule_file(folder, name)
    file.write_text(f"[[rule]]\n{rule}\n")
    earlier = None if before is None else store.open(name, before)
    found = check(store.open(name), read_rules(file), find=store.open, before=lambda: earlier, now=NOW)
    assert len(found) == 1
    return found[0]


ROW_RULES = [
    ('field = "Id"\nrequired = true', ""),
    ('field = "Stage"\nrequired = true', "d"),
    ('field = "Tags"\nrequired = true', "c"),
    ('field = "Amount"\nrequired = true', "c"),
    ('field = "Stage"\nallowed = ["Open", "Won", "Lost"]', "c"),
    ('field = "Stage"\nallowed = ["Open", "Won", "Lost", "won"]', ""),
    ('field = "Tags"\nallowed = ["A", "B", "C"]', "e"),
    ('field = "Count"\nallowed = [1, 2]', "de"),
    ('field = "Amount"\nallowed = [10, 0, -5]', "d"),
    ('field = "Closed"\nallowed = [2026-03-01, 2026-03-02, 2026-03-03]', "de"),
    ('field = "Id"\nunique = true', ""),
    ('field = "Email"\nunique = true', "ad"),
    ('field = "Count"\nunique = true', "bc"),
    ('fields = ["Owner", "Count"]\nunique = true', ""),
    ('fields = ["Email", "Tags2"]\nunique = true', None),
    ('field = "Email"\nmatches = "[^@ ]+@[^@ ]+"', "be"),
    ('field = "Tags"\nmatches = "[A-Z]"', "e"),
    ('field = "Amount"\nleast = 0', "b"),
    ('field = "Amount"\nleast = 0\nmost = 1000', "bd"),
    ('field = "Amount"\nmost = 1999.99', "d"),
    ('field = "Closed"\nleast = 2026-03-02\nmost = 2026-03-04', "ae"),
    ('field = "Changed"\nleast = 2026-03-09T02:00:00Z', "a"),
    ('field = "Changed"\nmost = 2026-03-08', "abcde"),
    ('field = "Owner"\nreference = "users.Id"', "c"),
    ('field = "Count"\nreference = "users.Number"', "de"),
    ('field = "Owner"\nreference = { dataset = "users", field = "Team.Lead" }', "abce"),
    ('field = "Closed"\nreference = "users.Since"', "abcde"),
]


@pytest.mark.parametrize(("rule", "bad"), ROW_RULES)
def test_a_rule_finds_the_rows_that_break_it(store: Store, tmp_path: Path, rule: str, bad: str | None) -> None:
    found = outcome(store, tmp_path, rule)
    if bad is None:
        assert (found.state, "It can't be checked" in found.found) == ("broken", True)
        return
    assert (found.state, found.rows) == ("broken" if bad else "kept", len(bad)), found.found
    place = found.fields.index("Id") if bad else 0
    assert "".join(str(each[place]) for each in found.examples) == bad
    if found.query is not None:
        table = Session(store).query(found.query, now=NOW).table
        assert "".join(sorted(table.column("Id").to_pylist())) == bad
    else:
        assert not bad or any(each in rule for each in ("Tags", "Closed", "Changed"))


@pytest.mark.parametrize(
    ("rule", "state"),
    [
        ('field = "Changed"\nfresh = "31 hours"', "kept"),
        ('field = "Changed"\nfresh = "30 hours"', "broken"),
        ('field = "Closed"\nfresh = "6 days"', "kept"),
        ('field = "Closed"\nfresh = "1 week"', "kept"),
        ('field = "Closed"\nfresh = "5 days"', "broken"),
        ('field = "Stage"\nfresh = "5 days"', "broken"),
        ("rows = { least = 5, most = 5 }", "kept"),
        ("rows = { least = 6 }", "broken"),
        ("rows = { most = 4 }", "broken"),
        ("rows = { drop = 50 }", "kept"),
        ("rows = { drop = 49 }", "broken"),
        ("rows = { rise = 0 }", "kept"),
    ],
)
def test_rules_about_all_rows(store: Store, tmp_path: Path, rule: str, state: str) -> None:
    store.write(
        "deals", pa.table({**{each: list(DEALS[each]) * 2 for each in DEALS if each != "Changed"}}), created=NOW
    )
    store.write("deals", pa.table(DEALS), created=NOW)
    assert outcome(store, tmp_path, rule, before=2).state == state


def test_more_rows_than_may_be_and_none_before(store: Store, tmp_path: Path) -> None:
    assert outcome(store, tmp_path, "rows = { drop = 0, rise = 0 }").state == "kept"
    store.write("deals", pa.table({"Id": ["a"] * 6}), created=NOW)
    assert outcome(store, tmp_path, "rows = { rise = 20 }", before=1).state == "kept"
    found = outcome(store, tmp_path, "rows = { rise = 19.5 }", before=1)
    assert (found.state, found.found) == ("broken", "There are 6 rows; the version before has 5.")


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ('field = "Gone"\nrequired = true', 'no field "Gone"'),
        ('field = "Amount"\nmatches = "x"', "has no texts"),
        ('field = "Stage"\nleast = 1', "has texts"),
        ('field = "Amount"\nleast = 2026-01-01', "has numbers, and a bound is a date"),
        ('field = "Closed"\nmost = 1', "has dates, and a bound is a number"),
        ('field = "Stage"\nallowed = [1]', "has texts"),
        ('field = "Amount"\nallowed = ["1"]', "has numbers"),
        ('field = "Closed"\nallowed = [1]', "has dates"),
        ('field = "Tags"\nunique = true', "several values"),
        ('field = "Owner"\nreference = "nothing.Id"', 'no dataset "nothing"'),
        ('field = "Owner"\nreference = "users.Gone"', 'no field "Gone"'),
        ('field = "Owner"\nreference = "users.Number"', "of different kinds"),
    ],
)
def test_a_rule_that_does_not_fit_its_field_is_broken_and_says_why(
    store: Store, tmp_path: Path, rule: str, said: str
) -> None:
    found = outcome(store, tmp_path, rule)
    assert (found.state, said in found.found) == ("broken", True), found.found


def test_a_dataset_without_rows_keeps_rules_of_rows(store: Store, tmp_path: Path) -> None:
    store.write("deals", pa.table(DEALS).slice(0, 0), created=NOW)
    for rule, bad in ROW_RULES:
        if bad is not None:
            assert outcome(store, tmp_path, rule).state == "kept"
    assert outcome(store, tmp_path, 'field = "Closed"\nfresh = "1 day"').found == "No row has a date."


def test_rules_have_a_severity_and_a_message(tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    file.write_text(
        '[[rule]]\nfield = "A"\nrequired = true\n[[rule]]\nrows = { least = 2, drop = 5 }\nseverity = "block"\n'
        'message = "Ask Ada."\n'
    )
    first, second = read_rules(file)
    assert (first.severity, first.message) == ("warn", '"A" is there in every row.')
    assert (second.severity, second.message) == ("block", "Ask Ada.")
    assert read_rules(tmp_path / "none.toml") == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[rule]", "This is not TOML"),
        ("[rules]", "There is no 'rules' here"),
        ("rule = 1", "no list of tables"),
        ('[[rule]]\nfield = "A"', "it asks for nothing"),
        ('[[rule]]\nfield = "A"\nrequired = true\nunique = true', "it asks for required and unique"),
        ('[[rule]]\nfield = "A"\nrequired = true\n\n[[rule]]\nfield = "A"\ncolour = 1', "Rule 2: there is no 'colour'"),
        ("[[rule]]\nrequired = true", "'field' is missing"),
        ('[[rule]]\nfield = "A"\nrequired = false', "'required' is False"),
        ('[[rule]]\nfield = "A"\nrequired = true\nseverity = "stop"', "'severity' is 'stop'"),
        ('[[rule]]\nfield = "A"\nrequired = true\nmessage = 1', "'message' is no text"),
        ('[[rule]]\nfield = "A"\nallowed = []', "no list of values"),
        ('[[rule]]\nfield = "A"\nallowed = [true]', "no list of values"),
        ("[[rule]]\nfields = []\nunique = true", "no list of fields"),
        ('[[rule]]\nfield = "A"\nmatches = "("', "no regular expression"),
        ('[[rule]]\nfield = "A"\nleast = "1"', "neither a number nor a date"),
        ('[[rule]]\nfield = "A"\nleast = 1\nmost = 2026-01-01', "one bound is a number"),
        ('[[rule]]\nfield = "A"\nreference = "users"', "names no field of a dataset"),
        ('[[rule]]\nfield = "A"\nreference = { dataset = "x", field = 1 }', "names no field of a dataset"),
        ('[[rule]]\nfield = "A"\nreference = { dataset = "x" }', "'reference' is no text"),
        ('[[rule]]\nfield = "A"\nfresh = "soon"', "no age"),
        ("[[rule]]\nrows = 5", "no table of least"),
        ("[[rule]]\nrows = { least = -1 }", "numbers from 0"),
    ],
)
def test_a_file_that_is_no_list_of_rules_says_what_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "deals.toml"
    file.write_text(text)
    with pytest.raises(RulesError) as raised:
        read_rules(file)
    assert said in raised.value.message
    assert raised.value.file == file


def test_names_of_any_characters_have_files(tmp_path: Path) -> None:
    names = ["a/b", "../up", "ü", "x" * 255, "x" * 254 + "y", "salesforce.User", "a b"]
    files = [rule_file(tmp_path, each) for each in names]
    assert len({each.name for each in files}) == len(names)
    assert all(each.parent == tmp_path and len(each.name.encode()) < 200 for each in files)


CELLS = st.one_of(st.none(), st.sampled_from(["a", "b", 'say "x"', "it's", "\\", "c\nd", ""]))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CELLS, st.one_of(st.none(), st.integers(-3, 3))), min_size=1, max_size=12))
def test_the_rows_found_are_those_that_plain_python_finds(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str | None, int | None]]
) -> None:
    folder = tmp_path_factory.mktemp("rows")
    texts, numbers = [each[0] for each in rows], [each[1] for each in rows]
    store = Store(folder / "data")
    table = pa.table({"T": pa.array(texts, pa.string()), "N": pa.array(numbers, pa.int64()), "R": range(len(rows))})
    store.write("deals", table, created=NOW, cluster=False)
    with store.open("deals") as stored:
        texts = next(stored.batches(["T"])).column(0).to_pylist()
    expected: dict[str, list[Any]] = {
        'field = "T"\nrequired = true': [each is None for each in texts],
        'field = "T"\nunique = true': [each is not None and texts.count(each) > 1 for each in texts],
        'field = "N"\nunique = true': [each is not None and numbers.count(each) > 1 for each in numbers],
        'field = "N"\nleast = -1\nmost = 2': [each is not None and not -1 <= each <= 2 for each in numbers],
        'field = "T"\nallowed = ["a", "it\'s"]': [each is not None and each not in ("a", "it's") for each in texts],
        'fields = ["T", "N"]\nunique = true': [
            None not in each and list(zip(texts, numbers, strict=True)).count(each) > 1
            for each in zip(texts, numbers, strict=True)
        ],
    }
    for rule, bad in expected.items():
        found = outcome(store, folder, rule)
        assert found.rows == sum(bad)
        if found.query is not None:
            asked = Session(store).query(found.query, now=NOW).table.column("R").to_pylist()
            assert sorted(asked) == [row for row, each in enumerate(bad) if each]
