"""How FBA Outbound refuses: one class a mistake, with its status, code and wording.

Wordings that real callers have reported are kept in their form (``Value X for parameter Y is invalid. Reason:
InvalidValue.``); the rest is our choice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tradepost.domains.problems import Problem
from tradepost.errors import InvalidInput, NotFound


class UnknownOrder(NotFound):
    """404: the seller has no such fulfillment order."""

    def __init__(self, order_id: str) -> None:
        super().__init__(
            "The specified resource does not exist.", f"sellerFulfillmentOrderId: '{order_id}' is not an order of yours"
        )


class UnknownPackage(NotFound):
    """404: the seller has no such package."""

    def __init__(self, package_number: int) -> None:
        super().__init__(
            "The specified resource does not exist.", f"packageNumber: '{package_number}' is not a package of yours"
        )


class DuplicateOrder(InvalidInput):
    """400: the id was given to an order before, whatever became of that one."""

    def __init__(self, order_id: str) -> None:
        super().__init__(
            f"Value {order_id} for parameter sellerFulfillmentOrderId is invalid. Reason: DuplicateValue.",
            f"sellerFulfillmentOrderId: '{order_id}' must be unique among the orders of a seller",
        )


class UnknownSkus(InvalidInput):
    """400: items name SKUs that the seller does not have in that marketplace; each in a sentence of its own."""

    def __init__(self, items: Sequence[tuple[str, str]]) -> None:
        sentences = [
            (f"the SellerSKU for Item Id: {item_id} is invalid.", f"sellerSku: '{sku}' is not in this inventory")
            for item_id, sku in items
        ]
        super().__init__(*sentences[0], problems=tuple(sentences[1:]))


class FaultyOrder(InvalidInput):
    """400: fields of an order break rules; every one is named."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        sentences = [
            (f"Value {each.value} for parameter {each.path} is invalid. Reason: InvalidValue.", each.sentence())
            for each in problems
        ]
        super().__init__(*sentences[0], problems=tuple(sentences[1:]))


class OrderNotCancellable(InvalidInput):
    """400: picking has begun, or the order has ended."""

    def __init__(self, order_id: str, status: str) -> None:
        super().__init__(
            f"Fulfillment order {order_id} cannot be cancelled because its status is {status}.",
            "an order can be cancelled while its status is New, Received or Planning",
        )


class OrderNotUpdatable(InvalidInput):
    """400: the order has no hold on it, or no longer."""

    def __init__(self, order_id: str, status: str) -> None:
        super().__init__(
            f"Fulfillment order {order_id} cannot be updated because it is not on hold and its status is {status}.",
            "an order can be updated while it is on hold",
        )


class FieldNotUpdatable(InvalidInput):
    """400: that field of an order stays as it was created."""

    def __init__(self, fields: Sequence[str]) -> None:
        first, *others = [
            (f"Value for parameter {name} is invalid. Reason: InvalidValue.", f"{name}: cannot be changed by an update")
            for name in fields
        ]
        super().__init__(*first, problems=tuple(others))


class StatusNotReachable(InvalidInput):
    """400: no legal steps lead to the status of the update."""

    def __init__(self, order_id: str, status: str, wanted: str, reachable: Iterable[str]) -> None:
        ways = ", ".join(sorted(reachable)) or "nothing"
        super().__init__(
            f"Value {wanted} for parameter fulfillmentOrderStatus is invalid. Reason: InvalidValue.",
            f"fulfillmentOrderStatus: '{wanted}' cannot follow {status}, the status of {order_id}; {ways} can",
        )


class UnknownFeature(InvalidInput):
    """400: no feature has this name. The form of the message was seen."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(
            f"Must be {' or '.join(known)}.", f"featureName: '{name[:60]}' must be one of {', '.join(known)}"
        )


class FeatureNotInRegion(InvalidInput):
    """400: the marketplace does not have the feature. The message was seen."""

    def __init__(self, name: str, country: str, there: Sequence[str]) -> None:
        super().__init__(
            f"Region does not support feature: {name}",
            f"featureName: '{name}' is not among the features of {country}: {', '.join(there)}",
        )


class FeatureNotAvailable(InvalidInput):
    """400: a feature that the order requires cannot be had for it."""

    def __init__(self, feature: str, reason: str) -> None:
        super().__init__(
            f"Value {feature} for parameter featureConstraints.featureName is invalid. Reason: InvalidValue.",
            f"featureConstraints.featureName: '{feature}' is required and {reason}",
        )
