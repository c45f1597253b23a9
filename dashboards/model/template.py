"""The variables of an app template: `${App.Datasets.Sales.Name}` stands for the dataset `Sales`.

An exported app names its parts by such variables, which are filled in when the app is made from the template. The demo
data and imports keep the names, so the variable's middle part is the name.
"""

from __future__ import annotations

import re

from dashboards.model.json import Json

_VARIABLE = re.compile(
    r"\$\{App\.(?:Existing)?Datasets\.([^.{}]+)\.(?:Name|Alias|Id|FullyQualifiedName)\}", re.IGNORECASE
)


def without_variables(value: Json) -> Json:
    """Return a JSON value with the variables in its texts, at any depth, replaced by the names of datasets."""
    if isinstance(value, str):
        return _VARIABLE.sub(r"\1", value) if "${" in value else value
    if isinstance(value, list):
        return [without_variables(each) for each in value]
    if isinstance(value, dict):
        return {key: without_variables(each) for key, each in value.items()}
    return value
