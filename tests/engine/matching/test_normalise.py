"""Ways of writing that are one: names, e-mails, domains, phones, addresses."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.matching.names import normalise_names
from engine.matching.normalise import countries, domains_of, emails, normalise, postcodes, streets
from engine.matching.records import Records, encode


def name(text: str, kind: str = "organisation") -> str | None:
    found = normalise_names(encode(pa.array([text], pa.string())), kind)  # type: ignore[arg-type]
    answer: str | None = found.texts.rows()[0].as_py()
    return answer


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Müller & Söhne GmbH & Co. KG", "SOHNE und Muller, Inc."),
        ("Alder S.A.R.L.", "alder"),
        ("Straßenbau Nord AG", "Nord Strassenbau Aktiengesellschaft"),
        ("O'Hara Ltd", "OHara Limited"),
        ("Smørrebrød ApS", "SMORREBROD"),
        ("Acme Sp. z o.o.", "Acme"),
        ("Bau Gesellschaft mit beschränkter Haftung", "Bau GmbH"),
        ("The Alder Company", "Alder Co."),
    ],
)
def test_names_that_are_one(one: str, other: str) -> None:
    assert name(one) == name(other)
    assert name(one)


@pytest.mark.parametrize(("one", "other"), [("Alder 12", "Alder 13"), ("Alder Nord", "Alder Süd"), ("Ab", "Ag")])
def test_names_that_are_not(one: str, other: str) -> None:
    assert name(one) != name(other)


def test_a_name_of_legal_forms_alone_stays_and_one_of_signs_is_none() -> None:
    assert name("AG") == "ag"
    assert name("--") is None
    assert name("Dr. Ada Lind", "person") == name("Lind, Ada", "person") == "ada lind"


@given(st.lists(st.text("abcdeü ", min_size=1, max_size=5), min_size=1, max_size=5), st.randoms())
def test_the_order_of_words_does_not_matter(words: list[str], random: object) -> None:
    mixed = sorted(words, key=lambda _: random.random())  # type: ignore[attr-defined]
    assert name(" ".join(words)) == name(" ".join(mixed))


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("https://www.Alder.example/path?x=1", "alder.example"),
        ("http://shop.alder.co.uk:8080/", "alder.co.uk"),
        ("ada@mail.alder.example", "alder.example"),
        ("alder.example.", "alder.example"),
        ("www.facebook.com/alder", None),
        ("ada@gmail.com", None),
        ("alder", None),
        ("", None),
    ],
)
def test_domains(text: str, domain: str | None) -> None:
    assert domains_of(pa.array([text]))[0].as_py() == domain


def test_emails_countries_postcodes_and_streets() -> None:
    found = emails(pa.array([" Ada+crm@Alder.EXAMPLE ", "mailto:ada@alder.example", "ada at alder", None]))
    assert found.to_pylist() == ["ada@alder.example", "ada@alder.example", None, None]
    assert countries(pa.array(["Österreich", "AT", "aut", "U.S.A.", "Narnia"])).to_pylist() == [
        "at",
        "at",
        "at",
        "us",
        "narnia",
    ]
    assert postcodes(pa.array(["12345-6789", "D-10115", "sw1a 1aa", "-"])).to_pylist() == [
        "12345",
        "10115",
        "SW1A1AA",
        None,
    ]
    one, other = streets(pa.array(["Hauptstraße 12", "hauptstr. 12"])).to_pylist()
    assert one == other


def test_phones_have_the_code_of_their_country() -> None:
    phones = ["+49 (0)30 123456", "030 / 123456", "0049-30-123456", "(555) 010-0199 x12", "12", None, "030 123456"]
    home = ["Germany", "DE", "US", "USA", "US", "US", None]
    texts = {"phone": encode(pa.array(phones, pa.string())), "country": encode(pa.array(home, pa.string()))}
    ids = pa.array([str(each) for each in range(len(phones))])
    texts["name"] = encode(ids)
    import numpy as np

    found = normalise(Records(("a",), np.zeros(len(ids), np.int32), ids, texts), "organisation")
    whole = found.values["phone"].rows().to_pylist()
    assert whole == ["4930123456", "4930123456", "4930123456", "15550100199", None, None, None]
    assert found.values["phone_tail"].rows().to_pylist()[-1] == "30123456"
