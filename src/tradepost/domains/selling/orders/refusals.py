"""How orders refuse: one class a mistake, with its status, code and wording."""

from __future__ import annotations

from decimal import Decimal

from tradepost.errors import InvalidInput, NotFound


class UnknownOrder(NotFound):
    """404: there is no such order, or it is another seller's."""

    def __init__(self, order_id: str) -> None:
        super().__init__("The specified resource does not exist.", f"orderId: there is no order '{order_id[:60]}'")


class InvalidOrderId(InvalidInput):
    """400: this is no order id."""

    def __init__(self, order_id: str) -> None:
        super().__init__(
            "Invalid Input", f"orderId: '{order_id[:60]}' is not of 3, 7 and 7 digits with hyphens between"
        )


class WrongMarketplace(InvalidInput):
    """400: the order was placed in another marketplace."""

    def __init__(self, order_id: str, marketplace_id: str) -> None:
        super().__init__("Invalid Input", f"marketplaceId: order {order_id} was not placed in {marketplace_id}")


class NotShippable(InvalidInput):
    """400: the order is in no status to be shipped by its seller."""

    def __init__(self, order_id: str, why: str) -> None:
        super().__init__("Invalid Input", f"orderId: order {order_id} {why}")


class AlreadyFulfilled(InvalidInput):
    """400: all of the order has left. The message is Amazon's as callers have reported it."""

    def __init__(self, order_id: str, reference_id: str) -> None:
        super().__init__(
            "Failed to create package due to not finding a matching package or order already fulfilled.",
            f"packageReferenceId: order {order_id} is Shipped, and none of its packages is '{reference_id[:60]}'",
        )


class NotAnItemOfTheOrder(InvalidInput):
    """400: a package holds something that the order has not. The wording is Amazon's as callers have reported it."""

    def __init__(self, order_id: str, item_id: str) -> None:
        super().__init__(
            "OrderItemId is invalid, please obtain the value through the getOrderItems API or Manage Orders page",
            f"orderItemId: order {order_id} has no item '{item_id[:60]}'",
        )


class InvalidPackageReference(InvalidInput):
    """400: packages are numbered. The wording is Amazon's as callers have reported it."""

    def __init__(self, reference_id: str) -> None:
        super().__init__(
            "PackageReferenceId: is invalid, must be a positive numeric value.",
            f"packageReferenceId: '{reference_id[:60]}' is not a positive number",
        )


class NotPickedUp(InvalidInput):
    """400: the order is not picked up in a store. The wording is Amazon's as callers have reported it."""

    def __init__(self, order_id: str) -> None:
        super().__init__("Invalid Request Parameters", f"orderId: order {order_id} is not picked up in a store")


class InvalidTimes(InvalidInput):
    """400: the times of a search cannot be. The wording is Amazon's as callers have reported it."""

    def __init__(self, name: str, rule: str) -> None:
        super().__init__(
            "The input you have submitted is not valid. Please check your input and try again.", f"{name}: {rule}"
        )


class NotATime(InvalidInput):
    """400: a parameter is no time. The message is Amazon's as callers have reported it."""

    def __init__(self, name: str, value: str) -> None:
        super().__init__("This is an invalid input", f"{name}: '{value[:60]}' is not an ISO 8601 date or date-time")


class OtherSearch(InvalidInput):
    """400: a page token is sent with other parameters than it came from. The message is Amazon's as callers have
    reported it."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "The paginationToken you have submitted is not valid. All parameters must match the original request except"
            " maxResultsPerPage.",
            f"{name}: is not what it was in the request that the paginationToken came from",
        )


class UnknownItem(InvalidInput):
    """400: the order has no such item."""

    def __init__(self, order_id: str, item_id: str) -> None:
        super().__init__("Invalid Input", f"orderItemId: order {order_id} has no item '{item_id[:60]}'")


class TooManyUnits(InvalidInput):
    """400: more units than are left."""

    def __init__(self, item_id: str, units: int, left: int, deed: str) -> None:
        super().__init__("Invalid Input", f"quantity: {units} of item {item_id} cannot be {deed}; {left} are left")


class TooMuchMoney(InvalidInput):
    """400: more money than is left to be given back."""

    def __init__(self, item_id: str, kind: str, amount: Decimal, left: Decimal) -> None:
        super().__init__("Invalid Input", f"{kind}: {amount} of item {item_id} cannot be refunded; {left} is left")


class PackageTaken(InvalidInput):
    """400: the order has a package of this reference id, and it holds something else."""

    def __init__(self, order_id: str, reference_id: str) -> None:
        super().__init__(
            "Invalid Input",
            f"packageReferenceId: order {order_id} has a package '{reference_id[:60]}' already, with other items",
        )


class NotBuyable(InvalidInput):
    """400: what a buyer wants cannot be bought."""

    def __init__(self, seller_sku: str, why: str) -> None:
        super().__init__("Invalid Input", f"sellerSku: '{seller_sku[:60]}' {why}")


class NotReplaced(InvalidInput):
    """400: nobody replaces units of this order."""

    def __init__(self, order_id: str, why: str) -> None:
        super().__init__("Invalid Input", f"orderId: order {order_id} {why}")


class NothingRegulated(InvalidInput):
    """400: nothing in this order is regulated."""

    def __init__(self, order_id: str) -> None:
        super().__init__("Invalid Input", f"orderId: order {order_id} has no regulated items")
