"""Accounts, tokens and the log from the command line, and where the server listens."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboards.people.accounts import Accounts
from dashboards.people.tokens import Tokens

Run = Callable[..., "subprocess.CompletedProcess[str]"]
PASSWORD = "correct horse battery\n"


@pytest.fixture
def admin(run: Run) -> None:
    done = run("user", "add", "root@example.com", "--name", "Root", stdin=PASSWORD)
    assert (done.returncode, done.stdout) == (0, "Added root@example.com as admin.\n")


def accounts(folder: Path) -> Accounts:
    return Accounts.open(folder / "data" / "people.sqlite")


@pytest.mark.usefixtures("admin")
def test_people_are_added_and_listed(run: Run, tmp_path: Path) -> None:
    assert run("user", "add", "ada@example.com", "--role", "editor", "--no-password").returncode == 0
    assert run("user", "role", "ada@example.com", "none", "--folder", "payroll").returncode == 0
    lines = run("user", "list").stdout.splitlines()
    assert lines[2].split() == ["ada@example.com", "ada@example.com", "editor", "payroll:", "none", "no", "password"]
    assert lines[3].split() == ["root@example.com", "Root", "admin", "password"]
    found = accounts(tmp_path)
    assert found.authenticate("root@example.com", PASSWORD.strip(), found.list()[0].created) is not None


@pytest.mark.usefixtures("admin")
def test_a_password_is_changed_and_people_are_locked_out(run: Run, tmp_path: Path) -> None:
    found = accounts(tmp_path)
    now = found.list()[0].created
    assert run("user", "password", "root@example.com", stdin="another horse battery\n").returncode == 0
    assert found.authenticate("root@example.com", PASSWORD.strip(), now) is None
    assert found.authenticate("root@example.com", "another horse battery", now) is not None
    refused = run("user", "disable", "root@example.com")
    assert (refused.returncode, "Nobody would be admin any more." in refused.stderr) == (2, True)


@pytest.mark.usefixtures("admin")
def test_a_token_is_printed_alone_and_revoked(run: Run, tmp_path: Path) -> None:
    issued = run("token", "issue", "root@example.com", "--name", "nightly", "--scope", "write")
    tokens = Tokens(accounts(tmp_path))
    now = tokens.accounts.list()[0].created
    found = tokens.person_of(issued.stdout.strip(), now)
    assert found is not None
    assert (found[0].email, found[1]) == ("root@example.com", {"write"})
    listed = run("token", "list").stdout.splitlines()[2].split()
    assert listed[1:4] == ["root@example.com", "nightly", "write"]
    assert run("token", "revoke", listed[0]).returncode == 0
    assert tokens.person_of(issued.stdout.strip(), now) is None


@pytest.mark.usefixtures("admin")
def test_the_log_is_shown(run: Run) -> None:
    lines = run("audit").stdout.splitlines()
    assert lines[2].split()[2:] == ["command", "line", "account", "added", "root@example.com", "role", "admin"]
    assert '"action": "account added"' in run("audit", "-o", "json", "-n", "1").stdout


def test_the_first_account_is_an_admins(run: Run, tmp_path: Path) -> None:
    refused = run("user", "add", "ada@example.com", "--role", "viewer", stdin=PASSWORD)
    assert refused.returncode == 2
    assert "The first account is an admin's." in refused.stderr
    assert not accounts(tmp_path).exist()
    assert "'swell user add EMAIL' makes the first one" in run("user", "list").stderr


def test_a_password_that_is_too_short_makes_no_account(run: Run, tmp_path: Path) -> None:
    assert "10 to 1000 characters" in run("user", "add", "ada@example.com", stdin="short\n").stderr
    assert not accounts(tmp_path).exist()


@pytest.mark.parametrize(
    ("options", "where"),
    [(("--host", "0.0.0.0"), "on 0.0.0.0"), (("--host", "::"), "on ::"), (("--behind-proxy", "127.0.0.1"), "behind a")],
)
def test_without_accounts_the_server_listens_nowhere_else(options: tuple[str, ...], where: str, run: Run) -> None:
    refused = run("serve", *options)
    assert refused.returncode == 2
    assert f"everybody who reaches Swell {where}" in refused.stderr
    assert "swell user add" in refused.stderr


@pytest.mark.usefixtures("admin")
def test_tls_takes_both_files_and_sound_ones(run: Run, tmp_path: Path) -> None:
    assert "both --certificate and --key" in run("serve", "--certificate", "swell.pem").stderr
    (tmp_path / "swell.pem").write_text("no certificate")
    refused = run("serve", "--certificate", "swell.pem", "--key", "swell.pem")
    assert (refused.returncode, "can't be used" in refused.stderr) == (2, True)
