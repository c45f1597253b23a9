"""What records are compared by: each text in the one form that all ways of writing it have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.kernels.arrays import Array
from engine.matching.names import Names, fold, normalise_names, replaced
from engine.matching.records import Records, Texts, encode
from engine.matching.specification import Kind
from engine.matching.words import CALLING_CODES, COUNTRIES, FREE_HOSTS, SECOND_LEVELS, STREETS
from saql.record import record

_TAIL = 8
"""Last digits of a phone number that tell subscribers apart, whatever country code was written before them."""

_NONE = pa.scalar(None, pa.string())


@record(eq=False)
class Normalised:
    """Records as they are compared, in the order of `Records`.

    Args:
        names: their names.
        values: the other texts: domain, email, phone, phone_tail, company, street, postcode, city, country; those
            that no source has are missing.
    """

    names: Names
    values: Mapping[str, Texts]

    def __len__(self) -> int:
        return len(self.names.texts.codes)


def normalise(records: Records, kind: Kind) -> Normalised:
    """Return records as they are compared."""
    texts = records.texts
    found: dict[str, Texts] = {each: _mapped(texts[each], _WAYS[each]) for each in _WAYS if each in texts}
    domains = [_mapped(texts["website"], domains_of)] if "website" in texts else []
    if "email" in texts and kind == "organisation":
        domains.append(_mapped(texts["email"], domains_of))
    if domains:
        found["domain"] = domains[0] if len(domains) == 1 else _first(domains)
    if "phone" in texts:
        found |= _phones(texts["phone"], found.get("country"))
    if "company" in texts:
        found["company"] = normalise_names(texts["company"], "organisation").texts
    return Normalised(normalise_names(texts["name"], kind), found)


def emails(values: pa.StringArray) -> pa.StringArray:
    """Return e-mail addresses in small letters without what follows a plus, null for what is none."""
    found = pc.utf8_lower(pc.utf8_trim_whitespace(values))
    found = pc.replace_substring_regex(found, r"^mailto:", "")
    found = pc.replace_substring_regex(found, r"\+[^@]*@", "@")
    return _where(found, pc.match_substring_regex(found, r"^[^@\s]+@[^@\s]+\.[^@\s.]+$"))


def domains_of(values: pa.StringArray) -> pa.StringArray:
    """Return the registered domains of websites and e-mail addresses, null for hosts where anybody may have a page."""
    found = pc.utf8_lower(pc.utf8_trim_whitespace(values))
    found = replaced(found, ((r"^[a-z]+:/*", ""), (r"[/?#].*$", ""), (r"^.*@", ""), (r":\d*$", ""), (r"\.$", "")))
    parts = pc.extract_regex(found, r"^(?:.*\.)?(?P<a>[^.\s]+)\.(?P<b>[^.\s]+)\.(?P<c>[^.\s]{2,})$")
    a, b, c = (pc.struct_field(parts, each) for each in range(3))
    public = pc.and_(pc.is_in(b, pa.array(sorted(SECOND_LEVELS))), pc.equal(pc.utf8_length(c), 2))
    long = pc.binary_join_element_wise(a, b, c, ".")
    short = pc.binary_join_element_wise(b, c, ".")
    found = pc.coalesce(pc.if_else(public, long, short), found)
    good = pc.match_substring_regex(found, r"^[^\s@]+\.[^\s.]{2,}$")
    return _where(found, pc.and_(good, pc.invert(pc.is_in(found, pa.array(sorted(FREE_HOSTS))))))


def countries(values: pa.StringArray) -> pa.StringArray:
    """Return country codes of two letters; what names no country that is known stays as it is, folded."""
    found = fold(values)
    place = pc.index_in(found, pa.array(list(COUNTRIES)))
    return _some(pc.coalesce(pa.array(list(COUNTRIES.values())).take(place), found))


def postcodes(values: pa.StringArray) -> pa.StringArray:
    """Return postcodes as letters and digits alone, those of the United States without their last four."""
    found = pc.utf8_upper(pc.utf8_trim_whitespace(values))
    found = pc.replace_substring_regex(found, r"^(\d{5})-?\d{4}$", r"\1")
    found = pc.replace_substring_regex(found, r"^[A-Z]{1,2}-(\d)", r"\1")
    return _some(pc.replace_substring_regex(found, r"[^\p{L}\p{N}]+", ""))


def streets(values: pa.StringArray) -> pa.StringArray:
    """Return streets folded, with their usual abbreviations."""
    return _some(replaced(fold(values), STREETS))


def cities(values: pa.StringArray) -> pa.StringArray:
    """Return cities folded."""
    return _some(fold(values))


_WAYS: Mapping[str, Callable[[pa.StringArray], pa.StringArray]] = {
    "email": emails,
    "street": streets,
    "postcode": postcodes,
    "city": cities,
    "country": countries,
}


def _phones(phones: Texts, country: Texts | None) -> dict[str, Texts]:
    """Return numbers with the code of their country as far as it is known, and their last digits."""
    written = replaced(phones.values, ((r"(?i)\s*(ext|x|extension|durchwahl)\.?\s*\d+$", ""), (r"\(0\)", "")))
    written = pc.replace_substring_regex(written, r"[^\d+]+", "")
    abroad = pc.starts_with(pc.replace_substring_regex(written, r"^00", "+"), "+")
    digits = replaced(written, ((r"^00", ""), (r"\D+", "")))
    digits = pc.if_else(abroad, digits, pc.replace_substring_regex(digits, r"^0", ""))
    digits = _where(digits, pc.greater_equal(pc.utf8_length(digits), 6))
    plain, known = encode(digits), np.asarray(pc.fill_null(abroad, False).to_numpy(zero_copy_only=False))
    codes = np.append(plain.codes, np.int32(-1))[phones.codes]
    rows = Texts(codes, plain.values).rows()
    calling = _calling_codes(country, len(codes))
    home = pc.binary_join_element_wise(calling, rows, "")
    whole = pc.if_else(pa.array(np.append(known, False)[phones.codes]), rows, home)
    return {"phone": encode(whole), "phone_tail": _mapped(Texts(codes, plain.values), _tails)}


def _calling_codes(country: Texts | None, rows: int) -> pa.StringArray:
    if country is None:
        return pa.nulls(rows, pa.string())
    known = pa.array([CALLING_CODES.get(each) for each in country.values.to_pylist()], pa.string())
    return Texts(country.codes, known).rows()


def _tails(values: pa.StringArray) -> pa.StringArray:
    return pc.utf8_slice_codeunits(values, -_TAIL)


def _mapped(texts: Texts, way: Callable[[pa.StringArray], pa.StringArray]) -> Texts:
    """Return texts of which each distinct one was changed."""
    found = encode(way(texts.values))
    return Texts(np.append(found.codes, np.int32(-1))[texts.codes], found.values)


def _first(of: list[Texts]) -> Texts:
    return encode(pc.coalesce(*(each.rows() for each in of)))


def _where(values: pa.StringArray, condition: Array | pa.BooleanArray) -> pa.StringArray:
    return pc.if_else(condition, values, _NONE)


def _some(values: pa.StringArray) -> pa.StringArray:
    return _where(values, pc.not_equal(values, ""))
