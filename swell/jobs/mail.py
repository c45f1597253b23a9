"""E-mail: made as text with files, and handed to a server by SMTP."""

from __future__ import annotations

import datetime as dt
import re
import smtplib
import ssl
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from dashboards.server.loopback import is_loopback
from saql.record import record
from swell.jobs.database import JobsError
from swell.jobs.outbox import Message, RefusedError, UnreachableError
from swell.settings import MailSettings

TIMEOUT = 20.0
PORTS = {"starttls": 587, "tls": 465, "none": 25}
_PERMANENT = 500
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\s]+")


@record
class File:
    """A file that goes with a mail."""

    name: str
    media_type: str
    content: bytes


def compose(
    sender: str, to: str, subject: str, text: str, now: dt.datetime, files: Sequence[File] = (), key: str | None = None
) -> Message:
    """Return a mail, whole, with a key that is its Message-ID: a new one where none is given."""
    key = key or Message.new_key()
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, header_line(subject)[:200]
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<{key}@{parseaddr(sender)[1].partition('@')[2] or 'localhost'}>"
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: absence notes do not answer
    mail.set_content(text, cte="quoted-printable")
    for each in files:
        kind, _, subtype = each.media_type.partition(";")[0].partition("/")
        mail.add_attachment(each.content, maintype=kind, subtype=subtype, filename=each.name)
    return Message(key, "mail", to, mail["Subject"], mail.as_bytes(policy=SMTP))


def header_line(text: str) -> str:
    """Return a text as one line of a header in which nothing is written in code.

    `EmailMessage` reads encoded words (RFC 2047) in what it is given, line breaks in them too, which begin headers.
    """
    return _CONTROLS.sub(" ", text).strip().replace("=?", "= ?")


@record(eq=False)
class Mailer:
    """Sends mail; `password` is asked for when it is needed."""

    settings: MailSettings
    password: Callable[[], str | None]

    @property
    def sender(self) -> str:
        """As whom mail is sent.

        Raises:
            JobsError: the settings do not say, or name no server.
        """
        if not self.settings.host or "@" not in parseaddr(self.settings.sender)[1]:
            hint = 'Write into swell.toml: [mail] host = "smtp.example.com", sender = "Swell <swell@example.com>"'
            raise JobsError("Mail can't be sent: swell.toml does not say how.", hint=hint)
        return self.settings.sender

    def send(self, message: Message) -> None:
        """Hand a mail to the server.

        Raises:
            RefusedError: the server will never take it.
            UnreachableError: it can't be reached, or takes nothing now.
        """
        sender = parseaddr(self.sender)[1]
        host = self.settings.host
        try:
            with self._connected() as server:
                server.sendmail(sender, [message.target], message.content)
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            raise _refusal(host, code, said) from error
        except smtplib.SMTPAuthenticationError as error:  # somebody will mend the password
            raise UnreachableError(f"{host} does not take the user and the password of [mail].") from error
        except smtplib.SMTPResponseException as error:
            raise _refusal(host, error.smtp_code, error.smtp_error) from error
        except (smtplib.SMTPException, OSError) as error:
            raise UnreachableError(f"{host} can't be reached: {error}.") from error

    def _connected(self) -> smtplib.SMTP:
        settings = self.settings
        if settings.security not in PORTS:
            raise JobsError(f"[mail]: security is '{settings.security}'.", hint=f"It is one of: {', '.join(PORTS)}.")
        if settings.user and settings.security == "none" and not is_loopback(settings.host):
            raise JobsError("[mail]: a password is not sent over an open line.", hint='Set security = "starttls".')
        port = settings.port or PORTS[settings.security]
        if settings.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(settings.host, port, timeout=TIMEOUT, context=self._trust())
        else:
            server = smtplib.SMTP(settings.host, port, timeout=TIMEOUT)
        try:
            if settings.security == "starttls":
                server.starttls(context=self._trust())
            self._sign_in(server)
        except BaseException:
            server.close()
            raise
        return server

    def _sign_in(self, server: smtplib.SMTP) -> None:
        if not self.settings.user:
            return
        password = self.password()
        if password is None:
            raise JobsError("[mail]: the password is not known.", hint="Set it: swell mail password")
        server.login(self.settings.user, password)

    def _trust(self) -> ssl.SSLContext:
        trust = ssl.create_default_context()
        if self.settings.certificates:
            trust.load_verify_locations(self.settings.certificates)
        return trust


def _refusal(host: str, code: int, said: bytes | str) -> RefusedError | UnreachableError:
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    kind = RefusedError if code >= _PERMANENT else UnreachableError
    return kind(f"{host} said {code} {' '.join(text.split())[:300]}")
