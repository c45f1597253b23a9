"""Satisfaction: CSAT and NPS by period and group, with how sure they are."""

from __future__ import annotations

from typing import cast, get_args

from engine.analyses.satisfaction.analysis import analyse
from engine.analyses.satisfaction.datasets import satisfaction_rows
from engine.analyses.satisfaction.report import satisfaction_report
from engine.analyses.satisfaction.settings import Period, Satisfaction
from engine.json_value import JsonValue
from engine.models.kind import Made, Surroundings, Trained
from engine.models.settings import check_settings


class SatisfactionKind:
    """Without settings it takes the satisfaction of cases."""

    name = "satisfaction"
    about = "CSAT and NPS by month and group, with bounds, and what differs by more than chance."

    def read(self, name: str, file: JsonValue) -> Satisfaction:
        """Return the settings of a model of satisfaction."""
        check_settings(file, "dataset", "csat", "content", "nps", "date", "period", "by", "where")
        if file["dataset"].text() is None:
            return Satisfaction(
                name=name, dataset="cases", csat="CSAT", date="CreatedDate", by=("Product2.Family", "Owner.Name")
            )
        csat, nps = file["csat"].text(), file["nps"].text()
        if csat is None and nps is None:
            raise file["csat"].error("is missing", 'Name the field with scores in "csat" or in "nps".')
        return Satisfaction(
            name=name,
            dataset=file["dataset"].required_text(),
            csat=csat,
            content=file["content"].number(4, -1e9, 1e9),
            nps=nps,
            date=file["date"].text(),
            period=cast(Period, file["period"].one_of(get_args(Period), "month")),
            by=file["by"].texts(),
            where=file["where"].text(),
        )

    def loads(self, settings: Satisfaction) -> tuple[str, ...]:
        """Return the name of the dataset with scores."""
        return (settings.dataset,)

    def train(self, settings: Satisfaction, surroundings: Surroundings) -> Trained:
        """Report how content customers are; nothing is learnt."""
        found = analyse(settings, surroundings.session, surroundings.now)
        return Trained(state={}, report=satisfaction_report(found))

    def score(self, settings: Satisfaction, trained: Trained, surroundings: Surroundings) -> tuple[Made, ...]:
        """Return the measures by group and period."""
        return (satisfaction_rows(analyse(settings, surroundings.session, surroundings.now)),)


KIND = SatisfactionKind()
