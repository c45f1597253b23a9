"""Customers: chains, decisions, ids that stay, the order of rows, and planted duplicates."""

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.matching import plant, quality
from benchmarks.matching import write as write_planted
from engine.matching.decisions import Decisions, Key
from engine.matching.errors import MatchingError
from engine.matching.ready_made import find_match
from engine.matching.run import run_match
from engine.store import Store

from .made import NOW, customers, decide, decisions, groups, match, rows, run, store_in, write

CHAIN = [
    {"id": "1", "name": "Alder Systems", "website": "alder.example"},
    {"id": "2", "name": "Alder Systems", "phone": "+49 30 5550101", "website": "alder.example"},
    {"id": "3", "name": "Quill Foods", "website": "quill.example"},
]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    found = store_in(tmp_path)
    write(found, "a", [*CHAIN])
    return found


def test_a_chain_does_not_bring_together_what_contradicts(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    one = {"name": "Alder", "website": "alder.example", "city": "Vaduro", "country": "DE", "phone": "+49 30 5550101"}
    between = {"name": "Alder Bergen", "phone": "+49 30 5550101", "website": "alder.example"}
    other = {"name": "Bergen", "phone": "+49 30 5550101", "city": "Oslo", "country": "NO"}
    write(store, "a", [{"id": "1", **one}, {"id": "2", **between}, {"id": "3", **other}])
    run(store, match("a", link=0.4, review=0.2))
    assert groups(store) == {frozenset("12")}
    assert [each["State"] for each in rows(store, "customers_pairs")] == ["linked", "apart"]


def test_decisions_come_before_scores(store: Store) -> None:
    run(store, match("a"))
    assert groups(store) == {frozenset("12")}
    decide(store, "1", "2", "different")
    decide(store, "3", "2", "same")
    run(store, match("a"))
    assert groups(store) == {frozenset("23")}
    assert {each["RecordId"]: each["MatchedBy"] for each in rows(store, "customers")}["3"] == "decided by somebody"
    decide(store, "2", "3", "open")
    decide(store, "1", "2", "open")
    run(store, match("a"))
    assert groups(store) == {frozenset("12")}


def test_of_decisions_that_contradict_each_other_the_later_count_and_it_is_said(store: Store) -> None:
    for one, other, verdict in (("1", "2", "same"), ("2", "3", "same"), ("1", "3", "different")):
        decide(store, one, other, verdict)
    found = run(store, match("a"))
    assert groups(store) == {frozenset("23")}
    assert [(each.left.id, each.right.id) for each in found.contradicted] == [("1", "2")]


def test_a_decision_outlasts_a_record_that_goes_and_comes_back(store: Store) -> None:
    decide(store, "1", "2", "different")
    write(store, "a", CHAIN[1:])
    run(store, match("a"))
    write(store, "a", [*CHAIN])
    run(store, match("a"))
    assert groups(store) == set()


@pytest.mark.parametrize("line", ["accounts,a,1", "accounts,a,1,a,2,perhaps,ada,2026"])
def test_a_line_that_is_no_decision_is_named(store: Store, line: str) -> None:
    decide(store, "1", "2", "same")
    file = decisions(store).file
    before = file.read_text() + line + "\n"
    file.write_text(before)
    with pytest.raises(MatchingError, match=r"decisions.csv:3: This line is no decision"):
        run(store, match("a"))
    with pytest.raises(MatchingError):
        decide(store, "1", "3", "same")
    assert file.read_text() == before
    assert "customers" not in store


def test_ids_stay_while_records_come_and_go(store: Store) -> None:
    run(store, match("a"))
    before = customers(store)
    write(store, "a", [{"id": "0", **{k: v for k, v in CHAIN[0].items() if k != "id"}}, *CHAIN])
    run(store, match("a"))
    after = customers(store)
    assert groups(store) == {frozenset("012")}
    assert {key: after[key] for key in before} == before
    decide(store, "1", "0", "different")
    decide(store, "2", "0", "different")
    run(store, match("a"))
    assert {key: customers(store)[key] for key in before} == before
    assert customers(store)["a", "0"] not in before.values()


WORDS = st.sampled_from("alder quill bergen nord systems foods gmbh".split())
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.lists(WORDS, min_size=1, max_size=3).map(" ".join),
            "website": st.sampled_from([None, "alder.example", "quill.example"]),
            "phone": st.sampled_from([None, "+49 30 5550101", "030 5550199"]),
            "city": st.sampled_from([None, "Vaduro", "Oslo"]),
        }
    ),
    min_size=2,
    max_size=9,
)
VERDICTS = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8), st.booleans()), max_size=4)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(given=ROWS, verdicts=VERDICTS, seed=st.integers(0, 99))
def test_decisions_always_win_ids_are_stable_and_the_order_of_rows_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, given: list[dict[str, str | None]], verdicts: object, seed: int
) -> None:
    store = store_in(tmp_path_factory.mktemp("rows"))
    records = [{"id": f"{n}", **each} for n, each in enumerate(given)]
    write(store, "a", records)
    last: dict[tuple[str, str], bool] = {}
    for one, other, same in verdicts:  # type: ignore[attr-defined]
        if one != other and max(one, other) < len(records):
            decide(store, str(one), str(other), "same" if same else "different")
            last.pop((min(str(one), str(other)), max(str(one), str(other))), None)
            last[min(str(one), str(other)), max(str(one), str(other))] = same
    found = run(store, match("a"))
    first = customers(store)
    lost = {(each.left.id, each.right.id) for each in found.contradicted}
    for (one, other), same in last.items():
        if (one, other) not in lost:
            assert (first["a", one] == first["a", other]) is same
    assert len(lost) < max(len(last), 1)  # the newest always counts
    random.Random(seed).shuffle(records)
    write(store, "a", records)
    run(store, match("a"))
    assert customers(store) == first
    fresh = store_in(tmp_path_factory.mktemp("fresh"))
    write(fresh, "a", records)
    run_match(match("a"), fresh, decisions(store), NOW)
    assert customers(fresh) == first


def test_planted_duplicates_are_found_within_and_across_crms(tmp_path: Path) -> None:
    store = Store(tmp_path / "data")
    planted, truth = plant(6_000, seed=5)
    write_planted(store, planted)
    wanted = find_match(tmp_path / "matching", store, "accounts")
    assert [(each.dataset, each.id) for each in wanted.sources] == [
        ("account", "Id"),
        ("hubspot_company", "hs_object_id"),
    ]
    run_match(wanted, store, Decisions(tmp_path / "none.csv"), NOW, 2)
    found = customers(store)
    precision, recall = quality(list(found.values()), [truth[each] for each in found])
    assert precision >= 0.98
    assert recall >= 0.95
    assert len({Key(*each) for each in found}) == len(truth)
