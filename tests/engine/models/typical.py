"""A kind of model for tests: the mean of a measure for each group, and how far each record is from it."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from engine.json_value import JsonValue
from engine.models.errors import ModelError
from engine.models.kind import Made, Surroundings, Trained
from engine.models.settings import check_settings
from engine.reports.report import Report, Statement
from engine.store import FieldSpec


class Typical:
    """Its settings: {dataset, measure}; it is not usable where the mean is negative."""

    name = "typical"
    about = "What is typical of each stage."

    def read(self, name: str, file: JsonValue) -> Any:
        check_settings(file, "dataset", "measure")
        return {"name": name, "dataset": file["dataset"].required_text(), "measure": file["measure"].required_text()}

    def loads(self, settings: Mapping[str, str]) -> tuple[str, ...]:
        return (settings["dataset"],)

    def train(self, settings: Mapping[str, str], surroundings: Surroundings) -> Trained:
        values = self._rows(settings, surroundings)[settings["measure"]].to_numpy()
        if not len(values):
            raise ModelError(f"{settings['dataset']} has no rows to learn from.")
        surroundings.log(f"{len(values)} rows")
        mean = float(np.mean(values))  # of a null nothing is learnt that can be kept
        report = Report(title="What is typical", verdict=(Statement(text=f"The mean is {mean:g}."),))
        return Trained(
            state={"mean": mean}, report=report, usable=mean >= 0, reason="" if mean >= 0 else "It is negative."
        )

    def score(self, settings: Mapping[str, str], trained: Trained, surroundings: Surroundings) -> tuple[Made, ...]:
        rows = self._rows(settings, surroundings)
        away = rows[settings["measure"]].to_numpy() - trained.state["mean"]
        table = rows.select(["Id"]).append_column("Away", [away])
        fields = [FieldSpec(name="Away", label="Away from the mean", format="0.0%")]
        return (Made(name=f"{settings['name']}_away", rows=table, fields=fields, key=("Id",), label="Away"),)

    def _rows(self, settings: Mapping[str, str], surroundings: Surroundings) -> Any:
        text = f'q = load "{settings["dataset"]}"; q = foreach q generate Id, {settings["measure"]};'
        return surroundings.session.query(text, now=surroundings.now).table


KIND = Typical()
