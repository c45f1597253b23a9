"""Charts in characters: lying and standing bars of blocks, lines of dots."""

from __future__ import annotations

from collections.abc import Sequence

from dashboards.export.terminal.canvas import Box, Canvas, padded, text_width
from dashboards.export.terminal.matrix import Matrix, Series
from dashboards.formats import compact_text
from dashboards.locale import Locale

MUTED = "muted"
_EIGHTHS = " ▏▎▍▌▋▊▉█"
_RISING = " ▁▂▃▄▅▆▇█"
_FILLS = "█▓▒░"
"""What tells the parts of a bar apart where there are no colours."""

_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""Bits of the braille patterns from U+2800, by line and column of the dot (Unicode 16, chapter 21)."""


def style_of(number: int) -> str:
    """Return the style of the n-th series; there are eight."""
    return f"series{number % 8}"


def draw_bars(canvas: Canvas, box: Box, chart: Matrix, *, stacked: bool) -> None:
    """Draw lying bars, a category a line or, for several series, a line for each; what does not fit is counted."""
    several = len(chart.series) > 1
    each = 1 if stacked or not several else len(chart.series)
    room = box.height - (1 if several else 0)
    shown = len(chart.categories)
    if shown * each > room:
        shown = max(1, (room - 1) // each)
    labels = min(max(map(text_width, chart.categories[:shown]), default=0), box.width // 3)
    largest = max((abs(value) for value in _lengths(chart, stacked)), default=0) or 1
    texts = [_text(value, chart.series[0].pattern, chart.locale) for value in _lengths(chart, stacked)]
    bar = max(1, box.width - labels - max(map(len, texts), default=0) - 2)
    for place in range(shown):
        top = box.top + place * each
        canvas.put(box.left, top, padded(chart.categories[place], labels, right=True), MUTED)
        left = box.left + labels + 1
        if stacked:
            total = _stack(canvas, left, top, [one.values[place] for one in chart.series], bar / largest)
            text = _text(sum(one.values[place] or 0 for one in chart.series), chart.series[0].pattern, chart.locale)
            canvas.put(left + total + 1, top, text)
            continue
        for line, one in enumerate(chart.series):
            value = one.values[place]
            drawn = _bar(abs(value or 0) * bar / largest)
            canvas.put(left, top + line, drawn, style_of(line))
            canvas.put(left + len(drawn) + 1, top + line, _text(value, one.pattern, chart.locale))
    if shown < len(chart.categories):
        canvas.put(box.left, box.top + shown * each, f"… {len(chart.categories) - shown} more", MUTED, box.width)
    if several:
        _legend(canvas, box, [one.name for one in chart.series], fills=stacked)


def _lengths(chart: Matrix, stacked: bool) -> list[float]:
    if not stacked:
        return [value or 0 for one in chart.series for value in one.values]
    return [sum(abs(one.values[place] or 0) for one in chart.series) for place in range(len(chart.categories))]


def _stack(canvas: Canvas, left: int, top: int, values: Sequence[float | None], scale: float) -> int:
    """Draw the parts of a bar; return how long it is."""
    reached, drawn = 0.0, 0
    for number, value in enumerate(values):
        reached += abs(value or 0) * scale
        length = round(reached) - drawn
        canvas.put(left + drawn, top, _FILLS[number % len(_FILLS)] * length, style_of(number))
        drawn += length
    return drawn


def _bar(length: float) -> str:
    eighths = max(1, round(length * 8)) if length > 0 else 0
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


def draw_columns(canvas: Canvas, box: Box, chart: Matrix) -> None:
    """Draw standing bars of the first series, with the largest value above and the first and last category below."""
    one = chart.series[0]
    wide = max(1, box.width // max(1, len(one.values)))
    shown = min(len(one.values), box.width // wide)
    largest = max((abs(value or 0) for value in one.values), default=0) or 1
    height = max(1, box.height - 2)
    canvas.put(box.left, box.top, _text(largest, one.pattern, chart.locale), MUTED)
    for place in range(shown):
        eighths = round(abs(one.values[place] or 0) / largest * height * 8)
        for line in range(height):
            part = min(8, max(0, eighths - line * 8))
            text = _RISING[part] * max(1, wide - 1)
            canvas.put(box.left + place * wide, box.top + height - line, text, style_of(0))
    _ends(canvas, box, chart.categories[:shown])


def draw_lines(canvas: Canvas, box: Box, chart: Matrix) -> None:
    """Draw lines of dots, two by four in a character, with the ends of both axes."""
    values = [value for one in chart.series for value in one.values if value is not None]
    if not values:
        return
    low, high = min(0.0, *values), max(0.0, *values)
    pattern = chart.series[0].pattern
    labels = max(len(_text(low, pattern, chart.locale)), len(_text(high, pattern, chart.locale)))
    several = len(chart.series) > 1
    plot = Box(box.left + labels + 1, box.top, box.width - labels - 1, box.height - 1 - several)
    if plot.width < 2 or plot.height < 1:
        return
    canvas.put(box.left, plot.top, padded(_text(high, pattern, chart.locale), labels, right=True), MUTED)
    if plot.height > 1:
        canvas.put(
            box.left, plot.top + plot.height - 1, padded(_text(low, pattern, chart.locale), labels, right=True), MUTED
        )
    for number, one in enumerate(chart.series):
        _line(canvas, plot, one, (low, high if high > low else low + 1), style_of(number))
    _ends(canvas, Box(plot.left, plot.top, plot.width, plot.height + 1), chart.categories)
    if several:
        _legend(canvas, box, [one.name for one in chart.series], fills=False)


def _line(canvas: Canvas, plot: Box, one: Series, span: tuple[float, float], style: str) -> None:
    low, high = span
    width, height = plot.width * 2 - 1, plot.height * 4 - 1
    step = width / max(1, len(one.values) - 1)
    dots = [
        None if value is None else (round(place * step), round((high - value) / (high - low) * height))
        for place, value in enumerate(one.values)
    ]
    cells: dict[tuple[int, int], int] = {}
    for first, second in zip(dots, [*dots[1:], None], strict=True):
        for x, y in () if first is None else _between(first, second or first):
            cells[x // 2, y // 4] = cells.get((x // 2, y // 4), 0) | _DOTS[y % 4][x % 2]
    for (x, y), bits in cells.items():
        canvas.put(plot.left + x, plot.top + y, chr(0x2800 + bits), style)


def _between(first: tuple[int, int], second: tuple[int, int]) -> list[tuple[int, int]]:
    steps = max(abs(second[0] - first[0]), abs(second[1] - first[1]), 1)
    return [
        (
            round(first[0] + (second[0] - first[0]) * each / steps),
            round(first[1] + (second[1] - first[1]) * each / steps),
        )
        for each in range(steps + 1)
    ]


def _ends(canvas: Canvas, box: Box, categories: Sequence[str]) -> None:
    line, half = box.top + box.height - 1, box.width // 2
    canvas.put(box.left, line, categories[0] if categories else "", MUTED, half - 1)
    if len(categories) > 1:
        last = padded(categories[-1], half, right=True)
        canvas.put(box.left + box.width - half, line, last, MUTED)


def _legend(canvas: Canvas, box: Box, names: Sequence[str], *, fills: bool) -> None:
    left, line = box.left, box.top + box.height - 1
    for number, name in enumerate(names):
        room = box.left + box.width - left
        if room < 5:
            return
        canvas.put(left, line, _FILLS[number % len(_FILLS)] if fills else "■", style_of(number))
        canvas.put(left + 2, line, name, MUTED, room - 2)
        left += text_width(name) + 4


def _text(value: float | None, pattern: str | None, locale: Locale) -> str:
    return "–" if value is None else compact_text(value, pattern, locale)  # noqa: RUF001  # as the page writes it
