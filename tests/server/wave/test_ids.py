"""Ids look as Salesforce's do, and stay the same."""

import string

from hypothesis import given
from hypothesis import strategies as st

from dashboards.server.wave.ids import DATASET, is_same, make_id, named, with_checksum


@given(st.text(max_size=30), st.text(max_size=30))
def test_ids_have_their_form_and_tell_names_apart(one: str, other: str) -> None:
    identity = make_id(DATASET, one)

    assert len(identity) == 18
    assert identity.startswith("0Fb")
    assert set(identity) <= {*string.ascii_letters, *string.digits}
    assert (identity == make_id(DATASET, other)) == (one == other)


def test_the_checksum_is_that_of_salesforce() -> None:
    # published examples: 15 characters, and the same id with 18
    assert with_checksum("0017000000lFwiS") == "0017000000lFwiSAAS"
    assert with_checksum("001A0000006Vm9r") == "001A0000006Vm9rIAC"


@given(st.lists(st.text(min_size=1, max_size=8), unique=True, min_size=1))
def test_a_name_is_found_by_itself_and_by_both_forms_of_its_id(names: list[str]) -> None:
    for each in names:
        identity = make_id(DATASET, each)
        assert named(each, DATASET, names) == each
        assert named(identity, DATASET, names) == each
        assert named(identity[:15], DATASET, names) == each
    assert named(make_id(DATASET, "not" + "".join(names)), DATASET, names) is None


def test_ids_of_other_lengths_are_none() -> None:
    identity = make_id(DATASET, "a")
    assert is_same(identity, identity[:15])
    assert not is_same(identity, identity[:16])
    assert not is_same(identity, identity.swapcase())
