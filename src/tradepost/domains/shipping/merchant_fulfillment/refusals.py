"""How Merchant Fulfillment refuses: one class a mistake, with its status, code and wording."""

from __future__ import annotations

from collections.abc import Iterable

from tradepost.domains.carriage.rating import Ineligible
from tradepost.errors import InvalidInput


class NotEligible(InvalidInput):
    """400: the service does not take what is to be sent; every reason is named."""

    def __init__(self, service_id: str, refused: Iterable[Ineligible]) -> None:
        said = [f"{reason.code}, {reason.message}" for each in refused for reason in each.reasons]
        sentences = [f"ShippingServiceId: '{service_id[:60]}' is not eligible: {each}" for each in said]
        first = f"ShippingServiceId: '{service_id[:60]}' is no service of a carrier of the country that it ships from"
        sentences = sentences or [first]
        super().__init__(
            "Invalid Input", sentences[0], problems=tuple(("Invalid Input", each) for each in sentences[1:])
        )


class OfferLapsed(InvalidInput):
    """400: an offer has other terms by now, or was made for something else."""

    def __init__(self, offer_id: str, service_id: str) -> None:
        super().__init__(
            "Invalid Input",
            f"ShippingServiceOfferId: '{offer_id[:60]}' is not what {service_id} offers now for this shipment;"
            " ask for eligible services again",
        )


class NotCancellable(InvalidInput):
    """400: a refund was asked for before."""

    def __init__(self, shipment_id: str, status: str) -> None:
        super().__init__("Invalid Input", f"shipmentId: shipment {shipment_id} is {status}; a refund is asked for once")
