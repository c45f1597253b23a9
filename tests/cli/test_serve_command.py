"""The socket that `swell serve` listens on."""

import socket

import click
import pytest

from swell.cli.serve import listen


def test_answers_are_sent_at_once() -> None:
    """asyncio sets TCP_NODELAY only on connections of a socket that says that it is TCP; on others answers wait."""
    with listen("127.0.0.1", _free(), "--port") as listener:
        assert listener.proto == socket.IPPROTO_TCP


def test_a_busy_port_is_said_with_the_next_free_one() -> None:
    with listen("127.0.0.1", _free(), "--port") as listener:
        port = listener.getsockname()[1]
        with pytest.raises(click.UsageError, match=rf"Port {port} .*is free: --port \d+"):
            listen("127.0.0.1", port, "--port")


def _free() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])
