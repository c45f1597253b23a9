"""Swell against its peers on fourteen questions: `python -m benchmarks`. See docs/performance.md."""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
import tempfile
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

import pyarrow as pa

from benchmarks.answers import DisagreementError, agree
from benchmarks.bars import BARS
from benchmarks.bars import measure as measure_bar
from benchmarks.data import SEED, make
from benchmarks.engines import ENGINES, SWELL, load
from benchmarks.engines.engine import THREADS
from benchmarks.machine import Others, bandwidth, describe
from benchmarks.protocol import measure
from benchmarks.questions import QUESTIONS
from benchmarks.report import Report, growth

UNITS = {"k": 1_000, "m": 1_000_000}
LARGE = 50_000_000
TOO_MUCH_MEMORY = ("pandas", "acero")
"""Engines that are left out where all of them would not fit into the memory of a common machine."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Check all answers, then time them; print a table for each size."""
    options = _parser().parse_args(arguments)
    pa.set_cpu_count(THREADS)
    pa.set_io_thread_count(THREADS)
    if options.without_c:
        from benchmarks.engines.swell import use_numpy_kernels

        use_numpy_kernels()
    machine = describe()
    speed = bandwidth()
    print(f"{machine}\nmemory is read at {speed:.1f} GB/s by {THREADS} threads\n", flush=True)
    sizes = [each for each in (*options.rows, LARGE if options.large else 0) if each]
    try:
        reports = [compare(size, options, speed) for size in sizes]
    except DisagreementError as error:
        print(error, file=sys.stderr)
        return 1
    if len(reports) > 1:
        print(growth(reports))
    figures = {}
    for each in options.bars:
        figures[each] = measure_bar(each, options.folder)
        print(f"{each}: {json.dumps(figures[each])}", flush=True)
    if options.json:
        sizes_written = [each.json() for each in reports]
        written = {"machine": machine, "bandwidth_gb_s": speed, "sizes": sizes_written, "bars": figures}
        options.json.write_text(json.dumps(written, indent=1), "utf-8")
    return 0


def compare(rows: int, options: argparse.Namespace, speed: float) -> Report:
    """Return the report of a size; print it.

    Raises:
        DisagreementError: engines give different answers; nothing is timed then.
    """
    names = [each for each in options.engines if rows < LARGE or each not in TOO_MUCH_MEMORY]
    data = make(options.folder, rows)
    if options.rewrite:
        shutil.rmtree(data.folder / SWELL, ignore_errors=True)
    engines = list(load(names, data))
    peers_first = sorted(engines, key=lambda each: each.name == SWELL)
    for each in options.questions:
        _progress(f"{rows:,} rows: comparing the answers to {each}")
        agree(QUESTIONS[each], peers_first)
    order, others = random.Random(SEED), Others()
    times = {}
    for each in options.questions:
        _progress(f"{rows:,} rows: timing {each}")
        times[each] = measure(each, engines, options.repeat, order)
    _progress("")
    report = Report(rows, tuple(names), times, speed, others.cores())
    print(report.text())
    for engine in engines:
        for question, reason in engine.skipped.items():
            print(f"{engine.name} leaves out {question}: {reason}")
    print(flush=True)
    return report


def _progress(text: str) -> None:
    """Say what is being done, on a line that the next one replaces, where somebody looks."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rows", type=_sizes, default=_sizes("1M,10M"), help="rows of opportunities (1M,10M); 0: none")
    parser.add_argument("--large", action="store_true", help="50M rows besides")
    parser.add_argument("--questions", type=_names(QUESTIONS), default=[*QUESTIONS], help="such as Q1,Q5 (all)")
    parser.add_argument("--engines", type=_names(ENGINES), default=[*ENGINES], help=f"of {', '.join(ENGINES)} (all)")
    parser.add_argument("--repeat", type=int, default=9, help="times that each question is asked (9)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="where to write all figures")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "swell-benchmarks")
    parser.add_argument(
        "--rewrite", action="store_true", help="write Swell's datasets anew, after a change of the store"
    )
    parser.add_argument("--bars", type=_names(BARS), default=[], help=f"measure besides: {', '.join(BARS)}")
    parser.add_argument("--without-c", action="store_true", help="run Swell with its NumPy kernels")
    return parser


def _sizes(text: str) -> list[int]:
    return [_size(each.strip().lower()) for each in text.split(",")]


def _size(text: str) -> int:
    return int(float(text[:-1]) * UNITS[text[-1]]) if text[-1:] in UNITS else int(text)


def _names(known: Collection[str]) -> Callable[[str], list[str]]:
    def names(text: str) -> list[str]:
        found = [each.strip() for each in text.split(",")]
        for each in found:
            if each not in known:
                raise argparse.ArgumentTypeError(f"there is no '{each}'; there are {', '.join(known)}")
        return found

    return names


if __name__ == "__main__":
    sys.exit(main())
