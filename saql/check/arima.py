"""What only arimax has: the orders of its model, outside variables, and the table of models."""

from __future__ import annotations

from typing import Literal, cast

from saql.check.parameters import Parameters, numbers_of, value_span
from saql.check.wording import counted
from saql.syntax import expressions as written
from saql.syntax import statements as syntax
from saql.syntax.expressions import Identifier
from saql.typed.expressions import Column
from saql.typed.forecasts import Arima

ARIMA = ("arimaOrder", "seasonalOrder", "xreg", "xregFutures", "showParams")
_REGRESSORS = 10
_LARGEST = 5


def check_arima(node: syntax.Forecast, parameters: Parameters, length: int) -> Arima:
    """Return the model; what is wrong in it is left out after saying so."""
    parameters.require(("arimaOrder", "seasonalOrder"), node.span, "arimaOrder=(1, 1, 1)")
    order = _order("arimaOrder", "three whole numbers from 0 to 5, (p, d, q)", 3, parameters)
    seasonal = _order("seasonalOrder", "(P, D, Q, s): three numbers from 0 to 5, then 0 or 2 to 24", 4, parameters)
    regressors = _regressors(node, parameters)
    futures = _futures(parameters, regressors, length)
    show = parameters.choice("showParams", ("top", "multi"))
    return Arima(
        cast(tuple[int, int, int] | None, order),
        cast(tuple[int, int, int, int] | None, seasonal),
        regressors,
        futures,
        cast(Literal["top", "multi"] | None, show),
    )


def _order(name: str, expected: str, count: int, parameters: Parameters) -> tuple[int, ...] | None:
    parameter = parameters.get(name)
    if parameter is None:
        return None
    numbers = numbers_of(parameter.values, int)
    if numbers is None or len(numbers) != count or not all(0 <= each <= _LARGEST for each in numbers[:3]):
        parameters.refuse(parameter, expected)
        return None
    if count == 4 and numbers[3] not in (0, *range(2, 25)):
        parameters.refuse(parameter, expected)
        return None
    if count == 4 and numbers[3] == 0 and any(numbers):
        hints = ("give the number of periods in a season last, 12 for the months of a year",)
        parameters.wrong("SAQL463", parameter.span, hints=hints)
        return None
    return numbers


def _regressors(node: syntax.Forecast, parameters: Parameters) -> tuple[Column, ...]:
    parameter = parameters.get("xreg")
    if parameter is None:
        return ()
    if len(parameter.values) > _REGRESSORS:
        parameters.refuse(parameter, f"at most {_REGRESSORS} fields")
    if len(node.projections) > 1:
        found = counted(len(node.projections), "field")
        parameters.wrong("SAQL464", parameter.span, hints=("write an arimax for each",), found=found)
    columns = []
    for value in parameter.values:
        if isinstance(value, written.Name):
            columns.append(parameters.measure(value))
        else:
            columns.append(parameters.field(value, parameter))
    return tuple(each for each in columns if each is not None)


def _futures(
    parameters: Parameters, regressors: tuple[Column, ...], length: int
) -> tuple[tuple[float, ...], ...] | None:
    """Return the values that each outside variable will have, in the order of the variables."""
    parameter = parameters.get("xregFutures")
    if parameter is None:
        return None
    known = {each.name for each in regressors}
    futures: dict[str, tuple[float, ...]] = {}
    for value in parameter.values:
        match value:
            case (Identifier(name, span), written.Array(elements)) if isinstance(value, tuple):
                numbers = numbers_of(elements, float)
                if name not in known:
                    parameters.wrong("SAQL465", span, hints=("name it in `xreg` too",), name=name)
                elif numbers is None or len(numbers) != length:
                    found = counted(len(elements), "value")
                    parameters.wrong("SAQL466", value[1].span, name=name, expected=length, found=found)
                else:
                    futures[name] = numbers
            case _:
                parameters.refuse(parameter, "values by name", "write `xregFutures=(price: [1.5, 1.6])`")
                return None
    missing = [each.name for each in regressors if each.name not in futures]
    if missing and not parameters.failed:
        parameters.wrong("SAQL467", value_span(parameter), name=missing[0])
    return None if missing else tuple(futures[each.name] for each in regressors)
