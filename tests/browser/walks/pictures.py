"""Pictures of dashboards as texts: where each widget stands, and the mean colours of the cells of each chart.

Letters are left out (`letters.js`), so that the texts hold on machines with other fonts. A text is a line for each
widget, `name left,top width x height`, and for charts a line for each row of cells: runs of `colour:length`.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
LETTERS = (HERE / "letters.js").read_text("utf-8")
REGIONS = (HERE / "regions.js").read_text("utf-8")
MEANS = (HERE / "means.js").read_text("utf-8")
COLUMNS, ROWS = 32, 24
FAR = 2
"""Steps of sixteen by which a colour may differ: what is smoothed at edges differs between versions of the browser."""
MOST = 4
"""Cells of a chart that may differ by more."""
MOVED = 4
"""px by which a widget may stand elsewhere."""

Box = tuple[int, ...]
Cells = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Region:
    """A widget in a picture; `cells` are the colours of a chart."""

    box: Box
    cells: Cells | None

    @classmethod
    def parse(cls, head: str, lines: list[str]) -> "Region":
        numbers = head.replace(",", " ").replace("x", " ").split()
        cells = tuple(tuple(cell for run in line.split() for cell in unrolled(run)) for line in lines)
        return cls(tuple(int(each) for each in numbers), cells or None)

    def text(self) -> str:
        left, top, width, height = self.box
        lines = [
            "  " + " ".join(f"{color}:{len(list(run))}" for color, run in groupby(line)) for line in self.cells or ()
        ]
        return "\n".join([f"{left},{top} {width}x{height}", *lines])


def unrolled(run: str) -> list[str]:
    color, length = run.split(":")
    return [color] * int(length)


Picture = Mapping[str, Region]


def take(page: Any, easel: Any) -> Picture:
    """Return the picture of the dashboard on a page; `easel` is a page that is free for the reckoning."""
    found = page.evaluate(REGIONS)
    shot = base64.b64encode(page.screenshot(animations="disabled", caret="hide")).decode()
    charts = [canvas for _, _, canvas in found if canvas]
    means = iter(easel.evaluate(MEANS, [shot, charts, COLUMNS, ROWS]))
    return {
        name: Region(tuple(box), tuple(tuple(line) for line in next(means)) if canvas else None)
        for name, box, canvas in found
    }


def differences(before: Picture, after: Picture) -> list[str]:
    """Say of each widget that looks different what differs."""
    found = [f"{name} is gone" for name in before if name not in after]
    found += [f"{name} is new" for name in after if name not in before]
    for name, old in before.items():
        new = after.get(name, old)
        if any(abs(one - other) > MOVED for one, other in zip(old.box, new.box, strict=True)):
            found.append(f"{name} stands at {new.box}, not {old.box}")
        elif (old.cells is None) is not (new.cells is None):
            found.append(f"{name} is drawn otherwise")
        elif old.cells and new.cells and (count := far_cells(old.cells, new.cells)) > MOST:
            found.append(f"{name} differs in {count} of {COLUMNS * ROWS} cells")
    return found


def far_cells(old: Cells, new: Cells) -> int:
    pairs = [pair for lines in zip(old, new, strict=True) for pair in zip(*lines, strict=True)]
    return sum(max(abs(int(a, 16) - int(b, 16)) for a, b in zip(*pair, strict=True)) > FAR for pair in pairs)


def write(pictures: Mapping[str, Picture]) -> str:
    """Return pages of a dashboard as the text of a file."""
    return "\n".join(
        f"# {page}\n" + "".join(f"{name} {region.text()}\n" for name, region in sorted(picture.items()))
        for page, picture in pictures.items()
    )


def read(text: str) -> dict[str, Picture]:
    """Return the pages that are in the text of a file."""
    pages: dict[str, dict[str, Region]] = {}
    for part in text.split("# ")[1:]:
        page, _, body = part.partition("\n")
        entries = body.strip().replace("\n  ", "\t").split("\n")
        pages[page] = {}
        for entry in entries:
            head, *lines = entry.split("\t")
            name, _, box = head.partition(" ")
            pages[page][name] = Region.parse(box, lines)
    return dict(pages)
