"""Offers: which product each customer is likely to buy next, and why.

purchases → customers as they were on past days → a scorecard for each product → chances of what they do not have yet
"""
