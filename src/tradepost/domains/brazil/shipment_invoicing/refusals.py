"""How Shipment Invoicing refuses: one class a mistake, with its status, code and wording."""

from __future__ import annotations

from tradepost.domains.brazil.shipment_invoicing.shipment import Status
from tradepost.errors import InvalidInput, NotFound


class UnknownShipment(NotFound):
    """404: the seller has no shipment of this id that waits for his invoice."""

    def __init__(self, shipment_id: str) -> None:
        super().__init__(
            "The specified resource does not exist.",
            f"shipmentId: '{shipment_id[:100]}' is no shipment of yours that you invoice",
            reason=f"{shipment_id[:100]} is no shipment of FBA Onsite in Brazil; Amazon invoices the sales of a seller"
            " until PUT brazil/establishment of the control API says that he does",
        )


class NotWaiting(InvalidInput):
    """400: the shipment has its invoice, or has one that is looked at, or will not leave at all."""

    def __init__(self, shipment_id: str, status: Status, *, called_off: bool) -> None:
        why = "was called off" if called_off else f"has an invoice that is {status}"
        super().__init__("Invalid Input", f"shipmentId: '{shipment_id}' {why}; none can be submitted")
