"""Invented names of people and companies, put together from parts; none is meant to be anybody's."""

from __future__ import annotations

from random import Random

_GIVEN = (
    "Ada Benno Carla Dario Edda Fabio Gesa Hanno Ilva Jaro Kaja Levin Mira Nils Orla Paco Runa Sami Tilda Ugo Vesna "
    "Wanda Yannis Zora"
).split()
_FAMILY_HEADS = "Alder Bram Corven Dorn Eller Frost Gar Hollis Iven Jarl Kess Lind Morr Nor Osk Pern Quil Rask".split()
_FAMILY_TAILS = "ath bay den ell fort ham ing lund mark nes over sby ton vik".split()
_COMPANY_HEADS = (
    "Alvo Benti Corda Dexi Elno Forva Gildo Harvo Inxa Jelvo Kordi Lanvi Morvo Nexli Orvi Pluri Quanto".split()
)
_COMPANY_TAILS = "bex cast dyne field grid house line mint node point rise sphere trade vault works yard".split()
_FORMS = ("Group", "Labs", "Partners", "Systems", "Trading")
_TITLES = (
    "Head of Purchasing",
    "Managing Director",
    "Office Manager",
    "Operations Lead",
    "Plant Manager",
    "IT Manager",
)
_CITIES = (
    ("Berlin", "Germany"),
    ("Hamburg", "Germany"),
    ("Vienna", "Austria"),
    ("Lyon", "France"),
    ("Rotterdam", "Netherlands"),
    ("Porto", "Portugal"),
)


def person(random: Random) -> tuple[str, str]:
    """Return the given name and the family name of somebody."""
    return random.choice(_GIVEN), random.choice(_FAMILY_HEADS) + random.choice(_FAMILY_TAILS)


def companies(random: Random, count: int) -> list[str]:
    """Return the names of so many companies, of which no two are the same as far as there are enough."""
    stems = [head + tail for head in _COMPANY_HEADS for tail in _COMPANY_TAILS]
    named = [f"{stem} {form}" for form in _FORMS for stem in stems]
    random.shuffle(named)
    return [named[place % len(named)] for place in range(count)]


def domain(company: str) -> str:
    """Return a domain of a company that can't exist."""
    return company.lower().replace(" ", "-") + ".example"


def title(random: Random) -> str:
    """Return a job title."""
    return random.choice(_TITLES)


def place(random: Random) -> tuple[str, str]:
    """Return a city and its country."""
    return random.choice(_CITIES)
