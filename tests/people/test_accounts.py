import datetime as dt
from pathlib import Path

import pytest

from dashboards.people import passwords
from dashboards.people.accounts import Accounts
from dashboards.people.attempts import FOR_AN_ACCOUNT, FROM_AN_ADDRESS, PERIOD, TooManyAttemptsError
from dashboards.people.database import PeopleError
from dashboards.people.tokens import Tokens

NOW = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
PASSWORD = "correct horse battery"


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    made = Accounts.open(tmp_path / "data" / "people.sqlite")
    made.add("root@example.com", "Root", "admin", NOW, PASSWORD)
    return made


def test_a_workspace_has_accounts_from_the_first_one_on(tmp_path: Path) -> None:
    accounts = Accounts.open(tmp_path / "people.sqlite")
    assert not accounts.exist()
    assert accounts.list() == []
    assert accounts.authenticate("x@example.com", "y", NOW) is None
    assert not accounts.exist()
    accounts.add("ada@example.com", "Ada", "admin", NOW)
    assert accounts.exist()
    assert (tmp_path / "people.sqlite").stat().st_mode & 0o077 == 0


def test_only_the_password_of_the_account_opens_it(accounts: Accounts) -> None:
    found = accounts.authenticate(" Root@Example.com", PASSWORD, NOW)
    assert found is not None
    assert (found.name, found.email, found.role, found.local) == ("Root", "root@example.com", "admin", False)
    assert found.fields["Email"] == "root@example.com"
    assert accounts.authenticate("root@example.com", PASSWORD + " ", NOW) is None
    assert accounts.authenticate("nobody@example.com", PASSWORD, NOW) is None


def test_a_password_is_not_kept_as_it_is(accounts: Accounts) -> None:
    content = accounts.database.file.read_bytes()
    assert PASSWORD.encode() not in content
    assert b"$argon2id$" in content


def test_letters_count_the_same_however_they_are_composed(accounts: Accounts) -> None:
    accounts.add("zoe@example.com", "Zoë", "viewer", NOW, "Zoë und ihr Pferd")
    assert accounts.authenticate("zoe@example.com", "Zoe\u0308 und ihr Pferd", NOW) is not None


def test_somebody_without_a_password_does_not_sign_in_with_one(accounts: Accounts) -> None:
    accounts.add("ada@example.com", "Ada", "viewer", NOW)
    assert accounts.authenticate("ada@example.com", "", NOW) is None


def test_who_is_disabled_is_out_at_once_and_may_come_back(accounts: Accounts) -> None:
    ada = accounts.add("ada@example.com", "Ada", "viewer", NOW, PASSWORD)
    token = Tokens(accounts).issue(ada.id, "script", {"read"}, NOW, None)
    accounts.disable("ada@example.com", NOW)
    assert accounts.authenticate("ada@example.com", PASSWORD, NOW) is None
    assert accounts.person(ada.id) is None
    assert Tokens(accounts).person_of(token, NOW) is None
    accounts.disable("ada@example.com", NOW, disabled=False)
    assert accounts.authenticate("ada@example.com", PASSWORD, NOW) == ada


def test_there_is_always_an_admin(accounts: Accounts) -> None:
    with pytest.raises(PeopleError, match="Nobody would be admin"):
        accounts.set_role("root@example.com", "editor", NOW)
    with pytest.raises(PeopleError, match="Nobody would be admin"):
        accounts.disable("root@example.com", NOW)
    assert accounts.find("root@example.com").person.role == "admin"
    assert not accounts.find("root@example.com").disabled


def test_a_role_counts_where_the_folder_has_no_other(accounts: Accounts) -> None:
    accounts.add("ada@example.com", "Ada", "viewer", NOW)
    accounts.set_role("ada@example.com", "editor", NOW, folder="sales")
    accounts.set_role("ada@example.com", "none", NOW, folder="payroll")
    ada = accounts.find("ada@example.com").person
    assert [ada.role_in(each) for each in ("", "sales", "payroll", "other")] == ["viewer", "editor", None, "viewer"]
    lowered = ada.at_most("viewer")
    assert [lowered.role_in(each) for each in ("sales", "payroll")] == ["viewer", None]


