"""Money: transactions as they are posted."""

from __future__ import annotations

from tradepost.domains.context import Context
from tradepost.domains.exchange.notifications.messages.message import Message, stamp
from tradepost.events.outbox import Event


async def transaction_update(ctx: Context, event: Event) -> list[Message]:
    """TRANSACTION_UPDATE. Every account is a payable one, as in the published example (our choice)."""
    body = event.body
    related = [("OrderId", body["orderId"]), ("FinancialEventGroupId", body["groupId"])]
    said = {
        "SellingPartnerMetadata": {
            "SellingPartnerId": ctx.seller_id,
            "MarketplaceId": body["marketplaceId"],
            "AccountType": "PAYABLE",
        },
        "RelatedIdentifiers": [
            {"RelatedIdentifierName": name, "RelatedIdentifierValue": value} for name, value in related if value
        ],
        "TransactionType": body["type"],
        "PostedDate": stamp(event.occurred_at),
        "TotalAmount": {"CurrencyAmount": float(body["amount"]), "CurrencyCode": body["currencyCode"]},
    }
    payload = {"TransactionUpdateNotification": said}
    return [Message(subject=event.subject, payload=payload, marketplace_id=body["marketplaceId"])]
