"""One line a call in the program's log, where logs are JSON: what was called, by whom, and what came of it.

The request log has the whole exchange; this has what a collector of logs is searched for. Neither has tokens, secrets
or personal data.
"""

from __future__ import annotations

import logging
from typing import Any

from tradepost.gateway import masking
from tradepost.gateway.exchange import Exchange
from tradepost.gateway.request_log import Note

logger = logging.getLogger("tradepost.access")


def about(exchange: Exchange) -> dict[str, Any]:
    """What is known of a call, as the fields of a line that is logged because of it."""
    found: dict[str, Any] = {"request_id": exchange.request_id}
    if exchange.key:
        found["operation"] = exchange.key
    if exchange.world is not None:
        found["world"] = exchange.world.name
    if exchange.caller is not None:
        found["seller_id"] = exchange.caller.seller_id
    return found


def write(note: Note) -> None:
    """Logs one call that is over; ``duration`` is in seconds."""
    exchange, status = note.exchange, note.response.status
    path = masking.mask_text(exchange.request.path.decode("latin-1"))
    fields = about(exchange) | {"status": status, "duration": round(note.seconds, 6)}
    if exchange.reason:
        hidden = masking.personal_texts(exchange.request.body)
        fields["reason"] = masking.mask_text(masking.mask_quotes(exchange.reason, hidden))
    logger.info("%s %s %d", exchange.request.method, path, status, extra={"fields": fields})
