"""What customers write in cases: subjects, and comments that suit the score that they gave."""

from __future__ import annotations

TYPES = ("Billing", "Feature Request", "Problem", "Question")
_SUBJECTS = (
    ("Invoice does not match the order", "Please change our billing address", "Charged twice for {product}"),
    ("{product}: export to spreadsheet", "{product}: more roles than two", "{product}: shortcut keys"),
    (
        "{product} is slow since Monday",
        "Cannot sign in to {product}",
        "{product} shows an empty page",
        "Import into {product} stops half way",
        "Wrong totals in {product}",
    ),
    ("How do I share a view in {product}?", "Which limits does {product} have?", "Can {product} keep two currencies?"),
)

# Scores 1 to 5. Every opening goes with every ending of its score.
_OPENINGS = (
    ("Very disappointed.", "This cost us days.", "Nobody seemed to read what I wrote."),
    ("Not what I had hoped for.", "It took far too long.", "I had to explain everything twice."),
    ("It was all right.", "Solved in the end.", "Neither good nor bad."),
    ("Good support.", "Friendly and clear.", "Quicker than I expected."),
    ("Excellent!", "Best support I have had.", "Solved on the first call."),
)
_ENDINGS = (
    ("The problem is still there.", "We are looking at other products.", "Three people gave three different answers."),
    ("The answer helped only in part.", "I waited a week for a simple reply.", "The ticket was closed too early."),
    ("The answer could have come sooner.", "The guide should explain this.", "Please keep us informed next time."),
    ("The steps worked as described.", "Thank you for the follow-up.", "One more example would have been perfect."),
    ("Thank you, everything works.", "The agent knew the answer at once.", "Please pass on my thanks."),
)
COMMENTS_A_SCORE = len(_OPENINGS[0]) * len(_ENDINGS[0])


def subjects(products: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[tuple[int, ...], ...]]:
    """Return all subjects, and for each type the positions of its subjects."""
    texts: list[str] = []
    places: list[tuple[int, ...]] = []
    for templates in _SUBJECTS:
        made = dict.fromkeys(template.format(product=product) for template in templates for product in products)
        places.append(tuple(range(len(texts), len(texts) + len(made))))
        texts += made
    return tuple(texts), tuple(places)


def comments() -> tuple[str, ...]:
    """Return the comments, `COMMENTS_A_SCORE` for score 1, then as many for score 2, and so on."""
    return tuple(
        f"{opening} {ending}"
        for openings, endings in zip(_OPENINGS, _ENDINGS, strict=True)
        for opening in openings
        for ending in endings
    )
