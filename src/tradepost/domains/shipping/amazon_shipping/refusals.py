"""How Amazon Shipping refuses: one class a mistake, with its status, code and wording."""

from __future__ import annotations

from collections.abc import Iterable

from tradepost.domains.carriage.rating import Ineligible
from tradepost.errors import InvalidInput


class TokenExpired(InvalidInput):
    """400: rates were asked for more than ten minutes ago (published model)."""

    code = "TOKEN_EXPIRED"

    def __init__(self, token: str) -> None:
        super().__init__(
            "The request token has expired.",
            f"requestToken: '{token[:60]}' was given more than 10 minutes ago; ask for rates again",
        )


class BoughtAlready(InvalidInput):
    """400: rates can be bought once."""

    def __init__(self, token: str, shipment_id: str) -> None:
        super().__init__(
            "Invalid Input", f"requestToken: '{token[:60]}' was used for shipment {shipment_id}; ask for rates again"
        )


class KeyTaken(InvalidInput):
    """400: an idempotency key came with another request before."""

    def __init__(self, key: str) -> None:
        super().__init__("Invalid Input", f"x-amzn-IdempotencyKey: '{key[:60]}' came with another request before")


class NoService(InvalidInput):
    """400: no service that was asked for takes the parcel; every one says why."""

    def __init__(self, refused: Iterable[Ineligible]) -> None:
        sentences = [
            f"{each.service}: {reason.code}, {reason.message}" for each in refused for reason in each.reasons
        ] or ["there is no such service of a carrier of the country that the parcel starts in"]
        super().__init__(
            "Invalid Input", sentences[0], problems=tuple(("Invalid Input", each) for each in sentences[1:])
        )


class NotCancellable(InvalidInput):
    """400: the carrier has the parcel, or the shipment was canceled before (published guide)."""

    def __init__(self, shipment_id: str, state: str) -> None:
        super().__init__(
            "Invalid Input", f"shipmentId: shipment {shipment_id} is {state}; it can be canceled until it is picked up"
        )


class ClaimedAlready(InvalidInput):
    """400: there is a claim for this parcel."""

    def __init__(self, tracking_id: str, claim_id: str) -> None:
        super().__init__("Invalid Input", f"trackingId: '{tracking_id[:60]}' has claim {claim_id}; a parcel has one")


class RateExpired(InvalidInput):
    """400: the rates of a shipment can be bought for ten minutes (our choice, as in v2)."""

    def __init__(self, rate_id: str) -> None:
        super().__init__("Invalid Input", f"rateId: '{rate_id[:60]}' has expired; create the shipment again")


class LabelsBought(InvalidInput):
    """400: the labels of a shipment are bought once, and not after it was canceled."""

    def __init__(self, shipment_id: str, why: str) -> None:
        super().__init__("Invalid Input", f"shipmentId: shipment {shipment_id} {why}")
