"""Mail, taken by a real server: open, under TLS, with a password, and refused."""

import datetime as dt
import email.policy
import ssl
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import Any

import pytest

from swell.jobs.assembly import Jobs
from swell.jobs.database import JobsError
from swell.jobs.mail import File, Mailer, compose
from swell.jobs.outbox import Message, RefusedError, UnreachableError
from swell.settings import MailSettings

from .conftest import START, Clock, write_file

controller = pytest.importorskip("aiosmtpd.controller", reason="needs aiosmtpd, of the extra test")
smtp = pytest.importorskip("aiosmtpd.smtp")


class Mailbox:
    """Keeps what it takes; refuses who is called nobody, and everything while it is told to."""

    def __init__(self) -> None:
        self.got: list[EmailMessage] = []
        self.busy = False

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if self.busy:
            return "451 try later"
        if address.startswith("nobody"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        parsed = BytesParser(policy=email.policy.default).parsebytes(envelope.content)
        assert isinstance(parsed, EmailMessage)
        self.got.append(parsed)
        return "250 OK"


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def serve(mailbox: Mailbox) -> Iterator[Callable[..., int]]:
    running = []

    def start(**options: Any) -> int:
        made = controller.Controller(mailbox, hostname="127.0.0.1", port=_free(), **options)
        made.start()
        running.append(made)
        return int(made.port)

    yield start
    for each in running:
        each.stop()


def _free() -> int:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def mailer(port: int, password: str | None = None, **settings: Any) -> Mailer:
    given = {"host": "127.0.0.1", "security": "none", "sender": "Swell <swell@example.com>", **settings}
    return Mailer(MailSettings(port=port, **given), lambda: password)


def message(to: str = "ada@example.com") -> Message:
    file = File("total.pdf", "application/pdf", b"%PDF-1.7 \x00\xff")
    return compose("Swell <swell@example.com>", to, "Umsatz:\n5 → 6", "Größer →\n.\nEnde\n", START, [file])


def test_a_mail_arrives_as_it_was_written(serve: Callable[..., int], mailbox: Mailbox) -> None:
    sent = message()
    mailer(serve()).send(sent)
    [got] = mailbox.got
    assert (got["From"], got["To"], got["Subject"]) == ("Swell <swell@example.com>", "ada@example.com", "Umsatz: 5 → 6")
    assert got["Message-ID"] == f"<{sent.key}@example.com>"
    assert got["Date"].datetime == START
    body = got.get_body()
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == "Größer →\n.\nEnde\n"
    [file] = got.iter_attachments()
    assert (file.get_filename(), file.get_content()) == ("total.pdf", b"%PDF-1.7 \x00\xff")


def test_refusals_are_final_and_busy_servers_are_asked_again(serve: Callable[..., int], mailbox: Mailbox) -> None:
    port = serve()
    with pytest.raises(RefusedError, match="550 no such mailbox"):
        mailer(port).send(message("nobody@example.com"))
    mailbox.busy = True
    with pytest.raises(UnreachableError, match="451 try later"):
        mailer(port).send(message())
    with pytest.raises(UnreachableError, match="can't be reached"):
        mailer(1).send(message())
    assert mailbox.got == []


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_a_password_is_needed_where_there_is_a_user(serve: Callable[..., int], mailbox: Mailbox) -> None:
    def check(server: Any, session: Any, envelope: Any, mechanism: str, given: Any) -> Any:
        return smtp.AuthResult(success=given.password == b"right", handled=False)

    port = serve(authenticator=check, auth_require_tls=False, auth_required=True)
    mailer(port, "right", user="swell").send(message())
    with pytest.raises(UnreachableError, match="does not take the user and the password"):
        mailer(port, "wrong", user="swell").send(message())
    with pytest.raises(JobsError, match="password is not known"):
        mailer(port, None, user="swell").send(message())
    with pytest.raises(JobsError, match="not sent over an open line"):
        mailer(port, "right", user="swell", host="mail.example.com").send(message())
    assert len(mailbox.got) == 1


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_line_is_encrypted_and_its_certificate_checked(
    serve: Callable[..., int], mailbox: Mailbox, tmp_path: Path, security: str
) -> None:
    certificate, key = _certificate(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    port = serve(ssl_context=context) if security == "tls" else serve(tls_context=context, require_starttls=True)
    with pytest.raises(UnreachableError, match="certificate"):
        mailer(port, security=security).send(message())
    mailer(port, security=security, certificates=str(certificate)).send(message())
    assert len(mailbox.got) == 1


def _certificate(folder: Path) -> tuple[Path, Path]:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    made = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    import ipaddress

    now = dt.datetime.now(dt.UTC)
    built = (
        x509.CertificateBuilder(name, name, made.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(made, hashes.SHA256())
    )
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    certificate.write_bytes(built.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    kind = serialization.PrivateFormat.PKCS8
    key.write_bytes(made.private_bytes(serialization.Encoding.PEM, kind, plain))
    return certificate, key


@pytest.mark.parametrize("settings", [{}, {"host": "x"}, {"host": "x", "sender": "nobody"}])
def test_what_is_missing_is_said(settings: dict[str, str]) -> None:
    with pytest.raises(JobsError, match="does not say how"):
        Mailer(MailSettings(**settings), lambda: None).send(message())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("form", "start", "kind"), [("pdf", b"%PDF", "application/pdf"), ("xlsx", b"PK", "application/vnd")]
)
def test_a_subscription_brings_the_dashboard(
    folder: Path, jobs_of: Callable[..., Jobs], clock: Clock, serve: Callable[..., int], mailbox: Mailbox, form: str,
    start: bytes, kind: str,
) -> None:  # fmt: skip
    _settings(folder, serve())
    recipients = ["ada@example.com", "bob@example.com"]
    every = {"every": "monday", "at": "10:00", "format": form}
    write_file(folder, "subscriptions/weekly", {"dashboard": "stages", "recipients": recipients, **every})
    jobs = jobs_of(folder)
    jobs.scheduler.plan(jobs.schedules())
    clock.pass_(hours=1)
    jobs.scheduler.plan(jobs.schedules())
    [run] = jobs.runs.in_state("waiting")
    found = jobs.scheduler.do(run)
    assert found is not None
    assert (found.job, found.message) == ("subscription weekly", "2 mails to be sent.")
    assert jobs.outbox.deliver() == 2
    assert [each["To"] for each in mailbox.got] == recipients
    for each in mailbox.got:
        [file] = each.iter_attachments()
        assert file.get_content_type().startswith(kind)
        assert file.get_content().startswith(start)
        assert file.get_filename() == f"stages.{form}"


def test_a_subscription_that_is_cut_off_is_not_sent_twice(
    folder: Path, jobs_of: Callable[..., Jobs], clock: Clock, serve: Callable[..., int], mailbox: Mailbox
) -> None:
    _settings(folder, serve())
    write_file(folder, "subscriptions/w", {"dashboard": "stages", "recipients": ["ada@example.com"], "every": "day"})
    jobs = jobs_of(folder)
    first = jobs.scheduler.do(jobs.runs.ask("w", "send w", "test", clock()))
    assert first is not None
    with jobs.runs.database.change() as connection:  # as if it had been killed after the mails were put into the outbox
        connection.execute("update runs set state = 'running', ended = null")
    jobs.scheduler.recover()
    again = jobs.scheduler.do(jobs.runs.in_state("waiting")[0])
    assert again is not None
    assert (again.state, again.origin) == ("done", first.id)
    jobs.outbox.deliver()
    assert len(mailbox.got) == 1
    jobs.scheduler.do(jobs.runs.ask("w", "send w", "test", clock()))
    jobs.outbox.deliver()
    assert len(mailbox.got) == 2


def _settings(folder: Path, port: int) -> None:
    text = f'[mail]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\nsender = "swell@example.com"\n'
    (folder / "swell.toml").write_text(text)


def test_a_subject_begins_no_header_in_code_either() -> None:
    subject = "=?utf-8?q?Sales=0D=0AReply-To:_thief@example.com?="
    made = compose("swell@example.com", "ada@example.com", subject, "", START)
    assert "Reply-To" not in [each.partition(":")[0] for each in made.content.decode().splitlines()]
