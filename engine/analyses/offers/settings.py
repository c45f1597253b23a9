"""What is to be known to say which product a customer buys next."""

from __future__ import annotations

from saql.record import record


@record(kw_only=True)
class Settings:
    """What is bought by whom, and when.

    Args:
        name: the model's name.
        label: what people call it.
        dataset: the dataset with a row for each thing that was bought, or might have been.
        id: the field with the customer.
        product: the field with the product, or the family of products.
        date: the day of the purchase.
        bought: a SAQL condition: whether it was bought.
        fields: what is known of customers: texts of the dataset, of which the newest counts.
        carried: fields that the result has besides, likewise.
        days: within how many days the next purchase is looked for.
    """

    name: str
    label: str
    dataset: str
    id: str
    product: str
    date: str
    bought: str
    fields: tuple[str, ...] = ()
    carried: tuple[str, ...] = ()
    days: int = 182
