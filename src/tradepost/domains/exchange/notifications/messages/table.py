"""Every notification type: its versions, its form, how it is sent, which events make it, and what makes its payload.

Types, versions, ways and filters are published (notification type values; filter guide), roles as far as they are.
``maker`` is a function of a module beside this one. It is plain data: nothing is loaded until something happens.
"""

from __future__ import annotations

from typing import Final, Literal

import msgspec

Way = Literal["sqs", "eventBridge"]

_STOCK_MOVES: Final = tuple(
    f"inventory.{each}"
    for each in (
        "inbound_planned",
        "inbound_cancelled",
        "inbound_shipped",
        "inbound_arrived",
        "received",
        "reserved",
        "released",
        "shipped",
        "returned",
        "removed",
    )
)
_MERCHANT_MOVES: Final = tuple(
    f"inventory.merchant_{each}" for each in ("reserved", "released", "returned", "raised", "lowered")
)
_OFFER_EVENTS: Final = ("listings.offer_changed", "listings.status_changed")
_EVERY_WAY: Final[tuple[Way, ...]] = ("sqs", "eventBridge")


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """One notification type.

    ``camel`` says that its keys begin with small letters. ``roles`` is empty where none is asked for. ``expressions``
    and ``event_filter`` say which filters it takes, ``filtered`` that it is subscribed to with one alone. ``market``
    says that every seller may hear of it, as its maker decides: those who offer the product that it is about, or all.
    ``optional`` are fields that a message may lack, as paths below its payload.
    """

    type: str
    maker: str
    events: tuple[str, ...]
    versions: tuple[str, ...] = ("1.0",)
    camel: bool = False
    ways: tuple[Way, ...] = ("sqs",)
    roles: frozenset[str] = frozenset()
    expressions: bool = True
    event_filter: bool = False
    filtered: bool = False
    market: bool = False
    optional: tuple[str, ...] = ()

    def notification_version(self, payload_version: str) -> str:
        """The version of the envelope (as published examples have it, and as captured beside another payload's)."""
        if "2020-09-04" in self.versions:
            return "2020-09-04"
        return payload_version if payload_version in ("2020-09-04", "2023-11-15") else "1.0"


def _roles(codes: str) -> frozenset[str]:
    return frozenset(codes.split())


