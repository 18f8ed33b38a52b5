"""The seller's account itself."""

from __future__ import annotations

from tradepost.domains.context import Context
from tradepost.domains.exchange.notifications.messages.message import Message
from tradepost.events.outbox import Event


async def status_changed(ctx: Context, event: Event) -> list[Message]:
    """ACCOUNT_STATUS_CHANGED."""
    said = {"previousAccountStatus": event.body["from"], "currentAccountStatus": event.body["to"]}
    payload = {"accountStatusChangeNotification": said}
    return [Message(subject="account", payload=payload, marketplace_id=event.body["marketplaceId"])]
