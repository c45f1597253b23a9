"""Scorecards: how likely an outcome is for each record, and exactly why.

    records → fields that may be learnt from → bins → points of each bin → probability, band, reasons, the best change

A scorecard is additive: each field gives points by its value, and the points of a record add up to its log odds. So its
tables are the whole model, they are kept as they are read, and the reasons that it gives are exact. scikit-learn finds
the points; nothing is needed of it to score.
"""
