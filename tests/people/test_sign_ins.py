import datetime as dt
from pathlib import Path

import pytest

from dashboards.people.accounts import Accounts
from dashboards.people.database import PeopleError
from dashboards.people.person import Person
from dashboards.people.sign_ins import IDLE, LONGEST, SignIns

NOW = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def sign_ins(tmp_path: Path) -> SignIns:
    return SignIns(Accounts.open(tmp_path / "people.sqlite"))


@pytest.fixture
def root(sign_ins: SignIns) -> Person:
    return sign_ins.accounts.add("root@example.com", "Root", "admin", NOW)


@pytest.fixture
def ada(sign_ins: SignIns, root: Person) -> Person:
    return sign_ins.accounts.add("ada@example.com", "Ada", "viewer", NOW)


def test_a_browser_is_signed_in_until_it_signs_out(sign_ins: SignIns, root: Person) -> None:
    secret = sign_ins.start(root, NOW)
    found = sign_ins.find(secret, NOW)
    assert found is not None
    assert (found.person, found.by) == (root, None)
    assert secret.encode() not in sign_ins.accounts.database.file.read_bytes()
    sign_ins.end(found, NOW)
    assert sign_ins.find(secret, NOW) is None


def test_it_is_over_when_it_was_idle_for_long(sign_ins: SignIns, root: Person) -> None:
    secret = sign_ins.start(root, NOW)
    assert sign_ins.find(secret, NOW + IDLE - SECOND) is not None
    assert sign_ins.find(secret, NOW + IDLE + IDLE - 2 * SECOND) is not None  # the request before counts
    assert sign_ins.find(secret, NOW + 3 * IDLE) is None


def test_it_is_over_in_the_end_however_often_it_is_used(sign_ins: SignIns, root: Person) -> None:
    secret, now = sign_ins.start(root, NOW), NOW
    while now < NOW + LONGEST - IDLE:
        now += IDLE / 2
        assert sign_ins.find(secret, now) is not None
    assert sign_ins.find(secret, NOW + LONGEST) is None


def test_to_sign_in_again_ends_what_the_browser_had_before(sign_ins: SignIns, root: Person) -> None:
    before = sign_ins.start(root, NOW)
    after = sign_ins.start(root, NOW, over=before)
    assert before != after
    assert sign_ins.find(before, NOW) is None
    assert sign_ins.find(after, NOW) is not None


def test_a_new_password_signs_out_everywhere(sign_ins: SignIns, root: Person) -> None:
    secret = sign_ins.start(root, NOW)
    sign_ins.accounts.set_password("root@example.com", "correct horse battery", NOW)
    assert sign_ins.find(secret, NOW) is None


def test_an_admin_sees_as_somebody_else_and_it_is_noted(sign_ins: SignIns, root: Person, ada: Person) -> None:
    secret = sign_ins.start(root, NOW)
    found = sign_ins.find(secret, NOW)
    assert found is not None
    sign_ins.see_as(found, "ada@example.com", NOW)
    seen = sign_ins.find(secret, NOW)
    assert seen is not None
    assert (seen.person, seen.by) == (ada, root)
    sign_ins.see_as(seen, None, NOW)
    again = sign_ins.find(secret, NOW)
    assert again is not None
    assert (again.person, again.by) == (root, None)
    noted = [(each.person, each.action, each.target) for each in sign_ins.accounts.audit.latest(2)]
    assert noted == [
        ("root@example.com", "see as ended", "ada@example.com"),
        ("root@example.com", "see as", "ada@example.com"),
    ]


def test_who_is_no_admin_any_more_sees_as_nobody_else(sign_ins: SignIns, root: Person, ada: Person) -> None:
    secret = sign_ins.start(root, NOW)
    found = sign_ins.find(secret, NOW)
    assert found is not None
    sign_ins.see_as(found, "ada@example.com", NOW)
    sign_ins.accounts.add("eve@example.com", "Eve", "admin", NOW)
    sign_ins.accounts.set_role("root@example.com", "viewer", NOW)
    seen = sign_ins.find(secret, NOW)
    assert seen is not None
    assert (seen.person.email, seen.by) == ("root@example.com", None)


def test_nobody_sees_as_somebody_disabled(sign_ins: SignIns, root: Person, ada: Person) -> None:
    found = sign_ins.find(sign_ins.start(root, NOW), NOW)
    assert found is not None
    sign_ins.accounts.disable("ada@example.com", NOW)
    with pytest.raises(PeopleError, match="can't be looked at"):
        sign_ins.see_as(found, "ada@example.com", NOW)
