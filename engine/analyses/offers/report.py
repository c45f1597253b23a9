"""Which products the next purchases can be told of, how well, and what speaks for each."""

from __future__ import annotations

from engine.analyses.offers.learning import Offers
from engine.analyses.offers.settings import Settings
from engine.analyses.scorecards.learning import Learnt
from engine.reports.report import Chart, Column, Report, Section, Statement, Table
from saql import quote

_SHOWN = 5
_PERCENT, _PLAIN = "0.0%", "0.000"


def offers_report(settings: Settings, offers: Offers, tested_from: int) -> Report:
    """Return the report.

    Args:
        settings: what was to be learnt.
        offers: what was learnt.
        tested_from: the day from which purchases tested it, since 1970-01-01.
    """
    usable = offers.usable
    query = _bought_query(settings, tested_from)
    total = len(offers.learnt) + len(offers.unused)
    if usable:
        best = max(usable, key=lambda name: usable[name].model.area)
        found = usable[best].model.area
        verdict = (
            Statement(
                text=f"For {len(usable)} of {total} products it tells who buys them within {settings.days} days better "
                f"than a plain guess; the others are not offered. Best for {best}: of two customers, one who bought it "
                f"and one who did not, it gives the first the higher chance in {found:.0%} of all cases.",
                tone="good",
                query=query,
            ),
        )
    else:
        verdict = (Statement(text=why_none(settings), tone="bad", query=query),)
    sections = (_tried(settings, offers), *(_product(name, each) for name, each in usable.items()), *_unused(offers))
    return Report(title=settings.label, verdict=verdict, sections=sections)


def why_none(settings: Settings) -> str:
    """Return why nothing is offered, in a sentence."""
    return (
        f"The chances are not used: for no product do they tell who buys it within {settings.days} days better than a "
        "plain guess."
    )


def _bought_query(settings: Settings, first: int) -> str:
    """Return the SAQL that counts what was bought of each product since a day."""
    name, seconds = quote.name(settings.product), quote.name(f"{settings.date}_sec_epoch")
    chosen = f"q = load {quote.text(settings.dataset)}; q = filter q by ({settings.bought})"
    return (
        f"{chosen} && {seconds} >= {first * 86_400}; q = group q by {name}; "
        f"q = foreach q generate {name} as {name}, count() as Purchases;"
    )


def _tried(settings: Settings, offers: Offers) -> Section:
    usable = offers.usable
    columns = (
        Column(name="product", label="Product"),
        Column(name="customers", label="Customers without it", type="number", format="#,##0"),
        Column(name="rate", label=f"Bought it within {settings.days} Days", type="number", format=_PERCENT),
        Column(name="area", label="Pairs in order", type="number", format=_PERCENT),
        Column(name="loss", label="Logarithmic loss", type="number", format=_PLAIN),
        Column(name="guess", label="Loss of the plain guess", type="number", format=_PLAIN),
        Column(name="used", label="Used"),
    )
    rows = tuple(
        (
            name,
            each.records[2],
            round(each.rates[2], 4),
            round(each.model.area, 4),
            round(each.model.loss, 5),
            round(min(each.overall.loss, each.overall.loss if each.segment is None else each.segment.loss), 5),
            "yes" if name in usable else "no",
        )
        for name, each in offers.learnt.items()
    )
    text = (
        "It learnt from customers as they were on earlier days, and was tested with how they were "
        f"{settings.days} days ago and what they bought since. Pairs are in order where the customer with the higher "
        "chance is the one who bought; of losses the smaller are better. The more products are tried, the more it "
        "takes to be used, as one of many looks good by chance."
    )
    return Section(
        heading="How far to trust it",
        statements=(Statement(text=text),),
        tables=(Table(columns=columns, rows=rows),),
    )


def _product(name: str, learnt: Learnt) -> Section:
    columns = (
        Column(name="value", label="What is known of the customer"),
        Column(name="points", label="Points", type="number", format="0"),
        Column(name="rate", label=f"Share that bought {name}", type="number", format=_PERCENT),
    )
    found = [
        (
            f"{field.label} {field.bins.words(place)}",
            round(float(field.points[place]), 1),
            round(float(field.outcomes[place] / field.records[place]), 4),
        )
        for field in learnt.card.fields
        for place in range(len(field.bins))
        if field.records[place] > 0
    ]
    rows = tuple(sorted(found, key=lambda row: -abs(row[1]))[: 2 * _SHOWN])
    chart = Chart(kind="bars", dimension="value", measures=("points",))
    return Section(heading=f"What speaks for {name}", tables=(Table(columns=columns, rows=rows, chart=chart),))


def _unused(offers: Offers) -> tuple[Section, ...]:
    if not offers.unused:
        return ()
    columns = (Column(name="product", label="Product"), Column(name="why", label="Why"))
    table = Table(columns=columns, rows=tuple(offers.unused.items()))
    return (Section(heading="Products of which nothing can be learnt", tables=(table,)),)
