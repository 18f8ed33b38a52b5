"""How Amazon Shipping refuses: one class a mistake, with its status, code and wording."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from tradepost.domains.carriage.rating import Ineligible
from tradepost.domains.problems import Faulty, Problem
from tradepost.errors import InvalidInput

#: What Amazon Shipping was seen to say to whatever is wrong with a request, in v1 and in v2.
INVALID: Final = "Invalid input."
_SHOWN: Final = 100


class Wrong(Faulty):
    """400: fields of a request break rules; every one is named."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems, INVALID)


def refuse(problems: Sequence[Problem]) -> None:
    """Raises Wrong where there is a problem."""
    if problems:
        raise Wrong(problems)


class UnknownShipment(InvalidInput):
    """400: v1 knows no such shipment of the caller's (seen; the published model would have 404)."""

    def __init__(self, shipment_id: str) -> None:
        super().__init__(INVALID, f"Shipment not found for specified shipmentId: '{shipment_id[:_SHOWN]}'")


class UnknownTracking(InvalidInput):
    """400: v1 knows no such parcel of the caller's; a label of Merchant Fulfillment is none (seen)."""

    def __init__(self, tracking_id: str) -> None:
        super().__init__(INVALID, f"TrackingId not found: '{tracking_id[:_SHOWN]}'")


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
            INVALID, f"requestToken: '{token[:60]}' was used for shipment {shipment_id}; ask for rates again"
        )


class KeyTaken(InvalidInput):
    """400: an idempotency key came with another request before."""

    def __init__(self, key: str) -> None:
        super().__init__(INVALID, f"x-amzn-IdempotencyKey: '{key[:60]}' came with another request before")


class NoService(InvalidInput):
    """400: no service that was asked for takes the parcel; every one says why."""

    def __init__(self, refused: Iterable[Ineligible]) -> None:
        sentences = [
            f"{each.service}: {reason.code}, {reason.message}" for each in refused for reason in each.reasons
        ] or ["there is no such service of a carrier of the country that the parcel starts in"]
        super().__init__(INVALID, sentences[0], problems=tuple((INVALID, each) for each in sentences[1:]))


class NotCancellable(InvalidInput):
    """400: the carrier has the parcel, or the shipment was canceled before (published guide)."""

    def __init__(self, shipment_id: str, state: str) -> None:
        super().__init__(
            INVALID, f"shipmentId: shipment {shipment_id} is {state}; it can be canceled until it is picked up"
        )


class ClaimedAlready(InvalidInput):
    """400: there is a claim for this parcel."""

    def __init__(self, tracking_id: str, claim_id: str) -> None:
        super().__init__(INVALID, f"trackingId: '{tracking_id[:60]}' has claim {claim_id}; a parcel has one")


class RateExpired(InvalidInput):
    """400: the rates of a shipment can be bought for ten minutes (our choice, as in v2)."""

    def __init__(self, rate_id: str) -> None:
        super().__init__(INVALID, f"rateId: '{rate_id[:60]}' has expired; create the shipment again")


class LabelsBought(InvalidInput):
    """400: the labels of a shipment are bought once, and not after it was canceled."""

    def __init__(self, shipment_id: str, why: str) -> None:
        super().__init__(INVALID, f"shipmentId: shipment {shipment_id} {why}")
