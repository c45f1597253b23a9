"""`python -m benchmarks.sentiment`: what the sentiment of a million short texts takes, each of them different."""

from __future__ import annotations

import argparse
import time
from random import Random

from engine.analyses.sentiment.languages import Recogniser
from engine.analyses.sentiment.scoring import feelings
from swell.demo.case_texts import comments


def texts(count: int) -> list[str]:
    """Return different comments, such as "Ticket 17: good support. The steps worked as described."."""
    draw, known = Random(1), comments()
    return [f"Ticket {each}: {draw.choice(known)}" for each in range(count)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=1_000_000)
    made = texts(parser.parse_args().texts)
    recogniser, start = Recogniser(), time.process_time()
    for each in made:
        recogniser.language(each)
    told = time.process_time() - start
    start = time.process_time()
    feelings(made)
    taken = time.process_time() - start
    print(f"{len(made):,} different texts: {taken:.0f} s of a processor, of these {told:.0f} s for their languages")


if __name__ == "__main__":
    main()
