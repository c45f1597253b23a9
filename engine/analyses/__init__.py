"""Analyses: why, what next, what to do. Each folder is one, from settings and SAQL to plain data and a report.

Kinds of models (`engine.models.kinds`), the page and the command line use them; nothing of a query knows them.
"""
