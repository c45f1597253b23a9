"""Invented names for the demo organisation, put together from parts; none is meant to be anybody's."""

from __future__ import annotations

import random
from dataclasses import dataclass

_GIVEN = (
    "Adela Aiko Alba Anders Arjun Bianca Camille Dalia Eamon Elin Emeka Farid Freya Greta Hana Ines Ivo Jana Kiran "
    "Leila Luca Maeve Malik Mateo Mei Nadia Niamh Oskar Paloma Priya Quinn Rafael Samir Selma Tariq Uma Viktor Yara Zoë"
).split()
_FAMILY = ("Abern Ballin Carrow Dellam Elver Fennor Garrad Hollin Istral Jorrin Kelmar Lorrim Merrav Nordal").split()
_FAMILY_ENDS = "beck by croft dahl feld gate hurst ley mond quist sson stad".split()
_COMPANY = (
    "Abro Belqua Cinder Dromo Elvra Fenna Gryto Halcy Ixora Jandri Kelvo Lumora Merro Novali Ortha Pravo Quilla Rundo "
    "Sorvi Tavri Umbra Vexlo Wystra Zorvi"
).split()
_COMPANY_ENDS = "brex cadia dane fax grove kind lane lith mark nova quay rix stead tide vale vane ward wick".split()
_FORMS = ("Group", "Systems", "Foods", "Energy", "Clinics", "Logistics", "Works", "Media")
_STREETS = ("Harbour", "Mill", "Orchard", "Station", "Granary", "Canal")
_TITLES = ("Controller", "Head of Data", "Operations Analyst", "Buyer", "VP Sales", "Systems Administrator")
_DEPARTMENTS = ("Finance", "IT", "Marketing", "Operations", "Procurement", "Sales")
_PLACES = (
    ("Vaduro", "Germany", 51.2, 9.8),
    ("Port Ellan", "United Kingdom", 55.1, -3.2),
    ("Nyhamra", "Sweden", 58.4, 15.6),
    ("Sant Orel", "Spain", 41.0, 1.4),
    ("Fort Callow", "United States", 40.3, -95.1),
    ("Lake Minden", "Canada", 44.9, -78.7),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person who does not exist."""

    given: str
    family: str
    title: str
    department: str

    def email(self, host: str) -> str:
        """Return an address at a host."""
        return f"{self.given}.{self.family}@{host}".lower().replace("ë", "e")


def person(draw: random.Random) -> Person:
    """Return a person."""
    return Person(
        given=draw.choice(_GIVEN),
        family=draw.choice(_FAMILY) + draw.choice(_FAMILY_ENDS),
        title=draw.choice(_TITLES),
        department=draw.choice(_DEPARTMENTS),
    )


def company(draw: random.Random) -> str:
    """Return the name of a company."""
    return f"{draw.choice(_COMPANY)}{draw.choice(_COMPANY_ENDS)} {draw.choice(_FORMS)}"


def host(company: str) -> str:
    """Return where a company is on the net: under a domain that nobody can have."""
    return company.lower().replace(" ", "-") + ".example"


def address(draw: random.Random, kind: str) -> dict[str, object]:
    """Return the parts of an address, their names after `kind`."""
    city, country, latitude, longitude = draw.choice(_PLACES)
    return {
        f"{kind}Street": f"{draw.randint(1, 180)} {draw.choice(_STREETS)} Street\nGate {draw.randint(1, 9)}",
        f"{kind}City": city,
        f"{kind}PostalCode": f"{draw.randint(10_000, 99_999)}",
        f"{kind}Country": country,
        f"{kind}Latitude": round(latitude + draw.uniform(-0.1, 0.1), 6),
        f"{kind}Longitude": round(longitude + draw.uniform(-0.1, 0.1), 6),
    }


def phone(draw: random.Random) -> str:
    """Return a telephone number in a range that is given to nobody."""
    return f"+1 555 01{draw.randint(0, 99):02d}"
