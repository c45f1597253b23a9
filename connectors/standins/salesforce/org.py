"""What an organisation is set up as: who may log in, how large pages are, how many calls there are."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Org:
    """The settings of a stand-in.

    Args:
        client_id: the consumer key of its one app.
        client_secret: the app's secret.
        username: the one user.
        password: the user's password.
        security_token: what a SOAP login wants after the password.
        public_key: the app's certificate or public key (PEM), with which JWTs are checked; None refuses JWTs.
        refresh_token: the refresh token that is good at first.
        rotate_refresh_tokens: whether each use of a refresh token brings a new one and ends the old one.
        session_id: an access token that is good from the start until `end_sessions`.
        session_seconds: how long access tokens that a login brings last, by the stand-in's clock.
        page_size: the most records of an answer to a query over REST; 2,000 at most.
        bulk_page_size: the records of a page of a bulk result where `maxRecords` says nothing.
        polls: how often a bulk job says InProgress before it says JobComplete.
        crlf: whether lines of a bulk result end in CR LF; jobs may also ask for it.
        nul_bytes: whether texts in bulk results end in a NUL byte, as defective data does.
        not_in_bulk: objects that the Bulk API does not know.
        gzip: whether answers are zipped for clients that accept it; False where only the client is measured.
        daily_calls: how many calls of the API there are in a day; beyond, REQUEST_LIMIT_EXCEEDED.
        deleted_ids: how many ids one answer of getDeleted may have; beyond, EXCEEDED_ID_LIMIT.
    """

    client_id: str = "stand-in-client"
    client_secret: str = "stand-in-secret"
    username: str = "admin@merrova.example"
    password: str = "stand-in-password"
    security_token: str = "stand-in-token"
    public_key: str | None = None
    refresh_token: str = "stand-in-refresh-token"
    rotate_refresh_tokens: bool = False
    session_id: str = "00D000000000001!stand-in-session"
    session_seconds: int = 7_200
    page_size: int = 2_000
    bulk_page_size: int = 100_000
    polls: int = 1
    crlf: bool = False
    nul_bytes: bool = False
    not_in_bulk: frozenset[str] = frozenset({"CaseStatus", "TaskStatus", "RecordTypeLocalization"})
    gzip: bool = True
    daily_calls: int = 100_000
    deleted_ids: int = 600_000
