"""What the demo company sells."""

from __future__ import annotations

import numpy as np

# Product, code, family, list price of one unit, how often it leads a deal.
PRODUCTS = (
    ("Core Platform", "PLT-100", "Platform", 480.0, 20),
    ("Core Platform Plus", "PLT-200", "Platform", 840.0, 11),
    ("Insight Studio", "ANA-100", "Analytics", 360.0, 15),
    ("Forecasting", "ANA-200", "Analytics", 300.0, 7),
    ("Data Hub", "ANA-300", "Analytics", 720.0, 9),
    ("Flow Builder", "AUT-100", "Automation", 240.0, 12),
    ("Document Robot", "AUT-200", "Automation", 180.0, 7),
    ("Field App", "MOB-100", "Mobile", 120.0, 6),
    ("Onboarding Day", "SRV-100", "Services", 1_250.0, 3),
    ("Consulting Day", "SRV-200", "Services", 1_450.0, 4),
    ("Training Seat", "SRV-300", "Services", 390.0, 2),
    ("Premier Support", "SUP-100", "Support", 96.0, 3),
    ("Support Around the Clock", "SUP-200", "Support", 156.0, 1),
)
NAMES = tuple(name for name, _, _, _, _ in PRODUCTS)
CODES = tuple(code for _, code, _, _, _ in PRODUCTS)
FAMILIES = ("Analytics", "Automation", "Mobile", "Platform", "Services", "Support")
FAMILY = np.array([FAMILIES.index(family) for _, _, family, _, _ in PRODUCTS], dtype=np.int64)
PRICES = np.array([price for _, _, _, price, _ in PRODUCTS])
WEIGHTS = np.array([float(weight) for _, _, _, _, weight in PRODUCTS])
