"""Customers: what they will buy, who they are, who stays.

Each file takes purchases, as arrays or by SAQL, and gives plain data; the kinds of models in `engine/models/kinds` make
datasets and reports of it.
"""
