"""How FBA Inbound refuses: one class a mistake, with its status, code and wording.

Messages begin with ``ERROR:`` and wordings that integrators have met are kept in their form; the rest is our choice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tradepost.domains.fba.inbound.contents import Key, Line
from tradepost.errors import ApiError, InvalidInput

_SHOWN = 5


class BadRequest(ApiError):
    """400: a step is not possible in this state of a plan, or with these values."""

    status, code = 400, "BadRequest"

    def __init__(self, message: str, details: str = "", problems: Iterable[tuple[str, str]] = ()) -> None:
        more = tuple((f"ERROR: {text}", detail) for text, detail in problems)
        super().__init__(f"ERROR: {message}", details, problems=more)


class NotNow(BadRequest):
    """400: an operation is out of turn."""

    def __init__(self, operation: str, why: str) -> None:
        named = operation[:1].upper() + operation[1:]
        super().__init__(f"Operation {named} cannot be processed {why}.")


class NoPlacementConfirmed(BadRequest):
    """400: a plan whose placement is open has no shipments to send yet (wording as seen)."""

    def __init__(self, plan_id: str) -> None:
        super().__init__(f"No placement option is confirmed for inboundPlan {plan_id}.")


class NotOfThePlacement(BadRequest):
    """400: a shipment was only offered, or is none of the plan's (wording as seen)."""

    def __init__(self, shipment_id: str) -> None:
        super().__init__(f"Provided shipment {shipment_id} does not belong to the confirmed placement option.")


class CustomInIndiaOnly(BadRequest):
    """400: a seller chooses warehouses where this is not offered (wording as seen)."""

    def __init__(self, warehouse_id: str) -> None:
        super().__init__(
            "CustomPlacement details is only supported for inbound plans with destinations in IN.",
            f"customPlacement[0].warehouseId: '{warehouse_id}' can be chosen in the marketplace of India only",
        )


class NotAvailable(BadRequest):
    """400: SKUs are not the seller's, or not yet (wording as seen)."""

    def __init__(self, mskus: Sequence[str]) -> None:
        super().__init__(
            "The following MSKUs are not available for inbound. If these were recently added, please try again later."
            f" MSKUs: [{', '.join(mskus)}]",
            "; ".join(f"msku: '{each}' is not a SKU of yours in this marketplace" for each in mskus),
        )


class Repeated(BadRequest):
    """400: items speak of the same units (wording as seen)."""

    def __init__(self, mskus: Sequence[str]) -> None:
        super().__init__(
            f"Items contain multiple identical MSKUs [{', '.join(mskus)}]."
            " Please remove duplicated MSKUs and try again.",
            "; ".join(
                f"items: '{each}' stands in an earlier item already, with the same expiration, lot and owners"
                for each in mskus
            ),
        )


class NotValid(BadRequest):
    """400: SKUs that are asked about are not the seller's (wording as seen)."""

    def __init__(self, mskus: Sequence[str]) -> None:
        super().__init__(
            f"The following MSKUs are not valid: [{', '.join(mskus)}].",
            "; ".join(f"mskus: '{each}' is not a SKU of yours in this marketplace" for each in mskus),
        )


class NotTrackable(BadRequest):
    """400: numbers cannot be told of a shipment yet, or any more (wording as seen)."""

    def __init__(self, shipment_id: str, why: str) -> None:
        super().__init__(f"Shipment {shipment_id} is not in a state where tracking details can be provided.", why)


class UnknownBoxes(BadRequest):
    """400: numbers are told of boxes that a shipment does not have (wording as seen)."""

    def __init__(self, box_ids: Sequence[str]) -> None:
        super().__init__(
            "UpdateShipmentTrackingDetails cannot be processed because the following invalid boxIds were found in the"
            f" request: [{', '.join(box_ids)}]",
            "boxId: every one is to be a box of the shipment, as listShipmentBoxes shows them",
        )


class TokenNotOfTheQuery(BadRequest):
    """400: a page token is none of ours, or was given for another query (wording as seen)."""

    def __init__(self) -> None:
        super().__init__(
            "The specified pagination token is invalid or not compatible with the provided filters in the request"
            " input."
        )


class NotTheGroups(BadRequest):
    """400: boxes are told of other packing groups than those that were confirmed (wording as seen)."""

    def __init__(self, wanted: Iterable[str], named: Iterable[str]) -> None:
        super().__init__(
            f"Provided package grouping ids are incorrect. Expected all of [{', '.join(wanted)}]",
            f"packingGroupId: '{', '.join(named)}' are not the groups of the confirmed packing option",
        )


