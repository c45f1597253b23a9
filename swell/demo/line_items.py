"""Line items: what is sold in each deal that came as far as a proposal."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from saql.record import record
from swell.demo import products, table
from swell.demo.accounts import Accounts
from swell.demo.draws import chance, group_starts, pick, pick_by_row, place_in_group
from swell.demo.identifiers import identifiers
from swell.demo.opportunities import NEEDS_ANALYSIS, PROPOSAL, STAGES, Opportunities
from swell.demo.settings import Demo
from swell.demo.table import Booleans, DemoTable, Floats, Integers
from swell.demo.users import Users

_LINES = np.array([1, 2, 3, 4, 5])
# How many lines a deal has, by segment.
_LINE_WEIGHTS = np.array([[0.16, 0.26, 0.29, 0.19, 0.1], [0.32, 0.34, 0.22, 0.09, 0.03], [0.58, 0.29, 0.11, 0.02, 0.0]])
_DISCOUNTS = np.array([0.0, 5.0, 10.0, 15.0, 20.0, 30.0])
_DISCOUNT_WEIGHTS = np.array(
    [[0.2, 0.12, 0.22, 0.2, 0.18, 0.08], [0.4, 0.18, 0.2, 0.12, 0.08, 0.02], [0.62, 0.16, 0.13, 0.06, 0.03, 0.0]]
)


@record(eq=False)
class LineItems:
    """Lines of all opportunities, one opportunity after the other.

    `count`, `sums`, `leading` and `unknown` have a place for each opportunity: how many lines, what they come to, the
    product that the deal is about, and whether nobody has said yet what it may be worth. The others have a place for
    each line.
    """

    count: Integers
    sums: Floats
    leading: Integers
    unknown: Booleans
    opportunity: Integers
    product: Integers
    quantity: Integers
    discount: Floats
    total: Floats

    def leading_family(self) -> pa.Array:
        """Return the product family that each opportunity is about."""
        return pa.array(products.FAMILIES).take(pa.array(products.FAMILY[self.leading]))

    def amounts(self, opportunities: Opportunities) -> Floats:
        """Return the amount of each opportunity: the sum of its lines, or an estimate where there are none yet."""
        estimate = np.maximum(np.round(opportunities.target, -2), 500.0)
        return np.where(self.count > 0, self.sums, estimate)


def draw_line_items(settings: Demo, opportunities: Opportunities, accounts: Accounts) -> LineItems:
    """Return the line items; they come to about the opportunity's target."""
    random = settings.generator("line_items")
    segment = accounts.segment[opportunities.account]
    leading = pick(random, products.WEIGHTS, len(opportunities))
    count = np.where(opportunities.reached >= PROPOSAL, _LINES[pick_by_row(random, _LINE_WEIGHTS[segment])], 0)
    opportunity = np.repeat(np.arange(len(opportunities)), count)
    place = place_in_group(count)
    # Steps of 4 through 13 products name no product twice within a deal.
    product = (leading[opportunity] + place * 4) % len(products.PRODUCTS)
    discount = _DISCOUNTS[pick_by_row(random, _DISCOUNT_WEIGHTS[segment[opportunity]])]
    weight = random.uniform(0.4, 1.0, len(opportunity)) * np.where(place == 0, 2.2, 1.0)
    whole = np.bincount(opportunity, weights=weight, minlength=len(opportunities))
    target = opportunities.target[opportunity] * weight / whole[opportunity]
    price = products.PRICES[product] * (1 - discount / 100)
    quantity = np.maximum(np.round(target / price), 1).astype(np.int64)
    total = np.round(quantity * price, 2)
    sums: Floats = np.bincount(opportunity, weights=total, minlength=len(opportunities)).astype(np.float64)
    unknown = (count == 0) & (opportunities.stage < NEEDS_ANALYSIS) & chance(random, 0.15, len(opportunities))
    return LineItems(count, np.around(sums, 2), leading, unknown, opportunity, product, quantity, discount, total)


def line_item_table(
    lines: LineItems, opportunities: Opportunities, opportunity_ids: pa.Array, accounts: Accounts, users: Users
) -> DemoTable:
    """Return the dataset of line items."""
    at = lines.opportunity
    price = products.PRICES[lines.product]
    columns = (
        table.text("Id", "Line Item ID", identifiers("00k", len(at))),
        table.choice("OpportunityId", "Opportunity ID", at, opportunity_ids),
        *accounts.columns(opportunities.account[at]),
        *users.columns(opportunities.owner[at]),
        table.choice("Opportunity.StageName", "Stage", opportunities.stage[at], STAGES),
        table.flag("Opportunity.IsWon", "Won", opportunities.is_won[at]),
        table.choice("Product2.Name", "Product", lines.product, products.NAMES),
        table.choice("ProductCode", "Product Code", lines.product, products.CODES),
        table.choice("Product2.Family", "Product Family", products.FAMILY[lines.product], products.FAMILIES),
        table.number("Quantity", "Quantity", lines.quantity),
        table.number("ListPrice", "List Price", price, table.MONEY),
        table.number("Discount", "Discount (%)", lines.discount),
        table.number("UnitPrice", "Sales Price", np.round(price * (1 - lines.discount / 100), 2), "$#,##0.00"),
        table.number("TotalPrice", "Total Price", lines.total, table.MONEY),
        table.number("SortOrder", "Line", np.arange(len(at)) - group_starts(lines.count)[at] + 1),
        table.day("Opportunity.CloseDate", "Close Date", opportunities.close[at]),
    )
    return table.assemble("line_items", "Line Items", columns)
