"""A real HTTP/1.1 server on loopback for stand-ins: keep-alive, gzip, streams, TLS, faults, and a log of the calls."""

from __future__ import annotations

import contextlib
import datetime as dt
import gzip
import socket
import ssl
import struct
import tempfile
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qs, unquote, unquote_plus, urlsplit

from connectors.standins.certificate import write_certificate
from connectors.standins.faults import Faults
from connectors.standins.messages import FileSlice, Handler, Request, Response, fault_response

_WORTH_ZIPPING = 1_000
_PIECE = 1 << 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A line of the log. `status` is 0 where the connection was reset before an answer."""

    method: str
    path: str
    status: int


class HttpServer:
    """A server in a thread of its own, with one more for each connection. It starts when it is made.

    Args:
        respond: answers a request; called by many threads at a time.
        faults: what goes wrong, and when.
        now: the clock that the Date header shows.
        port: the port on 127.0.0.1; 0 takes a free one.
        tls: whether it speaks TLS, with a certificate of its own that `certificate` names.
    """

    def __init__(
        self, respond: Handler, *, faults: Faults, now: Callable[[], dt.datetime], port: int = 0, tls: bool = False
    ) -> None:
        self._respond = respond
        self._faults = faults
        self._calls: list[Call] = []
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._folder = tempfile.TemporaryDirectory() if tls else None
        self.certificate: Path | None = None
        self.now = now
        self._listener = _Listener(("127.0.0.1", port), self)
        if self._folder is not None:
            self.certificate, key = write_certificate(Path(self._folder.name))
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self.certificate, key)
            # The handshake is left to the thread of each connection: one that waits must not hold up the others.
            self._listener.socket = context.wrap_socket(
                self._listener.socket, server_side=True, do_handshake_on_connect=False
            )
        self.url = f"{'https' if tls else 'http'}://{'localhost' if tls else '127.0.0.1'}:{self._listener.server_port}"
        self._thread = threading.Thread(target=self._listener.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop, close every connection, and forget the certificate."""
        self._stopping.set()
        self._listener.shutdown()
        self._thread.join()
        self._listener.server_close()
        self._listener.close_connections()
        if self._folder is not None:
            self._folder.cleanup()

    def calls(self) -> tuple[Call, ...]:
        """Return the log: every request so far, in the order in which they were answered."""
        with self._lock:
            return tuple(self._calls)

    def forget_calls(self) -> None:
        """Begin the log anew."""
        with self._lock:
            self._calls.clear()

    def log(self, request: Request, status: int) -> None:
        """Put a call into the log."""
        with self._lock:
            self._calls.append(Call(method=request.method, path=request.path, status=status))

    def answer(self, request: Request) -> Response | None:
        """Return the answer to a request with its fault; None where the connection is to be reset."""
        fault = request.fault
        if fault is not None and fault.kind == "slow":
            self._stopping.wait(fault.seconds)
        if fault is not None and fault.kind == "reset":
            return None
        return fault_response(fault) if fault is not None and fault.kind == "status" else self._respond(request)

    def request(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Request:
        """Return a request as a record, with the fault that it meets."""
        split = urlsplit(target)
        path = unquote(split.path)
        text = unquote_plus(split.query) + "\n" + body.decode(errors="replace")
        return Request(
            method=method,
            target=target,
            path=path,
            query=parse_qs(split.query, keep_blank_values=True),
            headers=headers,
            body=body,
            fault=self._faults.take(method, path, text),
        )


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], site: HttpServer) -> None:
        self.site = site
        self._open: set[socket.socket] = set()
        self._open_lock = threading.Lock()
        super().__init__(address, _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._open_lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._open_lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a client that went away; anything else is a defect of the stand-in and is shown."""
        import sys

        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)

    def close_connections(self) -> None:
        """End the connections that clients keep alive: their threads end with them."""
        with self._open_lock:
            for each in self._open:
                with contextlib.suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def date_time_string(self, timestamp: float | None = None) -> str:
        """Return the Date header by the stand-in's own clock."""
        at = self._site.now() if timestamp is None else dt.datetime.fromtimestamp(timestamp, dt.UTC)
        return format_datetime(at.astimezone(dt.UTC), usegmt=True)

    def version_string(self) -> str:
        return "stand-in"

    def log_message(self, format: str, *args: Any) -> None:
        """Write nothing: `HttpServer.calls` is the log."""

    @property
    def _site(self) -> HttpServer:
        return cast(_Listener, self.server).site

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = self._site.request(self.command, self.path, headers, body)
        response = self._site.answer(request)
        if response is None:
            self._site.log(request, 0)
            self._reset()
            return
        self._site.log(request, response.status)
        self._send(request, response)

    def _send(self, request: Request, response: Response) -> None:
        response = _zipped(request, response)
        body = response.body
        self.send_response(response.status)
        for name, value in response.headers.items():
            self.send_header(name, value)
        if isinstance(body, bytes | FileSlice):
            self.send_header("Content-Length", str(len(body) if isinstance(body, bytes) else body.length))
            pieces = iter((body,)) if isinstance(body, bytes) else _file_pieces(body)
        else:
            self.send_header("Transfer-Encoding", "chunked")
            pieces = _chunks(body)
        cut = request.fault.bytes if request.fault is not None and request.fault.kind == "cut" else None
        if cut is not None:
            pieces = _first_bytes(pieces, cut)
        self._write(b"" if request.method == "HEAD" else next(pieces, b""))
        if request.method != "HEAD":
            for piece in pieces:
                self.wfile.write(piece)
        if cut is not None:
            self._reset()

    def _write(self, first: bytes) -> None:
        """Send the headers and the first piece of the body in one go."""
        self._headers_buffer: list[bytes]
        self._headers_buffer += [b"\r\n", first]
        self.flush_headers()

    def _reset(self) -> None:
        """Close the connection so that the client sees a reset, not an end."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.rfile.close()
        self.connection.close()


for _method in ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"):
    setattr(_Handler, f"do_{_method}", _Handler._serve)


def _zipped(request: Request, response: Response) -> Response:
    """Return the answer with its body in gzip, where the client reads it and it is worth it."""
    body = response.body
    if not request.accepts_gzip() or "Content-Encoding" in response.headers or isinstance(body, FileSlice):
        return response
    if isinstance(body, bytes):
        if len(body) < _WORTH_ZIPPING:
            return response
        zipped: bytes | Iterable[bytes] = gzip.compress(body, compresslevel=1, mtime=0)
    else:
        zipped = _zip(body)
    return Response(status=response.status, headers={**response.headers, "Content-Encoding": "gzip"}, body=zipped)


def _zip(pieces: Iterable[bytes]) -> Iterator[bytes]:
    zipper = zlib.compressobj(level=1, wbits=31)
    for piece in pieces:
        yield zipper.compress(piece)
    yield zipper.flush()


def _chunks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield pieces as chunks of a body whose length nobody knows beforehand."""
    for piece in pieces:
        if piece:
            yield b"%x\r\n%b\r\n" % (len(piece), piece)
    yield b"0\r\n\r\n"


def _file_pieces(piece: FileSlice) -> Iterator[bytes]:
    with piece.path.open("rb") as file:
        file.seek(piece.start)
        left = piece.length
        while left > 0 and (data := file.read(min(left, _PIECE))):
            left -= len(data)
            yield data


def _first_bytes(pieces: Iterable[bytes], count: int) -> Iterator[bytes]:
    for piece in pieces:
        if count <= 0:
            return
        yield piece[:count]
        count -= len(piece)
