import datetime as dt
from pathlib import Path

import pytest

from dashboards.people.accounts import Accounts
from dashboards.people.database import PeopleError
from dashboards.people.person import Person
from dashboards.people.tokens import Tokens

NOW = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture
def tokens(tmp_path: Path) -> Tokens:
    return Tokens(Accounts.open(tmp_path / "people.sqlite"))


@pytest.fixture
def ada(tokens: Tokens) -> Person:
    return tokens.accounts.add("ada@example.com", "Ada", "admin", NOW)


def test_a_token_says_who_and_what(tokens: Tokens, ada: Person) -> None:
    token = tokens.issue(ada.id, "script", {"read", "write"}, NOW, DAY)
    assert tokens.person_of(token, NOW) == (ada, {"read", "write"})
    assert token.encode() not in tokens.accounts.database.file.read_bytes()


def test_a_token_ends(tokens: Tokens, ada: Person) -> None:
    token = tokens.issue(ada.id, "script", {"read"}, NOW, DAY)
    assert tokens.person_of(token, NOW + DAY - dt.timedelta(seconds=1)) is not None
    assert tokens.person_of(token, NOW + DAY) is None


def test_one_that_is_over_is_listed_for_a_while(tokens: Tokens, ada: Person) -> None:
    tokens.issue(ada.id, "old", {"read"}, NOW, DAY)
    tokens.issue(ada.id, "next", {"read"}, NOW + 2 * DAY, None)
    assert [each.name for each in tokens.list()] == ["next", "old"]
    tokens.issue(ada.id, "last", {"read"}, NOW + 9 * DAY, None)
    assert [each.name for each in tokens.list()] == ["last", "next"]


def test_a_token_is_revoked_by_its_id_and_only_by_its_person(tokens: Tokens, ada: Person) -> None:
    token = tokens.issue(ada.id, "script", {"read"}, NOW, None)
    (listed,) = tokens.list(ada.id)
    assert (listed.name, listed.email, listed.used) == ("script", "ada@example.com", None)
    with pytest.raises(PeopleError, match="There is no token"):
        tokens.revoke(listed.id, NOW, person_id="somebody else")
    tokens.person_of(token, NOW)
    assert tokens.list()[0].used == NOW
    tokens.revoke(listed.id, NOW, person_id=ada.id)
    assert tokens.person_of(token, NOW) is None
    assert tokens.list() == []


@pytest.mark.parametrize("token", ["", "swell_", "swell_x", "\udcff", "' or 1=1 --"])
def test_what_is_no_token_is_nobody(token: str, tokens: Tokens, ada: Person) -> None:
    tokens.issue(ada.id, "script", {"read"}, NOW, None)
    assert tokens.person_of(token, NOW) is None


@pytest.mark.parametrize(
    ("name", "scopes"), [("", {"read"}), ("x", set()), ("x", {"everything"}), ("x" * 101, {"read"})]
)
def test_what_is_no_token_is_not_issued(name: str, scopes: set[str], tokens: Tokens, ada: Person) -> None:
    with pytest.raises(PeopleError):
        tokens.issue(ada.id, name, scopes, NOW, None)
    assert tokens.list() == []
