"""The font of exported files, Inter (SIL Open Font License, beside), and how wide its characters are."""

from __future__ import annotations

import functools
import struct
from pathlib import Path

FAMILY = "Inter"
FOLDER = Path(__file__).parent
_LAST = 0x2300
"""Characters from here on are rare on dashboards, and have a width that is assumed."""


@functools.cache
def advances() -> dict[str, dict[str, int]]:
    """Return the widths of characters in thousandths of the font's size, for the regular and the bold weight."""
    return {"regular": _advances(FOLDER / "Inter-Regular.ttf"), "bold": _advances(FOLDER / "Inter-SemiBold.ttf")}


def _advances(file: Path) -> dict[str, int]:
    """Read the tables `head`, `hhea`, `hmtx` and `cmap` (format 4) of a TrueType font, as OpenType 1.9 has them."""
    data = file.read_bytes()
    count = struct.unpack_from(">H", data, 4)[0]
    entries = (struct.unpack_from(">4sIII", data, 12 + 16 * each) for each in range(count))
    tables = {tag: start for tag, _, start, _ in entries}
    units = struct.unpack_from(">H", data, tables[b"head"] + 18)[0]
    metrics = struct.unpack_from(">H", data, tables[b"hhea"] + 34)[0]
    widths = struct.unpack_from(">" + "Hh" * metrics, data, tables[b"hmtx"])[::2]
    glyphs = _glyphs(data, tables[b"cmap"])
    return {chr(code): round(widths[min(glyph, metrics - 1)] * 1000 / units) for code, glyph in glyphs.items()}


def _glyphs(data: bytes, start: int) -> dict[int, int]:
    """Return the glyphs by code point."""
    count = struct.unpack_from(">H", data, start + 2)[0]
    offsets = [struct.unpack_from(">HHI", data, start + 4 + 8 * each)[2] for each in range(count)]
    table = next(start + each for each in offsets if struct.unpack_from(">H", data, start + each)[0] == 4)
    doubled = struct.unpack_from(">H", data, table + 6)[0]
    segments = doubled // 2
    ends = struct.unpack_from(f">{segments}H", data, table + 14)
    starts = struct.unpack_from(f">{segments}H", data, table + 16 + doubled)
    deltas = struct.unpack_from(f">{segments}H", data, table + 16 + 2 * doubled)
    ranges = table + 16 + 3 * doubled
    found = {}
    for place, (first, last) in enumerate(zip(starts, ends, strict=True)):
        offset = struct.unpack_from(">H", data, ranges + 2 * place)[0]
        for code in range(first, min(last, _LAST) + 1):
            if offset == 0:
                glyph = (code + deltas[place]) & 0xFFFF
            else:
                glyph = struct.unpack_from(">H", data, ranges + 2 * place + offset + 2 * (code - first))[0]
                glyph = (glyph + deltas[place]) & 0xFFFF if glyph else 0
            if glyph:
                found[code] = glyph
    return found
