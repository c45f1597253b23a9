"""Clusters of customers in words, and how sure they are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.analyses.customers.clusters import STABLE, Clusters
from engine.analyses.customers.rfm_report import Sum
from engine.kernels.arrays import Array
from engine.reports.report import Chart, Column, Report, Section, Statement, Table
from saql import quote


def clusters_report(dataset: str, found: Clusters, labels: Array, revenue: Array, reason: str) -> Report:
    """Return the report.

    Args:
        dataset: the dataset that has the customers.
        found: the clusters.
        labels: the cluster of each customer (n,).
        revenue: what each customer brought (n,).
        reason: why the clusters are not used; empty where they are.
    """
    return Report(
        title="Clusters of customers",
        verdict=(_verdict(found, reason),),
        sections=(cluster_section(dataset, _sums(found, labels, revenue)), _trials(found)),
    )


def cluster_rows(dataset: str, words: str) -> str:
    """Return the query that lists the customers of a cluster, those with most revenue first."""
    return (
        f"q = load {quote.text(dataset)};\nq = filter q by 'Cluster' == {quote.text(words)};\n"
        "q = foreach q generate 'Name' as 'Name', 'Revenue' as 'Revenue', 'Purchases' as 'Purchases', "
        "'DaysSince' as 'DaysSince';\nq = order q by 'Revenue' desc;"
    )


def cluster_sums(dataset: str, words: str | None = None) -> str:
    """Return the query for the customers and the revenue of a cluster, or of all."""
    chosen = "" if words is None else f"q = filter q by 'Cluster' == {quote.text(words)};\n"
    return (
        f"q = load {quote.text(dataset)};\n{chosen}q = group q by 'Cluster';\n"
        "q = foreach q generate 'Cluster' as 'Cluster', count() as 'Customers', sum('Revenue') as 'Revenue';"
    )


def _verdict(found: Clusters, reason: str) -> Statement:
    number, chosen = len(found.centres), found.chosen
    if reason:
        return Statement(text=f"Not used. {reason}", tone="bad")
    apart = "well" if chosen.silhouette >= 0.5 else "somewhat" if chosen.silhouette >= 0.25 else "hardly"
    text = (
        f"Customers fall into {number} clusters, which are {apart} apart: customers near a border could as well be in "
        f"the next (silhouette {chosen.silhouette:.2f}; {found.shuffled:.2f} by chance)."
    )
    return Statement(text=text, tone="unsure" if chosen.silhouette < 0.25 else "neutral")


def cluster_section(dataset: str, sums: Sequence[Sum]) -> Section:
    """Return the clusters.

    Args:
        dataset: the dataset that has the customers.
        sums: what is in each cluster.
    """
    total = sum(each.revenue for each in sums)
    columns = (
        Column(name="cluster", label="Cluster"),
        Column(name="customers", label="Customers", type="number", format="#,##0"),
        Column(name="revenue", label="Revenue", type="number", format="#,##0"),
    )
    said = []
    for each in sums:
        share = f"{each.revenue / total:.0%}" if total > 0 else "none"
        said.append(
            Statement(
                text=f"{each.name[:1].upper()}{each.name[1:]}: {each.customers:,} customers with {share} of revenue.",
                query=cluster_sums(dataset, each.name),
                records=cluster_rows(dataset, each.name),
            )
        )
    rows = tuple((each.name, each.customers, each.revenue) for each in sums)
    chart = Chart(kind="bars", dimension="cluster", measures=("customers",))
    table = Table(columns=columns, rows=rows, chart=chart, query=cluster_sums(dataset))
    return Section(heading="Clusters: customers who are alike", statements=tuple(said), tables=(table,))


def _sums(found: Clusters, labels: Array, revenue: Array) -> list[Sum]:
    counts = np.bincount(labels, minlength=len(found.words))
    money = np.bincount(labels, revenue, len(found.words))
    triples = zip(found.words, counts.tolist(), money.tolist(), strict=True)
    return [Sum(name=words, customers=count, revenue=brought) for words, count, brought in triples]


def _trials(found: Clusters) -> Section:
    text = (
        f"The number is that with the greatest silhouette (how far apart clusters are, at most 1) among those with a "
        f"stability of {STABLE} or more (how far the same customers are together when others are left out, at most 1)."
    )
    columns = (
        Column(name="number", label="Clusters"),
        Column(name="silhouette", label="Silhouette", type="number", format="0.00"),
        Column(name="stability", label="Stability", type="number", format="0.00"),
    )
    rows = tuple((str(each.number), each.silhouette, each.stability) for each in found.trials)
    measures = ", ".join(found.features)
    said = (Statement(text=text), Statement(text=f"Customers are compared by the logarithms of: {measures}."))
    return Section(heading="How many clusters", statements=said, tables=(Table(columns=columns, rows=rows),))
