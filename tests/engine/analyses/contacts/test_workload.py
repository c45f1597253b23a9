"""Who has too much to do, and what could go to whom."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.analyses.contacts.due import NextContact
from engine.analyses.contacts.reading import Tasks
from engine.analyses.contacts.workload import hand_overs, workloads

TODAY = 1_000


def record(
    key: str, owner: str | None, due: int = 2_000, planned: int | None = None, team: str = "North"
) -> NextContact:
    return NextContact(
        what="deal",
        row=0,
        key=key,
        name=key,
        owner=owner,
        team=team,
        stage=None,
        last=None,
        lately=0,
        planned=planned,
        due=due,
        at_stake=10.0,
        reason="",
    )


def tasks(**owners: tuple[int, int]) -> Tasks:
    """Return tasks and meetings of owners."""
    rows = [(name, meets) for name, (work, met) in owners.items() for meets in [False] * work + [True] * met]
    return Tasks(tuple(name for name, _ in rows), np.array([meets for _, meets in rows], dtype=bool))


def test_all_that_an_owner_has_to_do_is_counted():
    due = [record("a", "Ann", due=990), record("b", "Ann"), record("c", "Bea"), record("d", None)]
    ann, bea = workloads(due, [("Ann", "North"), (None, None)], tasks(Ann=(3, 2), Bea=(1, 0), Zoe=(9, 9)), TODAY)
    assert (ann.owner, ann.records, ann.tasks, ann.meetings, ann.load, ann.overdue) == ("Ann", 3, 3, 2, 8, 1)
    assert (bea.load, bea.median, bea.at_stake) == (2, 5, 10)


def test_whoever_has_much_more_than_the_team_has_too_much():
    due = [record(f"a{at}", "Ann") for at in range(20)]
    due += [record(f"b{at}", "Bea") for at in range(10)] + [record(f"c{at}", "Cid") for at in range(5)]
    due += [record(f"d{at}", "Dan", team="South") for at in range(40)]
    states = {each.owner: (each.state, each.median) for each in workloads(due, [], tasks(), TODAY)}
    assert states == {
        "Ann": ("Too much", 10),
        "Bea": ("As usual", 10),
        "Cid": ("Has room", 10),
        "Dan": ("As usual", 40),
    }


def test_a_few_more_than_few_are_not_too_much():
    due = [record("b", "Bea"), record("c", "Cid"), *(record(f"a{at}", "Ann") for at in range(5))]
    assert workloads(due, [], tasks(), TODAY)[0].state == "As usual"


def test_what_has_waited_longest_goes_to_those_of_the_team_with_most_room():
    due = [record(f"a{at}", "Ann", due=900 + at) for at in range(16)]
    due += [record("planned", "Ann", due=800, planned=1_001), *(record(f"a{at}", "Ann") for at in range(17, 20))]
    due += [record(f"b{at}", "Bea") for at in range(10)] + [record(f"c{at}", "Cid") for at in range(9)]
    due += [record(f"d{at}", "Dan") for at in range(7)] + [record(f"e{at}", "Eve") for at in range(10)]
    moves = hand_overs(workloads(due, [], tasks(), TODAY), due, TODAY)
    assert moves == {("deal", "a0"): "Dan", ("deal", "a1"): "Dan", ("deal", "a2"): "Cid", ("deal", "a3"): "Dan"}


@given(
    st.lists(
        st.tuples(st.sampled_from("ABCDEF"), st.sampled_from(["North", "South"]), st.integers(900, 1_100)), max_size=150
    )
)
@settings(deadline=None)
def test_nobody_gets_more_or_keeps_less_than_the_median(rows):
    due = [record(str(at), f"{owner} {team}", day, team=team) for at, (owner, team, day) in enumerate(rows)]
    loads = {each.owner: each for each in workloads(due, [], tasks(), TODAY)}
    moves = hand_overs(tuple(loads.values()), due, TODAY)
    owner = {each.key: each.owner for each in due}
    after = {name: each.load for name, each in loads.items()}
    for (_, key), taker in moves.items():
        assert loads[owner[key]].state == "Too much"
        assert loads[owner[key]].team == loads[taker].team
        after[owner[key]] -= 1
        after[taker] += 1
    for name, each in loads.items():
        assert (
            after[name] == each.load
            or (after[name] <= each.median) == (each.load < each.median)
            or after[name] == int(each.median)
        )
