"""How content customers are by the scores that they give: CSAT and NPS, with how sure they are."""
