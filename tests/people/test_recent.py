import datetime as dt
from pathlib import Path

import pytest

from dashboards.people.accounts import Accounts
from dashboards.people.recent import LIFE, Recent
from dashboards.people.tokens import Tokens

NOW = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)


class Counted:
    """Asks the file of people, and counts."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.times = 0

    def __call__(self, token: str, now: dt.datetime) -> object:
        self.times += 1
        return self.tokens.person_of(token, now)


@pytest.fixture
def tokens(tmp_path: Path) -> Tokens:
    accounts = Accounts.open(tmp_path / "people.sqlite")
    accounts.add("root@example.com", "Root", "admin", NOW)
    accounts.add("ada@example.com", "Ada", "viewer", NOW)
    return Tokens(accounts)


def test_who_asked_a_moment_ago_is_known(tokens: Tokens) -> None:
    token = tokens.issue(tokens.accounts.find("ada@example.com").person.id, "x", {"read"}, NOW, None)
    asked = Counted(tokens)
    recent = Recent(tokens.accounts.database, asked)
    first = recent.find(token, NOW)  # which notes when the token was used
    recent.find(token, NOW)
    assert [recent.find(token, NOW + LIFE / 2) for _ in range(9)] == [first] * 9
    assert asked.times == 2
    recent.find(token, NOW + LIFE)
    assert asked.times == 3


def test_what_was_written_counts_at_once(tokens: Tokens) -> None:
    ada = tokens.accounts.find("ada@example.com").person
    token = tokens.issue(ada.id, "x", {"read"}, NOW, None)
    recent = Recent(tokens.accounts.database, tokens.person_of)
    assert [recent.find(token, NOW) is None for _ in range(3)] == [False] * 3
    tokens.accounts.set_role("ada@example.com", "editor", NOW)
    found = recent.find(token, NOW)
    assert found is not None
    assert found[0].role == "editor"
    tokens.accounts.disable("ada@example.com", NOW)
    assert recent.find(token, NOW) is None
    tokens.accounts.disable("ada@example.com", NOW, disabled=False)
    assert recent.find(token, NOW) is not None
    tokens.revoke(tokens.list(ada.id)[0].id, NOW)
    assert recent.find(token, NOW) is None


def test_another_file_in_its_place_counts(tokens: Tokens, tmp_path: Path) -> None:
    token = tokens.issue(tokens.accounts.find("ada@example.com").person.id, "x", {"read"}, NOW, None)
    recent = Recent(tokens.accounts.database, tokens.person_of)
    assert [recent.find(token, NOW) is None for _ in range(3)] == [False] * 3
    other = Accounts.open(tmp_path / "other.sqlite")
    other.add("root@example.com", "Root", "admin", NOW)
    other.database.file.replace(tokens.accounts.database.file)
    assert recent.find(token, NOW) is None
