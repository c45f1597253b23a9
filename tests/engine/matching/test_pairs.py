"""Pairs of records by hand: what is one customer, what is to be reviewed, what is neither, and why."""

from pathlib import Path

import pytest

from .made import match, rows, run, store_in, write

ALDER = {"name": "Alder Systems GmbH", "website": "https://alder.example", "phone": "+49 30 5550101"}
PLACE = {"street": "Mill Street 3", "postcode": "10115", "city": "Vaduro", "country": "Germany"}
ANNA = {"name": "Anna Lind", "email": "anna.lind@alder.example"}


@pytest.mark.parametrize(
    ("one", "other", "state"),
    [
        ({**ALDER, **PLACE}, {**ALDER, **PLACE}, "linked"),
        (ALDER, {"name": "ALDER SYSTEMS", "website": "www.alder.example/de"}, "linked"),
        (ALDER, {"name": "Systems Alder Inc.", "phone": "030 5550101", "country": "Germany"}, "linked"),
        (ALDER, {"name": "Aldr Systems", "website": "alder.example"}, "linked"),
        ({**PLACE, "name": "Alder Systems"}, {**PLACE, "name": "Alder Sytems AG", "street": "mill str. 3"}, "linked"),
        ({"name": "Alder Systems", "country": "DE"}, {"name": "Alder Systems AG", "country": "Germany"}, "review"),
        (ALDER, {"name": "Alder Systems Europe", "website": "alder.example"}, "review"),
        (ALDER, {"name": "Alder Systems", "website": "other.example", "phone": "+1 202 5550199"}, None),
        (ALDER, {"name": "Bergen Foods", "website": "alder.example"}, None),
        ({**PLACE, "name": "Alder Systems"}, {**PLACE, "name": "Bergen Foods"}, None),
        ({"name": "Depot 12", "website": "depot.example"}, {"name": "Depot 13", "website": "depot.example"}, None),
        ({"name": "Alder", "website": "gmail.com"}, {"name": "Quill", "website": "gmail.com"}, None),
    ],
)
def test_organisations(tmp_path: Path, one: dict[str, str], other: dict[str, str], state: str | None) -> None:
    store = store_in(tmp_path)
    write(store, "a", [{"id": "1", **one}])
    write(store, "b", [{"id": "1", **other}])
    run(store, match("a", "b"))
    assert [each["State"] for each in rows(store, "customers_pairs")] == ([state] if state else [])


@pytest.mark.parametrize(
    ("one", "other", "state"),
    [
        (ANNA, {"name": "Lind, Anna", "email": "Anna.Lind+news@alder.example"}, "linked"),
        (ANNA, {"name": "Ana Lind", "email": "anna.lind@alder.example"}, "linked"),
        (ANNA, {"name": "Otto Berg", "email": "anna.lind@alder.example"}, None),
        ({**ANNA, "company": "Alder"}, {"name": "Anna Lind", "company": "Alder GmbH"}, "review"),
        (ANNA, {"name": "Anna Lind", "email": "anna@quill.example"}, None),
    ],
)
def test_persons(tmp_path: Path, one: dict[str, str], other: dict[str, str], state: str | None) -> None:
    store = store_in(tmp_path)
    write(store, "a", [{"id": "1", **one}, {"id": "2", **other}])
    run(store, match("a", kind="person"))
    assert [each["State"] for each in rows(store, "customers_pairs")] == ([state] if state else [])


def test_reasons_are_words_without_values(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    write(store, "a", [{"id": "1", **ALDER}, {"id": "2", **ALDER, "name": "Aldr Systems", "phone": "+49 40 777777"}])
    run(store, match("a"))
    (pair,) = rows(store, "customers_pairs")
    assert pair["Reasons"] == "nearly the same name, same domain, other phone"
    assert {each["MatchedBy"] for each in rows(store, "customers")} == {pair["Reasons"]}
    assert [each["Confidence"] for each in rows(store, "customers")] == pytest.approx([pair["Score"]] * 2, abs=1e-4)


def test_what_many_share_says_less_and_is_cut_and_said(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    write(store, "a", [{"id": str(n), "name": f"Quill{chr(97 + n // 26)}{chr(97 + n % 26)}xo", "website": "host.example"} for n in range(80)])  # fmt: skip  # noqa: E501
    found = run(store, match("a"))
    assert [(each.kind, each.blocks, each.records) for each in found.cuts] == [("domain", 1, 80)]
    assert found.customers == 80
