"""Messages as files that a person opens in a mail program, reads and sends: `X-Unsent` makes them drafts there.

Swell sends none of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from pathlib import Path

from engine.disk import replace_flushed
from swell.acting.exports import shown
from swell.acting.ledger import Outcome
from swell.acting.plan import Deed, Mail
from swell.jobs.mail import header_line

_OTHER = re.compile(r"[^A-Za-z0-9]+")


def messages(deeds: Sequence[Deed], keys: Mapping[str, str], folder: Path) -> Iterator[Mapping[str, Outcome]]:
    """Write a file for each message.

    Args:
        deeds: the messages.
        keys: the keys of their records, by the ids of the deeds; files are named after them.
        folder: where to.
    """
    found: dict[str, Outcome] = {}
    for number, deed in enumerate(deeds, 1):
        if not isinstance(deed.content, Mail):
            continue
        word = _OTHER.sub("_", keys[deed.id])[:40].strip("_")
        file = folder / f"{number:04}_{word}.eml"
        replace_flushed(file, draft(deed.content))
        found[deed.id] = Outcome(shown(file))
    yield found


def draft(mail: Mail) -> bytes:
    """Return a message as a file of a mail program, not sent yet (RFC 5322)."""
    made = EmailMessage(policy=SMTP if mail.to.isascii() else SMTPUTF8)  # an address has no other way (RFC 6532)
    made["X-Unsent"] = "1"
    made["Subject"] = header_line(mail.subject)
    made["To"] = mail.to
    made.set_content(mail.text, cte="quoted-printable")
    return made.as_bytes()
