"""Roles: what an application may ask for, and which of them opens an operation (published role mappings).

Any one of an operation's roles suffices. Roles are given by contract module, with exceptions by operation.
"""

from __future__ import annotations

from tradepost.contract.operation import Operation

ROLES: dict[str, str] = {
    "AF": "Amazon Fulfillment",
    "AWD": "Amazon Warehousing and Distribution",
    "BA": "Brand Analytics",
    "BC": "Buyer Communication",
    "BS": "Buyer Solicitation",
    "DTC": "Direct-to-Consumer Shipping",
    "FA": "Finance and Accounting",
    "IOT": "Inventory and Order Tracking",
    "PR": "Pricing",
    "PL": "Product Listing",
    "SPI": "Selling Partner Insights",
    "TI": "Tax Invoicing",
    "TR": "Tax Remittance",
    "PS": "Professional Services",
    "AISP": "Account Information Service Provider",
    "PISP": "Payment Initiation Service Provider",
    "NSC": "Notifications in Seller Central",
}
ALL_ROLES = frozenset(ROLES)

_BY_MODULE: dict[str, frozenset[str]] = {
    "fba_inventory": frozenset({"AF", "PL"}),
    "fulfillment_outbound_2020_07_01": frozenset({"AF"}),
    "sellers": frozenset({"AF", "BC", "DTC", "FA", "IOT", "PR", "PL", "SPI"}),
    "tokens_2021_03_01": frozenset({"DTC", "TI", "TR", "IOT", "FA", "AF", "BA"}),
}
_BY_OPERATION: dict[str, frozenset[str]] = {
    "fulfillment_outbound_2020_07_01.cancelFulfillmentOrder": frozenset({"AF", "PL"}),
}


def roles_for(operation: Operation) -> frozenset[str]:
    """The roles that open this operation; empty where no role is asked for."""
    found = _BY_OPERATION.get(operation.key)
    return found if found is not None else _BY_MODULE.get(operation.module, frozenset())
