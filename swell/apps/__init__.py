"""Ready-made apps: datasets in one form for every CRM, numbers that are defined, and dashboards over them.

`datasets/` has a folder for each dataset with one query for each CRM that it can come from and the metrics over it;
each app's folder says which datasets it needs and brings dashboards and models.
"""
