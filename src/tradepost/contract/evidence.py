"""How much was seen of each operation on Amazon's wire: sources, facts, and how many of these differ.

Made by tools/fidelity.py from tests/evidence.
"""

from __future__ import annotations

from typing import Final

EVIDENCE: Final[dict[str, tuple[int, int, int]]] = {
    "catalog_items_2022_04_01.getCatalogItem": (2, 9, 0),
    "catalog_items_2022_04_01.searchCatalogItems": (2, 11, 0),
    "definitions_product_types_2020_09_01.getDefinitionsProductType": (1, 2, 0),
    "definitions_product_types_2020_09_01.searchDefinitionsProductTypes": (3, 8, 0),
    "listings_items_2021_08_01.deleteListingsItem": (1, 4, 0),
    "listings_items_2021_08_01.getListingsItem": (4, 13, 1),
    "listings_items_2021_08_01.patchListingsItem": (5, 26, 7),
    "listings_items_2021_08_01.putListingsItem": (3, 18, 0),
    "listings_items_2021_08_01.searchListingsItems": (1, 3, 0),
    "listings_restrictions_2021_08_01.getListingsRestrictions": (1, 2, 0),
    "orders_v0.confirmShipment": (4, 18, 1),
    "orders_v0.getOrder": (2, 9, 2),
    "orders_v0.getOrderAddress": (3, 20, 0),
    "orders_v0.getOrderBuyerInfo": (1, 4, 0),
    "orders_v0.getOrderItems": (3, 34, 0),
    "orders_v0.getOrderItemsBuyerInfo": (1, 4, 0),
    "orders_v0.getOrders": (7, 51, 3),
    "orders_v0.updateShipmentStatus": (3, 11, 1),
    "product_fees_v0.getMyFeesEstimateForASIN": (2, 27, 0),
    "product_fees_v0.getMyFeesEstimateForSKU": (2, 11, 6),
    "product_fees_v0.getMyFeesEstimates": (1, 18, 1),
    "product_pricing_2022_05_01.getCompetitiveSummary": (1, 12, 3),
    "product_pricing_2022_05_01.getFeaturedOfferExpectedPriceBatch": (0, 0, 0),
    "product_pricing_v0.getCompetitivePricing": (2, 6, 6),
    "product_pricing_v0.getItemOffers": (2, 35, 0),
    "product_pricing_v0.getItemOffersBatch": (4, 20, 2),
    "product_pricing_v0.getListingOffers": (1, 5, 0),
    "product_pricing_v0.getListingOffersBatch": (2, 26, 0),
    "product_pricing_v0.getPricing": (2, 18, 0),
    "sales.getOrderMetrics": (4, 37, 7),
    "sellers.getMarketplaceParticipations": (2, 7, 0),
    "tokens_2021_03_01.createRestrictedDataToken": (4, 17, 1),
}
