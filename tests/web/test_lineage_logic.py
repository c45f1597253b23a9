"""Where the cards of a lineage stand."""

from typing import Any

NODES = [
    {"id": f"{kind}:{name}", "kind": kind, "name": name, "label": name}
    for kind, name in [
        ("dashboard", "board"),
        ("dataset", "wide"),
        ("dataset", "deals"),
        ("recipe", "wide"),
        ("dataset", "goals"),
        ("object", "Opportunity"),
        ("connection", "acme"),
    ]
]
LINKS = [
    ["connection:acme", "object:Opportunity"],
    ["object:Opportunity", "dataset:deals"],
    ["dataset:deals", "recipe:wide"],
    ["recipe:wide", "dataset:wide"],
    ["dataset:wide", "dashboard:board"],
]


def test_every_line_runs_onwards(module: Any) -> None:
    found = module("lineage_layout.js", "draw", NODES, LINKS)
    layers = {each["node"]["id"]: each["layer"] for each in found["cards"]}
    assert all(layers[first] < layers[second] for first, second in LINKS)
    assert layers["dashboard:board"] == max(layers.values())
    assert layers["dataset:goals"] == layers["dataset:deals"]
    assert len(found["lines"]) == len(LINKS)


def test_no_two_cards_stand_at_one_place_and_all_are_in_the_drawing(module: Any) -> None:
    found = module("lineage_layout.js", "draw", NODES, LINKS)
    places = {(each["x"], each["y"]) for each in found["cards"]}
    assert len(places) == len(NODES)
    assert all(x < found["width"] and y < found["height"] for x, y in places)


def test_columns_without_cards_are_left_out(module: Any) -> None:
    alone = module("lineage_layout.js", "draw", [NODES[4]], LINKS)
    assert [(each["x"], each["y"]) for each in alone["cards"]] == [(0, 0)]
    assert module("lineage_layout.js", "draw", [], [])["width"] == 0


def test_no_line_runs_behind_a_card(module: Any) -> None:
    links = [*LINKS, ["dataset:deals", "dashboard:board"], ["dataset:goals", "dashboard:board"]]
    found = module("lineage_layout.js", "draw", NODES, links)
    levels = {(each["x"], each["y"] + 24) for each in found["cards"]}
    through = [(x, y) for line in found["lines"] for x, y in _straight(line)]
    assert through
    assert not any(card_x == x and abs(card_y - y) < 24 for card_x, card_y in levels for x, y in through)


def _straight(line: str) -> list[tuple[float, float]]:
    """Return where a line enters the columns that it passes."""
    ends = [piece.split("H")[0].split() for piece in line.split("C")[1:] if "H" in piece]
    return [(float(each[4]), float(each[5])) for each in ends]


def test_a_ring_is_drawn_too(module: Any) -> None:
    ring = [["dataset:wide", "recipe:wide"], ["recipe:wide", "dataset:wide"]]
    assert len(module("lineage_layout.js", "draw", NODES, ring)["cards"]) == len(NODES)


def test_what_is_connected_stands_side_by_side(module: Any) -> None:
    nodes = [{"id": f"dataset:{each}", "kind": "dataset", "name": each, "label": each} for each in "abc"]
    nodes += [{"id": f"recipe:{each}", "kind": "recipe", "name": each, "label": each} for each in "xyz"]
    links = [["dataset:a", "recipe:z"], ["dataset:b", "recipe:y"], ["dataset:c", "recipe:x"]]
    cards = {each["node"]["id"]: each["y"] for each in module("lineage_layout.js", "draw", nodes, links)["cards"]}
    assert all(cards[first] == cards[second] for first, second in links)


def test_connected_is_what_is_before_and_what_is_behind(module: Any) -> None:
    found = module("lineage_layout.js", "connected", "dataset:deals", [*LINKS, ["dataset:goals", "dashboard:board"]])
    assert sorted(found) == sorted({end for link in LINKS for end in link})
