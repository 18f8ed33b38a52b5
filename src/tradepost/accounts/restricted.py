"""Restricted resources: the operations that show personal data to a restricted data token only.

From the published use case guide of the Tokens API. ``data_elements`` are those that the resource knows; they are
optional, and only three operations of Orders v0 have any.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

import msgspec

DataElement = Literal["buyerInfo", "shippingAddress", "buyerTaxInformation"]

#: Which roles let an application ask for a data element.
ELEMENT_ROLES: dict[str, frozenset[str]] = {
    "shippingAddress": frozenset({"DTC"}),
    "buyerInfo": frozenset({"TR", "TI"}),
    "buyerTaxInformation": frozenset({"TR", "TI"}),
}
_ALL_ELEMENTS = frozenset(ELEMENT_ROLES)
_PII = frozenset({"DTC", "TI", "TR"})


class RestrictedPath(msgspec.Struct, frozen=True):
    """One restricted resource: its method and path template, its data elements, and the roles that may ask for it."""

    method: str
    template: str
    roles: frozenset[str] = _PII
    elements: frozenset[str] = frozenset()
    specific_only: bool = False

    def matches(self, method: str, path: str) -> bool:
        """Whether this path, with an identifier or with the placeholder as it stands, is this resource."""
        if method != self.method:
            return False
        if path == self.template:
            return not self.specific_only
        return _pattern(self.template).fullmatch(path) is not None

    def elements_for(self, asked: frozenset[str], roles: frozenset[str]) -> frozenset[str]:
        """Those of the data elements asked for that this resource has, and an application with these roles may see."""
        return frozenset(each for each in asked & self.elements if ELEMENT_ROLES[each] & roles)


@cache
def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{\w+\\\}", r"[^/{}]+", re.escape(template)))


_ORDERS = "/orders/v0/orders"
_DIRECT = "/vendor/directFulfillment"
RESTRICTED: tuple[RestrictedPath, ...] = (
    RestrictedPath("GET", _ORDERS, elements=_ALL_ELEMENTS),
    RestrictedPath("GET", f"{_ORDERS}/{{orderId}}", elements=_ALL_ELEMENTS),
    RestrictedPath("GET", f"{_ORDERS}/{{orderId}}/orderItems", elements=frozenset({"buyerInfo"})),
    RestrictedPath("GET", f"{_ORDERS}/{{orderId}}/address"),
    RestrictedPath("GET", f"{_ORDERS}/{{orderId}}/buyerInfo"),
    RestrictedPath("GET", f"{_ORDERS}/{{orderId}}/orderItems/buyerInfo"),
    RestrictedPath("GET", f"{_ORDERS}/{{orderId}}/regulatedInfo"),
    RestrictedPath("GET", "/reports/2021-06-30/documents/{reportDocumentId}", specific_only=True),
    RestrictedPath("GET", "/mfn/v0/shipments/{shipmentId}", roles=frozenset({"DTC"})),
    RestrictedPath("DELETE", "/mfn/v0/shipments/{shipmentId}", roles=frozenset({"DTC"})),
    RestrictedPath("PUT", "/mfn/v0/shipments/{shipmentId}/cancel", roles=frozenset({"DTC"})),
    RestrictedPath("POST", "/mfn/v0/shipments", roles=frozenset({"DTC"})),
    RestrictedPath("POST", "/easyShip/2022-03-23/packages/bulk", roles=frozenset({"DTC"})),
    RestrictedPath("GET", "/shipping/v1/shipments/{shipmentId}", roles=frozenset({"DTC"})),
    RestrictedPath("GET", "/fba/outbound/brazil/v0/shipments/{shipmentId}", roles=frozenset({"TI"})),
    *(
        RestrictedPath(method, f"{_DIRECT}/{area}/{version}/{noun}", roles=frozenset({"DTC"}))
        for version in ("v1", "2021-12-28")
        for method, area, noun in (
            ("GET", "orders", "purchaseOrders"),
            ("GET", "orders", "purchaseOrders/{purchaseOrderNumber}"),
            ("GET", "shipping", "shippingLabels"),
            ("GET", "shipping", "shippingLabels/{purchaseOrderNumber}"),
            ("POST", "shipping", "shippingLabels/{purchaseOrderNumber}"),
            ("GET", "shipping", "packingSlips"),
            ("GET", "shipping", "packingSlips/{purchaseOrderNumber}"),
            ("GET", "shipping", "customerInvoices"),
            ("GET", "shipping", "customerInvoices/{purchaseOrderNumber}"),
        )
    ),
)


def find(method: str, path: str) -> RestrictedPath | None:
    """The restricted resource of a method and path, or None. A trailing slash does not keep it from being found."""
    plain = path.rstrip("/") or path
    return next((each for each in RESTRICTED if each.matches(method, plain)), None)
