"""Regressions by statsmodels: least squares for numbers, logistic for what is true or false, and whether they hold."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from engine.analyses.customers.library import library
from engine.analyses.statistics.design import Design, Term, by_field
from engine.analyses.statistics.errors import AnalysisError
from saql.record import record

Floats: TypeAlias = npt.NDArray[np.float64]
Form: TypeAlias = Literal["plain", "logarithm", "binary"]

PART = "A regression"
_LOPSIDED = 2.0
_FAR_OFF = 4.0
_DEPENDENT = 1e-6


@record(eq=False)
class Fitted:
    """What a regression found.

    Args:
        form: a number as it is, its logarithm, or true and false.
        terms: the terms that stay; the fields of others follow from theirs.
        dropped: labels of fields that follow from the others.
        effects: of each term, by how much the target is higher at its high value than at its low one: a number, a part
            of it (logarithm), or points of a share (binary); with the ends between which it is in 95 of 100 cases.
        chances: of each field, how likely what it adds is by chance.
        weights: of each field, its part of what all of them add.
        explained: the part of the variance that is explained; of a binary target, in what part of pairs the one that is
            true has the higher chance.
        checks: figures by which the assumptions are judged.
        rows: how many rows there were.
    """

    form: Form
    terms: tuple[Term, ...]
    dropped: tuple[str, ...]
    effects: tuple[tuple[float, float, float], ...]
    chances: dict[str, float]
    weights: dict[str, float]
    explained: float
    checks: dict[str, float]
    rows: int


def fit(design: Design, target: Floats, binary: bool) -> Fitted:
    """Fit a regression of a target on a design.

    Args:
        design: its terms and rows.
        target: the target of all rows; 0 or 1 where it is binary.
        binary: whether it is.

    Raises:
        AnalysisError: nothing is left to explain with, the target is the same everywhere, or terms decide it.
        engine.query_errors.MissingExtraError: statsmodels is not installed.
    """
    outcome = target[design.rows]
    if len(design.terms) == 0 or len(outcome) < 10 * (len(design.terms) + 1):
        raise AnalysisError(
            f"{len(outcome):,} rows have all of the fields, too few for {len(design.terms)} terms.",
            hint="Name fewer fields, or fields that are there in more rows.",
        )
    if outcome.min() == outcome.max():
        raise AnalysisError("The target is the same in all rows.", hint="Ask for other rows with a condition.")
    terms, matrix, dropped = _independent(design)
    if not terms:
        raise AnalysisError(
            f"None of the fields varies in the {len(outcome):,} rows that have all of them.", hint="Name other fields."
        )
    form: Form = "binary" if binary else "logarithm" if _lopsided(outcome) else "plain"
    outcome = np.log(outcome) if form == "logarithm" else outcome
    result, robust = _solved(matrix, outcome, binary)
    covariance = np.asarray(robust.cov_params())
    coefficients = np.asarray(result.params)
    chances, weights = _fields(terms, coefficients, covariance)
    checks = {
        "collinearity": _inflation(matrix),
        **(_binary_checks if binary else _plain_checks)(result, matrix, outcome),
    }
    return Fitted(
        form,
        terms,
        dropped,
        tuple(_effect(form, each, place, coefficients, covariance, outcome) for place, each in enumerate(terms, 1)),
        chances,
        weights,
        _order(outcome, np.asarray(result.predict())) if binary else float(result.rsquared_adj),
        checks,
        len(outcome),
    )


def _lopsided(values: Floats) -> bool:
    """Whether a number is above 0 and has such a long tail that its logarithm is the better one to add up."""
    spread = values.std()
    return bool(values.min() > 0 and spread and (((values - values.mean()) / spread) ** 3).mean() > _LOPSIDED)


def _independent(design: Design) -> tuple[tuple[Term, ...], Floats, tuple[str, ...]]:
    """Return the terms that do not follow from those before them, their matrix, and labels of fields that do."""
    matrix = design.matrix()
    scaled = matrix / np.maximum(np.sqrt((matrix**2).mean(axis=0)), 1e-300)
    left = np.abs(np.diag(np.linalg.qr(scaled, mode="r"))) / np.sqrt(len(matrix))
    kept = [place for place in range(1, matrix.shape[1]) if left[place] > _DEPENDENT]
    terms = tuple(design.terms[place - 1] for place in kept)
    gone = {each.label for each in design.terms} - {each.label for each in terms}
    return terms, matrix[:, [0, *kept]], tuple(sorted(gone))


def _solved(matrix: Floats, outcome: Floats, binary: bool) -> tuple[Any, Any]:
    """Return the fit, and the fit whose errors hold where variances are unequal (HC3)."""
    api = library("statsmodels.api", PART)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            if binary:
                result = api.Logit(outcome, matrix).fit(disp=0, maxiter=100)
                return result, result
            result = api.OLS(outcome, matrix).fit()
            return result, result.get_robustcov_results("HC3")
        except (np.linalg.LinAlgError, ValueError) as error:
            raise AnalysisError(f"The regression has no solution: {error}.", hint="Name fewer fields.") from None


def _fields(
    terms: Sequence[Term], coefficients: Floats, covariance: Floats
) -> tuple[dict[str, float], dict[str, float]]:
    """Return of each field the chance of what its terms add (Wald's test), and its part of what all of them add."""
    tail = library("scipy.stats", PART).chi2.sf
    sizes, chances = {}, {}
    for field, places in by_field(terms):
        part = coefficients[places]
        sizes[field] = float(part @ np.linalg.pinv(covariance[np.ix_(places, places)]) @ part)
        chances[field] = float(tail(sizes[field], len(places)))
    whole = sum(sizes.values()) or 1.0
    return chances, {field: size / whole for field, size in sizes.items()}


def _effect(
    form: Form, term: Term, place: int, coefficients: Floats, covariance: Floats, outcome: Floats
) -> tuple[float, float, float]:
    step = term.high - term.low
    middle, reach = coefficients[place] * step, 1.96 * np.sqrt(max(covariance[place, place], 0)) * step
    ends = middle, middle - reach, middle + reach
    if form == "plain":
        return float(ends[0]), float(ends[1]), float(ends[2])
    if form == "logarithm":
        first, second, third = (float(np.expm1(min(each, 50.0))) for each in ends)
        return first, second, third
    share = float(outcome.mean())
    level = np.log(share / (1 - share))
    first, second, third = (float(1 / (1 + np.exp(-(level + each))) - share) for each in ends)
    return first, second, third


def _inflation(matrix: Floats) -> float:
    """Return the largest factor by which terms that go together widen the range of an effect."""
    if matrix.shape[1] < 3:
        return 1.0
    inverse = np.linalg.pinv(np.corrcoef(matrix[:, 1:], rowvar=False))
    return float(np.diag(inverse).max())


def _plain_checks(result: Any, matrix: Floats, outcome: Floats) -> dict[str, float]:
    residuals = np.asarray(result.resid)
    scaled = residuals / max(float(residuals.std()), 1e-300)
    breusch_pagan = library("statsmodels.stats.diagnostic", PART).het_breuschpagan
    far = np.abs(scaled) > _FAR_OFF
    checks = {
        "skewness": float((scaled**3).mean()),
        "tails": float((scaled**4).mean() - 3),
        "unequal": float(breusch_pagan(residuals, matrix)[1]),
        "far_off": float(far.sum()),
    }
    if 0 < far.sum() < len(far) / 20:
        api = library("statsmodels.api", PART)
        without = np.asarray(api.OLS(outcome[~far], matrix[~far]).fit().params)
        spread = np.sqrt(np.diag(np.asarray(result.cov_params())))
        checks["moved_by_them"] = float((np.abs(without - result.params) / np.maximum(spread, 1e-300))[1:].max())
    return checks


def _binary_checks(result: Any, _: Floats, outcome: Floats) -> dict[str, float]:
    expected = np.asarray(result.predict())
    tenths = np.array_split(np.argsort(expected, kind="stable"), 10)
    gaps = [abs(float(expected[each].mean() - outcome[each].mean())) for each in tenths if len(each)]
    return {"largest_gap": max(gaps), "separated": float(np.abs(result.params[1:]).max() > 15)}


def _order(outcome: Floats, expected: Floats) -> float:
    """Return in what part of pairs of a true and a false row more was expected of the true one (area under ROC)."""
    ranks = library("scipy.stats", PART).rankdata(expected)
    hits = float(outcome.sum())
    misses = len(outcome) - hits
    return float((ranks[outcome == 1].sum() - hits * (hits + 1) / 2) / (hits * misses))
