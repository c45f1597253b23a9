"""PNG files: their size, and that something is on them."""

import struct
import zlib
from collections.abc import Callable

import pytest

Export = Callable[..., bytes]


def size(file: bytes) -> tuple[int, int]:
    assert file.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", file[16:24])
    return width, height


def test_pixels_are_those_of_the_page_by_the_scale(export: Export) -> None:
    width, height = size(export("png", width=1000, scale=1))

    assert (width, height) == pytest.approx((1000, 54 + 9 * 48 - 4 + 24), abs=2)
    assert size(export("png", width=1000, scale=2))[0] == 2 * width


def test_the_first_colours_are_there(export: Export) -> None:
    file = export("png", widget="bars", scale=1)

    assert bytes.fromhex("2f6bd8") in pixels(file)


def pixels(file: bytes) -> bytes:
    """The bytes of a PNG of eight bits a colour, its filters undone (PNG 3, chapter 9)."""
    width, height = size(file)
    depth = {2: 3, 6: 4}[file[25]]
    packed, place = b"", 8
    while place < len(file):
        length, kind = struct.unpack(">I4s", file[place : place + 8])
        packed += file[place + 8 : place + 8 + length] if kind == b"IDAT" else b""
        place += length + 12
    raw, above, found = zlib.decompress(packed), bytearray(width * depth), bytearray()
    for row in range(height):
        start = row * (width * depth + 1)
        line = bytearray(raw[start + 1 : start + 1 + width * depth])
        undo(raw[start], line, above, depth)
        found += b"".join(bytes(line[at : at + 3]) for at in range(0, len(line), depth))
        above = line
    return bytes(found)


def undo(kind: int, line: bytearray, above: bytearray, depth: int) -> None:
    for at in range(len(line)):
        left = line[at - depth] if at >= depth else 0
        corner = above[at - depth] if at >= depth else 0
        guess = left + above[at] - corner
        nearest = min((left, above[at], corner), key=lambda each: abs(guess - each))
        line[at] = (line[at] + (0, left, above[at], (left + above[at]) // 2, nearest)[kind]) & 255