class OwnersNotAccepted(BadRequest):
    """400: items name somebody for labeling or preparation who cannot do it; each in a sentence of its own."""

    def __init__(self, faults: Sequence[tuple[str, str, str, Sequence[str]]]) -> None:
        sentences = [
            (
                f"{sku} {_why(field, value, accepted)}. Accepted values: [{', '.join(accepted)}]",
                f"{field}: '{value}' is not accepted for msku '{sku}'",
            )
            for sku, field, value, accepted in faults
        ]
        super().__init__(*sentences[0], problems=sentences[1:])


def _why(field: str, value: str, accepted: Sequence[str]) -> str:
    if value == "NONE":
        return f"requires {field} but NONE was assigned"
    if "NONE" in accepted:
        return f"does not require {field} but {value} was assigned"
    return f"does not accept {value} as {field}"


class ShipmentsDoNotMatch(BadRequest):
    """400: shipments were named that are not those of the placement option."""

    def __init__(self, shipment_ids: Iterable[str]) -> None:
        named = ", ".join(shipment_ids)
        super().__init__(
            f"Provided shipment ids [{named}] do not match the shipments in the confirmed placement option",
            "every shipment of the confirmed placement option is to be named once",
        )


class NeitherStatusNorId(InvalidInput):
    """400: shipments of v0 are asked for by state or by id, also within a time (wording as seen)."""

    def __init__(self) -> None:
        super().__init__("At least one of ShipmentStatusList and ShipmentIdList must be provided")


class NoCarrierConfirmed(InvalidInput):
    """400: labels of v0 are asked for before it is known who brings the shipment (wording as seen)."""

    def __init__(self, shipment_id: str) -> None:
        super().__init__(
            "Carrier estimate is not yet confirmed.",
            f"shipmentId: '{shipment_id}' has no transportation option that was confirmed",
        )


class PageSizeNeeded(InvalidInput):
    """400: labels of v0 are asked for without saying how many, where no partnered carrier brings parcels (wording as
    seen)."""

    def __init__(self, shipment_id: str) -> None:
        super().__init__(
            "pageSize must be provided for Non-Partnered and LTL Shipments. Cannot print labels"
            f" [shipmentId={shipment_id}]",
            "PageSize: is required where no partnered carrier brings parcels",
        )


class UnknownCartons(InvalidInput):
    """400: labels of v0 are asked for boxes that the shipment does not have (wording as seen)."""

    def __init__(self, box_ids: Iterable[str], shipment_id: str) -> None:
        named = ", ".join(box_ids)
        super().__init__(
            f"Provided SellerCartonIds are not valid: [[{named}]] for Shipment: [{shipment_id}]",
            f"PackageLabelsToPrint: '{named}' is not a box of the shipment",
        )


class ContentsDoNotMatch(BadRequest):
    """400: the units in boxes are not those that were planned."""

    def __init__(self, what: str, wrong: Sequence[tuple[Key, int, int]]) -> None:
        told = [
            f"msku '{key[0]}'{_apart(key)}: {wanted} planned, {found} in boxes" for key, wanted, found in wrong[:_SHOWN]
        ]
        more = f" and {len(wrong) - _SHOWN} more" if len(wrong) > _SHOWN else ""
        super().__init__(f"{what} did not contain expected items and/or quantities.", "; ".join(told) + more)


def _apart(key: Key) -> str:
    _, expiration, lot, label_owner, prep_owner = key
    said = [f"expiration {expiration}" if expiration else "", f"lot {lot}" if lot else ""]
    return f" ({', '.join(filter(None, (*said, f'labelOwner {label_owner}', f'prepOwner {prep_owner}')))})"


def compare(what: str, wanted: Sequence[Line], found: Sequence[Line], *, some: bool = False) -> None:
    """Raises ContentsDoNotMatch where units are missing or too many; with ``some`` they may be fewer than planned."""
    planned, packed = {each.key: each.quantity for each in wanted}, {each.key: each.quantity for each in found}
    wrong = []
    for key in dict.fromkeys((*planned, *packed)):
        want, have = planned.get(key, 0), packed.get(key, 0)
        if have > want or (have < want and not some):
            wrong.append((key, want, have))
    if wrong:
        raise ContentsDoNotMatch(what, wrong)
