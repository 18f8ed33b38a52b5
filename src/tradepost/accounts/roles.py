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

_SELLER_ROLES = ALL_ROLES - {"PS", "AISP", "PISP", "NSC"}
_ORDER_READERS = _SELLER_ROLES - {"BA"}


def _roles(codes: str) -> frozenset[str]:
    return frozenset(codes.split())


_BY_MODULE: dict[str, frozenset[str]] = {
    "awd_2024_05_09": _roles("AWD"),
    "catalog_items_2020_12_01": _roles("PL"),
    "catalog_items_2022_04_01": _roles("PL"),
    "catalog_items_v0": _roles("PL"),
    "catalog_items_v0_2024_11": _roles("PL"),
    "definitions_product_types_2020_09_01": _roles("PL IOT"),
    "easy_ship_2022_03_23": _roles("DTC"),
    "fba_inbound": _roles("AF"),
    "fba_inventory": _roles("AF PL"),
    "feeds_2021_06_30": _roles("PL IOT DTC AF TI"),
    "finances_2024_06_19": _roles("FA"),
    "finances_v0": _roles("FA"),
    "fulfillment_inbound_2024_03_20": _roles("AF"),
    "fulfillment_inbound_v0": _roles("AF"),
    "fulfillment_outbound_2020_07_01": _roles("AF"),
    "invoices_api_model_2024_06_19": _roles("TI FA"),
    "listings_items_2020_09_01": _roles("PL IOT"),
    "listings_items_2021_08_01": _roles("PL IOT"),
    "listings_restrictions_2021_08_01": _roles("PL"),
    "merchant_fulfillment_v0": _roles("DTC"),
    "notifications": ALL_ROLES,
    "orders_2026_01_01": _ORDER_READERS,
    "orders_v0": _ORDER_READERS,
    "product_fees_v0": _SELLER_ROLES,
    "product_pricing_2022_05_01": _roles("PR PL"),
    "product_pricing_v0": _roles("PR PL"),
    "reports_2021_06_30": _roles("PL IOT DTC TI TR AF FA BA SPI"),
    "sales": _ORDER_READERS,
    "sellers": _roles("AF BC DTC FA IOT PR PL SPI"),
    "services": _roles("PS"),
    "shipment_invoicing_v0": _roles("TI"),
    "shipping": _roles("DTC PL"),
    "shipping_v2": _roles("DTC"),
    "supply_sources_2020_07_01": _roles("SPI"),
    "tokens_2021_03_01": _roles("DTC TI TR"),
    "uploads_2020_11_01": _roles("AF BC PL TI"),
}
_BY_OPERATION: dict[str, frozenset[str]] = {
    "finances_v0.listFinancialEvents": _roles("FA AF"),
    "fulfillment_outbound_2020_07_01.cancelFulfillmentOrder": _roles("AF PL"),
    "orders_v0.confirmShipment": _roles("IOT DTC"),
    "orders_v0.getOrderRegulatedInfo": _roles("DTC"),
    "orders_v0.updateShipmentStatus": _roles("IOT"),
    "orders_v0.updateVerificationStatus": _roles("DTC"),
    "sellers.getAccount": _roles("FA AISP"),  # published guide of the Sellers API
}


def roles_for(operation: Operation) -> frozenset[str]:
    """The roles that open this operation; empty where no role is asked for."""
    found = _BY_OPERATION.get(operation.key)
    return found if found is not None else _BY_MODULE.get(operation.module, frozenset())
