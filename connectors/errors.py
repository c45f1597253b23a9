"""What can go wrong between Swell and a CRM. None of them changes what was published before.

ConnectorError
  LoginError            the CRM does not let us in; nothing more can be read
  UnreachableError      no answer, after all retries
  LimitError            the CRM allows no more calls for now; what was read so far is kept
  ObjectRefusedError    one object can't be read (permission, edition, kind); the others can
  AnswerError           an answer that makes no sense: not the rows that were announced, not the format
  SchemaChangedError    a field went away since the object was described; describe it again
  ResumeLostError       what a checkpoint speaks of is gone; read the object from its start
  DeletionsUnknownError the CRM can't say what was deleted in a time; compare the keys
  ConnectionSettingError a setting of a connection is missing or makes no sense
"""

from __future__ import annotations

import datetime as dt

from engine.errors import SwellError


class ConnectorError(SwellError):
    """Any error of a CRM or of the way to it. No message holds a token, a query or a record."""


class LoginError(ConnectorError):
    """The CRM refuses the credentials, or the access that they gave has ended."""


class UnreachableError(ConnectorError):
    """The CRM does not answer, or answers that it can't, after all retries."""


class LimitError(ConnectorError):
    """The CRM allows no more calls for now.

    Args:
        message: which limit it is.
        hint: what to do.
        resets: when it allows calls again, where that is known; with a zone.
    """

    def __init__(self, message: str, *, hint: str | None = None, resets: dt.datetime | None = None) -> None:
        super().__init__(message, hint=hint)
        self.resets = resets


class ObjectRefusedError(ConnectorError):
    """An object can't be read with this login; the others can."""


class AnswerError(ConnectorError):
    """An answer is not what was announced, or not in its format, after all retries."""


class SchemaChangedError(ConnectorError):
    """A field went away, or changed, since the object was described."""


class ResumeLostError(ConnectorError):
    """The CRM no longer has what a checkpoint speaks of: the object has to be read from its start."""


class DeletionsUnknownError(ConnectorError):
    """The CRM can't say what was deleted in a time: only to compare all keys can."""


class ConnectionSettingError(ConnectorError):
    """A setting of a connection is missing, or makes no sense."""
