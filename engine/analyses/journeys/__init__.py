"""Journeys: through which stages records go, how many move on, how long it takes, and where they drop out.

Events in order (`events`, `order`), how far each record came (`progress`), then the funnel, ways and segments.
"""
