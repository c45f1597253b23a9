"""Invented names of people and companies, put together from parts; none is meant to be anybody's."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from swell.demo.draws import pick
from swell.demo.table import Column, Integers, choice

_GIVEN = (
    "Adela Aiko Alba Amina Anders Anouk Arjun Benat Bianca Camille Carlos Chiara Dalia Darius Eamon Elin Emeka Esme "
    "Farid Freya Gael Greta Hana Henrik Ines Ivo Jana Jonas Kaito Katya Kiran Leila Lorenzo Luca Maeve Malik Marisol "
    "Mateo Mei Milan Nadia Niamh Noor Oskar Paloma Pilar Priya Quinn Rafael Rosa Samir Sanna Selma Soren Tariq Tessa "
    "Tomas Uma Vera Viktor Wren Yara Yusuf Zofia"
).split()
_FAMILY_HEADS = (
    "Abern Ballin Carrow Dellam Elverin Fennor Garrad Hollin Istral Jorrin Kelmar Lorrim Merrav Nordal Ostrel "
    "Pellor Quarrin Rovand Selwin Tarnel Ulvern Vassel Wendral Yarrow Zellin"
).split()
_FAMILY_TAILS = "ade beck by croft dahl eaux ek feld gate hurst ic ier ley mond nik ota quist ran sson stad".split()
_FAMILY = [head + tail for head in _FAMILY_HEADS for tail in _FAMILY_TAILS]

_COMPANY_HEADS = (
    "Abro Belqua Cinder Dromo Elvra Fenna Gryto Halcy Ixora Jandri Kelvo Lumora Merro Novali Ortha Pravo Quilla "
    "Rundo Sorvi Tavri Umbra Vexlo Wystra Xanthi Ymbra Zorvi Brivo Clavo Drexa Florra Glyma Hyvra Klyno Plyra"
).split()
_COMPANY_TAILS = (
    "belle brex cadia dane dell dris fax gen grove hart kind lane lith loom mark mere nova pex quay rant rix sand "
    "stead tane tide trix vale vane ward wick zent"
).split()
_FORMS = ("Group", "Partners", "Holdings", "International")

DEPARTMENTS = ("Finance", "IT", "Marketing", "Operations", "Procurement", "Sales")
_TITLES = (
    ("Chief Financial Officer", "Finance", 3),
    ("Controller", "Finance", 5),
    ("Chief Information Officer", "IT", 4),
    ("Head of Data", "IT", 7),
    ("Systems Administrator", "IT", 12),
    ("Marketing Manager", "Marketing", 9),
    ("Head of Operations", "Operations", 8),
    ("Operations Analyst", "Operations", 12),
    ("Procurement Manager", "Procurement", 10),
    ("Buyer", "Procurement", 8),
    ("Sales Operations Manager", "Sales", 11),
    ("VP Sales", "Sales", 5),
)


def people(random: np.random.Generator, count: int) -> tuple[pa.Array, pa.Array]:
    """Return given names and family names of `count` people."""
    return _people(random.integers(0, len(_GIVEN) * len(_FAMILY), count))


def distinct_people(random: np.random.Generator, count: int) -> tuple[pa.Array, pa.Array]:
    """Return given names and family names of `count` people, of whom no two have the same name."""
    return _people(random.permutation(len(_GIVEN) * len(_FAMILY))[:count])


def _people(pairs: Integers) -> tuple[pa.Array, pa.Array]:
    given = pa.array(_GIVEN).take(pa.array(pairs % len(_GIVEN)))
    return given, pa.array(_FAMILY).take(pa.array(pairs // len(_GIVEN)))


def full_names(given: pa.Array, family: pa.Array) -> pa.Array:
    """Return "Given Family"."""
    return pc.binary_join_element_wise(given, family, " ")


def mail_addresses(given: pa.Array, family: pa.Array) -> pa.Array:
    """Return a distinct address at example.com for each person."""
    person = pc.utf8_lower(pc.binary_join_element_wise(given, family, "."))
    numbers = pa.array(np.arange(1, len(given) + 1)).cast(pa.string())
    return pc.binary_join_element_wise(person, numbers, pa.scalar("@example.com"), "")


def companies(random: np.random.Generator, fields: Integers, trades: Sequence[Sequence[str]]) -> pa.Array:
    """Return distinct company names, such as "Lumorahart Foods".

    Args:
        random: the source of chance.
        fields: for each company, the row of `trades` that its second word comes from.
        trades: words for what companies do, the same number for each field.
    """
    firsts = [head + tail for head in _COMPANY_HEADS for tail in _COMPANY_TAILS]
    kinds = len(trades[0]) + len(_FORMS)
    order = random.permutation(-(-len(fields) // len(firsts)) * len(firsts))[: len(fields)]
    # A place in `order` is a first word, a second word and a round: all three equal only for equal places.
    turn = order // len(firsts)
    seconds = [(*words, *_FORMS) for words in trades]
    flat = pa.array([word for words in seconds for word in words])
    second = flat.take(pa.array(fields * kinds + turn % kinds))
    first = pa.array(firsts).take(pa.array(order % len(firsts)))
    joined = pc.binary_join_element_wise(first, second, " ")
    rounds = turn // kinds
    if not rounds.any():
        return joined
    numbered = pc.binary_join_element_wise(joined, pa.array(rounds + 1).cast(pa.string()), " ")
    return pc.if_else(pa.array(rounds == 0), joined, numbered)


def job_columns(random: np.random.Generator, count: int) -> tuple[Column, Column]:
    """Return the titles of people at customers, and their departments."""
    titles = pick(random, [weight for _, _, weight in _TITLES], count)
    department = np.array([DEPARTMENTS.index(department) for _, department, _ in _TITLES], dtype=np.int64)
    return (
        choice("Title", "Title", titles, [title for title, _, _ in _TITLES]),
        choice("Department", "Department", department[titles], DEPARTMENTS),
    )
