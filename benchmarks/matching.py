"""`python -m benchmarks.matching`: accounts of two CRMs with planted duplicates, matched; how fast, and how well.

Each CRM has about half of the records. Customers are made up from words whose frequencies fall as those of languages
do. Those of both CRMs, and some that one CRM has twice, are written in two ways: with typos, other legal forms, words
in another order, an abbreviated street, another domain or none, other phones. Precision and recall are of pairs: of
all pairs of records of one customer. Beside them there are other companies of the same name in
other cities, and others of the same family at the same address.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from typing import Any

SPAWN = multiprocessing.get_context("spawn")
NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
BARS = {"seconds": 120, "memory_mb": 3000, "precision": 0.98, "recall": 0.95}

_HEADS = "al bar cor dan el far gil hol in jar kel lun mor nov or per quin ros sol tor um vel wer xan yor zin".split()
_MIDDLES = "a e i o u an en in on ar er or al el il as es is ".split(" ")
_TAILS = (
    "berg bex cast dane dorf field ford gate heim ix land lith mark mont nex port rix stad ton vale ville worth".split()
)
_TRADES = (
    "Logistics Systems Foods Energy Media Consulting Software Textiles Machinery Trading Services Bau Holding Pharma"
    " Electronics Design Transport Partners Finance Packaging Optics Steel Paper Chemicals Travel Robotics Hotels Print"
).split()
_FORMS = {
    "Germany": ("GmbH", "AG", "GmbH & Co. KG", "KG"),
    "United Kingdom": ("Ltd", "Limited", "PLC"),
    "United States": ("Inc.", "LLC", "Corp.", "Inc"),
    "France": ("SARL", "S.A.", "SAS"),
    "Sweden": ("AB",),
}
_NAMES = {"Germany": "Deutschland", "United States": "USA", "United Kingdom": "UK", "France": "FR", "Sweden": "Sverige"}
_CALLING = {"Germany": "49", "United Kingdom": "44", "United States": "1", "France": "33", "Sweden": "46"}
_STREETS = ("Street", "Road", "Avenue", "strasse", "Platz", "Lane", "Way")
_ACCENTS = str.maketrans({"a": "á", "e": "é", "o": "ö", "u": "ü"})


class Maker:
    """Makes customers and the ways in which they are written down."""

    def __init__(self, seed: int, customers: int) -> None:
        self.draw = Random(seed)
        heads = [a + b + c for a in _HEADS for b in _MIDDLES for c in _TAILS]
        self.words = [each.title() for each in heads] + [f"{a}{b}".title() for a in heads[::29] for b in heads[::29]]
        self.draw.shuffle(self.words)
        self.hosts: set[str] = set()
        self.cities = [f"{self.word()} {end}".strip() for end in ("", "", "Bay", "am See") for _ in range(500)]

    def word(self) -> str:
        """Return a word: some are frequent, as names of families are, many rare."""
        if self.draw.random() < 0.5:
            return self.draw.choice(self.words)
        return self.words[int(len(self.words) ** self.draw.random()) % len(self.words)]

    def host(self, words: Sequence[str]) -> str:
        """Return a domain that no other customer has."""
        stem, end = "".join(words[:2]).lower(), self.draw.choice(("", "-group", "online"))
        found, turn = f"{stem}{end}.example", 0
        while found in self.hosts:
            turn += 1
            found = f"{stem}{end}{turn}.example"
        self.hosts.add(found)
        return found

    def customer(self) -> dict[str, Any]:
        draw = self.draw
        words = [self.word()]
        if draw.random() < 0.7:
            words.append(self.word())
        if draw.random() < 0.8:
            words.append(draw.choice(_TRADES))
        country = draw.choice(list(_FORMS))
        return {
            "words": words,
            "form": draw.choice(_FORMS[country]),
            "domain": self.host(words),
            "phone": f"{draw.randrange(20, 99)}{draw.randrange(10**6, 10**7)}",
            "street": f"{self.word()} {draw.choice(_STREETS)}",
            "number": draw.randrange(1, 200),
            "postcode": f"{draw.randrange(10_000, 99_999)}",
            "city": draw.choice(self.cities),
            "country": country,
        }

    def branch(self, of: dict[str, Any]) -> dict[str, Any]:
        """Return another company with the name of one."""
        return {**self.customer(), "words": of["words"], "form": of["form"]}

    def sister(self, of: dict[str, Any]) -> dict[str, Any]:
        """Return another company of a family at the same address: its first word, another trade."""
        words = [of["words"][0], self.word(), self.draw.choice(_TRADES)]
        address = {each: of[each] for each in ("street", "number", "postcode", "city", "country")}
        return {**self.customer(), **address, "words": words, "form": of["form"], "domain": self.host(words)}

    def written(self, one: dict[str, Any], id_: str, again: bool) -> dict[str, str | None]:
        """Return a customer as somebody wrote it down; `again` is the second who does."""
        draw, words, form = self.draw, list(one["words"]), one["form"]
        street, domain, phone = f"{one['number']} {one['street']}", one["domain"], one["phone"]
        if again:
            if draw.random() < 0.35:
                place = draw.randrange(len(words))
                words[place] = self.typo(words[place])
            if draw.random() < 0.12:
                words.reverse()
            if draw.random() < 0.5:
                form = draw.choice(("", *_FORMS[one["country"]]))
            if draw.random() < 0.1:
                domain = f"{''.join(words[:1]).lower()}{draw.randrange(1000)}.example"
            if draw.random() < 0.25:
                phone = f"{draw.randrange(20, 99)}{draw.randrange(10**6, 10**7)}"
            street = street.replace("Street", "St.").replace("strasse", "str.").replace("Avenue", "Ave")
        name = " ".join([*words, form]).strip()
        if draw.random() < 0.1:
            name = draw.choice((name.upper(), name.lower(), name.translate(_ACCENTS)))
        international = draw.random() < 0.6
        moved = again and draw.random() < 0.06
        return {
            "id": id_,
            "name": name,
            "website": self.maybe(
                0.8, draw.choice(("https://www.{}/", "{}", "www.{}", "http://{}/home")).format(domain)
            ),
            "phone": self.maybe(
                0.75, f"+{_CALLING[one['country']]} {phone}" if international else f"0{phone[:2]}/{phone[2:]}"
            ),
            "street": self.maybe(0.8, f"{draw.randrange(200)} {self.word()} Road" if moved else street),
            "postcode": self.maybe(0.85, str(draw.randrange(10_000, 99_999)) if moved else one["postcode"]),
            "city": self.maybe(0.9, draw.choice(self.cities) if moved else one["city"]),
            "country": self.maybe(0.95, _NAMES[one["country"]] if draw.random() < 0.3 else one["country"]),
        }

    def maybe(self, share: float, text: str) -> str | None:
        return text if self.draw.random() < share else None

    def typo(self, word: str) -> str:
        place = self.draw.randrange(1, max(len(word) - 1, 2))
        kind = self.draw.randrange(3)
        if kind == 0:
            return word[:place] + word[place + 1 :]
        if kind == 1:
            return word[:place] + self.draw.choice("abcdefghijklmnoprstuvwxyz") + word[place:]
        return word[: place - 1] + word[place : place + 1] + word[place - 1 : place] + word[place + 1 :]


def plant(rows: int, seed: int = 1) -> tuple[dict[str, list[dict[str, Any]]], dict[tuple[str, str], int]]:
    """Return the rows of two CRMs by dataset, and which customer each record is of."""
    maker = Maker(seed, rows)
    found: dict[str, list[dict[str, Any]]] = {"account": [], "hubspot_company": []}
    truth: dict[tuple[str, str], int] = {}
    customer, last = 0, maker.customer()
    while len(truth) < rows:
        kind = maker.draw.random()
        last = maker.branch(last) if kind < 0.03 else maker.sister(last) if kind < 0.05 else maker.customer()
        customer += 1
        chance = maker.draw.random()
        where = ["account", "hubspot_company"] if chance < 0.4 else [maker.draw.choice(list(found))]
        if maker.draw.random() < 0.07:
            where.append(maker.draw.choice(where))
        for turn, dataset in enumerate(where):
            id_ = f"001{len(truth):012d}" if dataset == "account" else str(10**9 + len(truth))
            found[dataset].append(maker.written(last, id_, turn > 0))
            truth[dataset, id_] = customer
    for each in found.values():
        maker.draw.shuffle(each)
    return found, truth


_FIELDS = {
    "account": (
        "Id",
        "Name",
        "Website",
        "Phone",
        "BillingStreet",
        "BillingPostalCode",
        "BillingCity",
        "BillingCountry",
    ),
    "hubspot_company": ("hs_object_id", "name", "domain", "phone", "address", "zip", "city", "country"),
}


def write(store: Any, rows: dict[str, list[dict[str, Any]]]) -> None:
    """Write what was planted as the datasets of two CRMs."""
    import pyarrow as pa

    for dataset, fields in _FIELDS.items():
        columns = ("id", "name", "website", "phone", "street", "postcode", "city", "country")
        table = {
            field: pa.array([row[column] for row in rows[dataset]], pa.string())
            for field, column in zip(fields, columns, strict=True)
        }
        store.write(dataset, pa.table(table), created=NOW)


def quality(labels: Sequence[Any], truth: Sequence[int]) -> tuple[float, float]:
    """Return precision and recall of the pairs that share a label, against those that share a customer."""
    from collections import Counter

    def pairs(of: Sequence[Any]) -> int:
        return sum(n * (n - 1) // 2 for n in Counter(of).values())

    both, found, planted = pairs(list(zip(labels, truth, strict=True))), pairs(labels), pairs(truth)
    return both / max(found, 1), both / max(planted, 1)


def measured(pipe: Connection, folder: Path, changed: int) -> None:
    """Match in this process, and send what it took."""
    from engine.matching.decisions import Decisions
    from engine.matching.ready_made import find_match
    from engine.matching.run import run_match
    from engine.store import Store

    store, lines, begun = Store(folder / "data"), [], time.perf_counter()
    match = find_match(folder / "matching", store, "accounts")
    outcome = run_match(
        match,
        store,
        Decisions(folder / "matching" / "decisions.csv"),
        NOW,
        2,
        lambda line: lines.append(f"{time.perf_counter() - begun:6.1f} s  {line}"),
    )
    took = time.perf_counter() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    pipe.send({"seconds": took, "memory_mb": memory, "lines": lines, "outcome": str(outcome)})


def main() -> None:
    import swell  # noqa: F401  # says early where it is not installed
    from engine.store import Store

    parser = argparse.ArgumentParser(prog="python -m benchmarks.matching", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--check", action="store_true", help="fail where a bar is passed")
    parser.add_argument("--folder", type=Path, help="where what is made stays (default: it does not)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = given.folder or Path(place)
        truth_file = folder / f"truth-{given.rows}-{given.seed}.json"
        store = Store(folder / "data")
        if not truth_file.exists():
            folder.mkdir(parents=True, exist_ok=True)
            rows, planted = plant(given.rows, given.seed)
            write(store, rows)
            truth_file.write_text(json.dumps([[*key, value] for key, value in planted.items()]))
        truth = {(source, id_): value for source, id_, value in json.loads(truth_file.read_text())}
        ours, theirs = SPAWN.Pipe()
        process = SPAWN.Process(target=measured, args=(theirs, folder, 0))
        process.start()
        theirs.close()
        found = ours.recv()
        process.join()
        print("\n".join(found["lines"]))
        print(found["outcome"])
        report(store, truth, found, given.check)


def report(store: Any, truth: dict[tuple[str, str], int], found: dict[str, Any], check: bool) -> None:
    """Print the figures."""
    with store.open("customers") as dataset:
        rows = [each for batch in dataset.batches(["Source", "RecordId", "CustomerId"]) for each in batch.to_pylist()]
    labels = [each["CustomerId"] for each in rows]
    precision, recall = quality(labels, [truth[each["Source"], each["RecordId"]] for each in rows])
    with store.open("customers_pairs") as dataset:
        pairs = [each for batch in dataset.batches() for each in batch.to_pylist()]
    review = [each for each in pairs if each["State"] == "review"]
    good = sum(
        truth[each["LeftSource"], each["LeftId"]] == truth[each["RightSource"], each["RightId"]] for each in review
    )
    print(f"{found['seconds']:.1f} s, {found['memory_mb']:,.0f} MB, precision {precision:.4f}, recall {recall:.4f}")
    print(f"to review: {len(review):,} pairs, {good:,} of them duplicates")
    figures = {**found, "precision": precision, "recall": recall}
    failed = [
        f"{name} {figures[name]:.3f} (bar {bar})"
        for name, bar in BARS.items()
        if (figures[name] > bar) is (name in ("seconds", "memory_mb"))
    ]
    if check and failed:
        raise SystemExit("Passed: " + ", ".join(failed))


if __name__ == "__main__":
    main()
