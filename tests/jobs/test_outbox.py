"""What is to be sent is sent once, tried again, and given up in the end."""

from pathlib import Path

import pytest

from swell.jobs.claims import Claims
from swell.jobs.database import Database
from swell.jobs.outbox import PAUSES, Message, Outbox, RefusedError, UnreachableError, put

from .conftest import Clock


class Receiver:
    """Takes messages, unless it is told to fail."""

    def __init__(self) -> None:
        self.got: list[str] = []
        self.fails: Exception | None = None

    def __call__(self, message: Message) -> None:
        if self.fails is not None:
            raise self.fails
        self.got.append(message.key)


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


@pytest.fixture
def outbox(tmp_path: Path, receiver: Receiver, clock: Clock) -> Outbox:
    return Outbox(Database(tmp_path / "jobs.sqlite"), Claims(tmp_path), {"mail": receiver, "webhook": receiver}, clock)


def want(outbox: Outbox, clock: Clock, key: str = "k1") -> None:
    with outbox.database.change() as connection:
        put(connection, Message(key, "mail", "ada@example.com", "Total", b"text"), clock())


def test_a_message_is_sent_once(outbox: Outbox, receiver: Receiver, clock: Clock) -> None:
    assert outbox.deliver() == 0
    want(outbox, clock)
    want(outbox, clock)
    assert outbox.deliver() == 1
    assert outbox.deliver() == 0
    want(outbox, clock)
    assert outbox.deliver() == 0
    assert receiver.got == ["k1"]
    assert [each.state for each in outbox.latest()] == ["sent"]


def test_what_is_sent_does_not_stay(outbox: Outbox, clock: Clock) -> None:
    want(outbox, clock)
    outbox.deliver()
    assert outbox.database.read("select content from outbox")[0]["content"] is None
    clock.pass_(days=31)
    want(outbox, clock, "k2")
    outbox.deliver()
    assert len(outbox.latest()) == 1


def test_it_is_tried_again_after_longer_and_longer_pauses(outbox: Outbox, receiver: Receiver, clock: Clock) -> None:
    want(outbox, clock)
    receiver.fails = UnreachableError("The line is down.")
    for number, pause in enumerate(PAUSES, 1):
        assert outbox.deliver() == 0
        assert (outbox.latest()[0].tries, outbox.latest()[0].state) == (number, "waiting")
        clock.pass_(seconds=pause - 1)
        outbox.deliver()
        assert outbox.latest()[0].tries == number
        clock.pass_(seconds=1)
    outbox.deliver()
    assert (outbox.latest()[0].state, outbox.latest()[0].problem) == ("failed", "The line is down.")
    clock.pass_(days=1)
    receiver.fails = None
    assert outbox.deliver() == 0


def test_a_refusal_is_final_and_a_mistake_of_ours_stops_nothing(
    outbox: Outbox, receiver: Receiver, clock: Clock
) -> None:
    want(outbox, clock)
    receiver.fails = RefusedError("There is no such mailbox.")
    outbox.deliver()
    assert outbox.latest()[0].state == "failed"
    want(outbox, clock, "k2")
    receiver.fails = ZeroDivisionError("4711")
    outbox.deliver()
    assert outbox.latest()[0].state == "waiting"
    assert "4711" not in outbox.latest()[0].problem


def test_a_process_that_is_killed_after_sending_sends_again_under_the_same_key(
    outbox: Outbox, receiver: Receiver, clock: Clock
) -> None:
    want(outbox, clock)

    class Killed(BaseException):
        pass

    def killed(message: Message) -> None:
        receiver(message)
        raise Killed

    with pytest.raises(Killed):
        Outbox(outbox.database, outbox.claims, {"mail": killed}, clock).deliver()
    assert outbox.deliver() == 1
    assert receiver.got == ["k1", "k1"]


def test_one_process_sends_at_a_time(outbox: Outbox, receiver: Receiver, clock: Clock) -> None:
    want(outbox, clock)
    with outbox.claims.claim("outbox") as free:
        assert free
        assert outbox.deliver() == 0
    assert outbox.deliver() == 1


def test_the_log_does_not_hold_what_opens_a_webhook(
    outbox: Outbox, receiver: Receiver, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    with outbox.database.change() as connection:
        put(
            connection,
            Message("k1", "webhook", "https://ada:s3cret@hooks.example.com/s3cret?a=s3cret", "T", b""),
            clock(),
        )
    receiver.fails = UnreachableError("no")
    outbox.deliver()
    assert "T to https://hooks.example.com/…: no" in caplog.text
    assert "s3cret" not in caplog.text
