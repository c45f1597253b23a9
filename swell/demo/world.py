"""The world in which the demo company sells: regions with their countries, segments, industries, lead sources."""

from __future__ import annotations

REGIONS = ("North America", "Latin America", "Northern Europe", "Central Europe", "Asia Pacific")
REGION_WEIGHTS = (0.37, 0.08, 0.21, 0.19, 0.15)

# Country, position of its region, weight among all countries of the region.
COUNTRIES = (
    ("United States", 0, 0.82),
    ("Canada", 0, 0.18),
    ("Brazil", 1, 0.48),
    ("Mexico", 1, 0.34),
    ("Chile", 1, 0.18),
    ("United Kingdom", 2, 0.48),
    ("Netherlands", 2, 0.20),
    ("Sweden", 2, 0.18),
    ("Denmark", 2, 0.14),
    ("Germany", 3, 0.46),
    ("France", 3, 0.27),
    ("Switzerland", 3, 0.15),
    ("Austria", 3, 0.12),
    ("Japan", 4, 0.34),
    ("Australia", 4, 0.31),
    ("India", 4, 0.19),
    ("Singapore", 4, 0.16),
)
COUNTRY_NAMES = tuple(name for name, _, _ in COUNTRIES)

SEGMENTS = ("Enterprise", "Mid-Market", "Small Business")
ENTERPRISE, MID_MARKET, SMALL_BUSINESS = range(3)

INDUSTRIES = (
    "Agriculture",
    "Construction",
    "Education",
    "Energy",
    "Financial Services",
    "Healthcare",
    "Hospitality",
    "Manufacturing",
    "Media",
    "Retail",
    "Technology",
    "Transportation",
)
INDUSTRY_WEIGHTS = (4, 6, 6, 6, 12, 11, 5, 14, 6, 11, 13, 6)
# What companies of each industry call themselves; no word twice.
TRADES = (
    ("Farms", "Harvest", "Growers"),
    ("Builders", "Construction", "Civil Works"),
    ("Academy", "Learning", "Campus"),
    ("Energy", "Power", "Renewables"),
    ("Capital", "Insurance", "Bank"),
    ("Health", "Clinics", "Care"),
    ("Hotels", "Resorts", "Catering"),
    ("Industries", "Machines", "Components"),
    ("Media", "Studios", "Publishing"),
    ("Stores", "Foods", "Outfitters"),
    ("Systems", "Software", "Networks"),
    ("Logistics", "Freight", "Rail"),
)

LEAD_SOURCES = (
    "Web",
    "Customer Referral",
    "Partner",
    "Outbound",
    "Paid Search",
    "Trade Show",
    "Webinar",
    "Content",
)
REFERRAL, TRADE_SHOW, WEBINAR = 1, 5, 6
# How often opportunities, and leads that never become one, come from each source.
OPPORTUNITY_SOURCE_WEIGHTS = (0.19, 0.13, 0.16, 0.17, 0.09, 0.10, 0.09, 0.07)
LEAD_SOURCE_WEIGHTS = (0.22, 0.04, 0.07, 0.15, 0.19, 0.13, 0.11, 0.09)
