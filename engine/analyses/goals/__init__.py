"""Goals: what people and teams are to reach in a period, how far they are, and where it leads.

definition → sums of what counts, by person and period (read) → rolled up along the tree of people (people)
→ how each stands (standing) → a dataset (table) and a report in words (report)
"""