_ALL: Final = (
    Kind(
        type="ORDER_CHANGE",
        maker="orders.order_change",
        events=("orders.created", "orders.status_changed", "orders.cancel_requested"),
        roles=_roles("AF DTC IOT"),
        event_filter=True,
        filtered=True,
        optional=(
            "OrderChangeNotification.Summary.NumberOfItemsShipped",
            "OrderChangeNotification.Summary.NumberOfItemsUnshipped",
            "OrderChangeNotification.Summary.EarliestDeliveryDate",
            "OrderChangeNotification.Summary.LatestDeliveryDate",
            "OrderChangeNotification.Summary.EarliestShipDate",
            "OrderChangeNotification.Summary.LatestShipDate",
            "OrderChangeNotification.Summary.OrderPrograms",
            "OrderChangeNotification.Summary.OrderItems.OrderItemStatus",
            "OrderChangeNotification.Summary.OrderItems.QuantityShipped",
            "OrderChangeNotification.Summary.OrderItems.IsBuyerRequestedCancel",
            "OrderChangeNotification.Summary.OrderItems.ItemEarliestDeliveryDate",
            "OrderChangeNotification.Summary.OrderItems.ItemLatestDeliveryDate",
        ),
    ),
    Kind(
        type="ORDER_STATUS_CHANGE",
        maker="orders.order_status_change",
        events=("orders.created", "orders.status_changed"),
        roles=_roles("AF DTC IOT"),
        expressions=False,
    ),
    Kind(
        type="ANY_OFFER_CHANGED",
        maker="offers.any_offer_changed",
        events=_OFFER_EVENTS,
        roles=_roles("PR"),
        event_filter=True,
        market=True,
        optional=tuple(
            f"AnyOfferChangedNotification.{each}"
            for each in (
                "OfferChangeTrigger.OfferChangeType",
                "Summary.ListPrice",
                "Summary.MinimumAdvertisedPrice",
                "Summary.SuggestedLowerPricePlusShipping",
                "Summary.SalesRankings",
                "Summary.CompetitivePriceThreshold",
                "Offers.Points",
                "Offers.ShipsFrom",
                "Offers.PrimeInformation",
            )
        ),
    ),
    Kind(
        type="B2B_ANY_OFFER_CHANGED",
        maker="offers.b2b_any_offer_changed",
        events=_OFFER_EVENTS,
        roles=_roles("PR"),
        market=True,
        optional=tuple(
            f"B2BAnyOfferChangedNotification.{each}"
            for each in ("Offers.SellerFeedbackRating", "Offers.ShipsFrom", "Offers.PrimeInformation")
        ),
    ),
    Kind(
        type="PRICING_HEALTH",
        maker="offers.pricing_health",
        events=_OFFER_EVENTS,
        camel=True,
        roles=_roles("PR"),
        market=True,
        optional=("summary.buyBoxPrices", "summary.salesRankings", "summary.referencePrice.msrpPrice"),
    ),
    Kind(
        type="LISTINGS_ITEM_STATUS_CHANGE",
        maker="listings.status_change",
        events=("listings.status_changed",),
        ways=("eventBridge",),
        roles=_roles("PL"),
        expressions=False,
        optional=("MarketplaceId", "Asin", "CreatedDate"),
    ),
    Kind(
        type="LISTINGS_ITEM_ISSUES_CHANGE",
        maker="listings.issues_change",
        events=("listings.issues_changed",),
        versions=("1.0", "2023-12-13"),
        ways=("eventBridge",),
        roles=_roles("PL"),
        expressions=False,
        optional=("MarketplaceId", "Asin", "EnforcementActions"),
    ),
    Kind(
        type="LISTINGS_ITEM_MFN_QUANTITY_CHANGE",
        maker="listings.mfn_quantity_change",
        events=_MERCHANT_MOVES,
        ways=("eventBridge",),
        roles=_roles("PL"),
        expressions=False,
    ),
    Kind(
        type="ITEM_PRODUCT_TYPE_CHANGE",
        maker="listings.product_type_change",
        events=("catalog.product_changed",),
        ways=("eventBridge",),
        roles=_roles("PL"),
        expressions=False,
    ),
    Kind(
        type="BRANDED_ITEM_CONTENT_CHANGE",
        maker="listings.branded_content_change",
        events=("catalog.product_changed",),
        ways=("eventBridge",),
        roles=_roles("PL"),
        expressions=False,
    ),
    Kind(
        type="PRODUCT_TYPE_DEFINITIONS_CHANGE",
        maker="listings.definitions_change",
        events=("definitions.version_published",),
        ways=("eventBridge",),
        roles=_roles("PL"),
        expressions=False,
        market=True,
        optional=("MarketplaceId", "NewProductTypes"),
    ),
    Kind(
        type="FEED_PROCESSING_FINISHED",
        maker="exchange.feed_processing_finished",
        events=("jobs.ended",),
        versions=("2020-09-04", "1.0"),
        camel=True,
        roles=_roles("PL IOT DTC AF TI"),
        optional=(
            "feedProcessingFinishedNotification.sellerId",
            "feedProcessingFinishedNotification.resultFeedDocumentId",
        ),
    ),
    Kind(
        type="REPORT_PROCESSING_FINISHED",
        maker="exchange.report_processing_finished",
        events=("jobs.ended",),
        versions=("2020-09-04", "1.0"),
        camel=True,
        roles=_roles("PL IOT DTC TI TR AF FA BA SPI"),
        optional=(
            "reportProcessingFinishedNotification.sellerId",
            "reportProcessingFinishedNotification.reportDocumentId",
        ),
    ),
    Kind(
        type="FULFILLMENT_ORDER_STATUS",
        maker="fba.fulfillment_order_status",
        events=(
            "fulfillment_outbound.order_created",
            "fulfillment_outbound.order_status_changed",
            "fulfillment_outbound.shipment_status_changed",
            "fulfillment_outbound.return_received",
        ),
        roles=_roles("AF"),
        optional=(
            "FulfillmentOrderStatusNotification.FulfillmentShipment",
            "FulfillmentOrderStatusNotification.FulfillmentReturnItem",
        ),
    ),
    Kind(
        type="FBA_OUTBOUND_SHIPMENT_STATUS",
        maker="fba.outbound_shipment_status",
        events=("fulfillment_outbound.shipment_status_changed",),
        roles=_roles("AF"),
    ),
    Kind(
        type="FBA_INVENTORY_AVAILABILITY_CHANGES",
        maker="fba.inventory_availability_changes",
        events=_STOCK_MOVES,
        roles=_roles("AF"),
        optional=("FulfillmentInventoryByMarketplace.Stores",),
    ),
    Kind(
        type="FEE_PROMOTION",
        maker="money.fee_promotion",
        events=("fees.promotion_granted",),
        roles=_roles("FA PL"),
    ),
    Kind(
        type="TRANSACTION_UPDATE",
        maker="money.transaction_update",
        events=("finances.event_posted",),
        roles=_roles("FA"),
        optional=("TransactionUpdateNotification.RelatedIdentifiers",),
    ),
    Kind(
        type="ITEM_SALES_EVENT_CHANGE",
        maker="hourly.sales",
        events=("orders.created",),
        versions=("2020-09-04",),
        camel=True,
        roles=_roles("BA"),
    ),
    Kind(
        type="ITEM_INVENTORY_EVENT_CHANGE",
        maker="hourly.inventory",
        events=_STOCK_MOVES,
        versions=("2020-09-04",),
        camel=True,
        roles=_roles("BA"),
    ),
    Kind(
        type="DETAIL_PAGE_TRAFFIC_EVENT",
        maker="hourly.traffic",
        events=("orders.created",),
        versions=("2020-09-04",),
        camel=True,
        roles=_roles("BA"),
    ),
    Kind(
        type="ACCOUNT_STATUS_CHANGED",
        maker="account.status_changed",
        events=("sellers.account_status_changed",),
        versions=("2021-01-01",),
        camel=True,
        roles=_roles("SPI"),
    ),
    Kind(
        type="SHIPMENT_TRACKING_MILESTONE_CHANGED",
        maker="tracking.milestone_changed",
        events=(
            "fulfillment_outbound.package_redirected",
            "fulfillment_outbound.shipment_status_changed",
            "parcels.tracked",
        ),
        versions=("2026-01-30",),
        camel=True,
        ways=_EVERY_WAY,
        expressions=False,
        event_filter=True,
    ),
)

KINDS: Final[dict[str, Kind]] = {each.type: each for each in _ALL}

#: Which types an event may make notifications of.
BY_EVENT: Final[dict[str, tuple[str, ...]]] = {
    event: tuple(each.type for each in _ALL if event in each.events)
    for event in dict.fromkeys(event for each in _ALL for event in each.events)
}