@pytest.mark.parametrize(
    ("email", "role", "password", "message"),
    [
        ("no address", "viewer", None, "is not an e-mail address"),
        ("a@example.com", "owner", None, "There is no role"),
        ("a@example.com", "viewer", "short", "10 to 1000 characters"),
        ("ROOT@example.com", "viewer", None, "There is an account"),
    ],
)
def test_what_is_no_account_adds_none(
    email: str, role: str, password: str | None, message: str, accounts: Accounts
) -> None:
    with pytest.raises(PeopleError, match=message):
        accounts.add(email, "", role, NOW, password)  # type: ignore[arg-type]
    assert len(accounts.list()) == 1


def test_after_too_many_guesses_even_the_password_waits(accounts: Accounts) -> None:
    for _ in range(FOR_AN_ACCOUNT):
        assert accounts.authenticate("root@example.com", "guess", NOW) is None
    with pytest.raises(TooManyAttemptsError) as refused:
        accounts.authenticate("root@example.com", PASSWORD, NOW)
    assert refused.value.seconds == PERIOD.total_seconds()
    assert accounts.authenticate("root@example.com", PASSWORD, NOW + PERIOD) is not None


def test_an_account_that_is_not_there_is_guarded_the_same(accounts: Accounts) -> None:
    for _ in range(FOR_AN_ACCOUNT):
        assert accounts.authenticate("nobody@example.com", "guess", NOW) is None
    with pytest.raises(TooManyAttemptsError):
        accounts.authenticate("nobody@example.com", "guess", NOW)


def test_an_address_has_so_many_guesses_for_all_accounts(accounts: Accounts) -> None:
    for number in range(FROM_AN_ADDRESS):
        accounts.authenticate(f"{number}@example.com", "guess", NOW, "192.0.2.1")
    with pytest.raises(TooManyAttemptsError):
        accounts.authenticate("root@example.com", PASSWORD, NOW, "192.0.2.1")
    assert accounts.authenticate("root@example.com", PASSWORD, NOW, "192.0.2.2") is not None


def test_who_signs_in_has_all_guesses_again(accounts: Accounts) -> None:
    for _ in range(3):
        for _ in range(FOR_AN_ACCOUNT - 1):
            assert accounts.authenticate("root@example.com", "guess", NOW) is None
        assert accounts.authenticate("root@example.com", PASSWORD, NOW) is not None


def test_failures_and_changes_are_in_the_log(accounts: Accounts) -> None:
    accounts.authenticate("root@example.com", "guess", NOW, "192.0.2.1")
    accounts.add("ada@example.com", "Ada", "viewer", NOW, by="root@example.com")
    accounts.set_role("ada@example.com", "editor", NOW, folder="sales", by="root@example.com")
    latest = accounts.audit.latest(3)
    assert [each.action for each in latest] == ["role changed", "account added", "sign-in failed"]
    assert latest[0].detail == {"role": "editor", "folder": "sales"}
    assert (latest[2].person, latest[2].address, latest[2].at) == ("root@example.com", "192.0.2.1", NOW)
    assert [each.action for each in accounts.audit.latest(9, action="sign-in failed")] == ["sign-in failed"]


def test_to_refuse_somebody_unknown_costs_what_a_wrong_password_costs() -> None:
    import argon2

    with pytest.raises(argon2.exceptions.VerifyMismatchError):  # computed, not refused at a glance
        argon2.PasswordHasher().verify(passwords.NOBODY, "guess")
    assert not passwords.is_dated(passwords.NOBODY)
    assert not passwords.is_dated(passwords.hashed(PASSWORD))


def test_a_file_that_is_no_database_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "people.sqlite").write_text("not a database, but longer than a header of one would be " * 20)
    with pytest.raises(PeopleError, match="can't be used"):
        Accounts.open(tmp_path / "people.sqlite").list()
