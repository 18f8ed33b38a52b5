"""Papers as documents behind links."""

from __future__ import annotations

from datetime import timedelta
from typing import Final, Literal

from tradepost.documents import documents
from tradepost.domains.context import Context
from tradepost.domains.exchange.jobs import records as jobs

Form = Literal["pdf", "zpl"]
_TYPES: Final[dict[Form, str]] = {"pdf": "application/pdf", "zpl": "application/zpl"}
#: How long a paper can be had, in virtual time. Our choice; a link to it lives for five minutes of real time.
KEPT: Final = timedelta(days=1)
LINK_LIVES: Final = timedelta(minutes=5)


async def link(ctx: Context, purpose: str, content: bytes, form: Form = "pdf") -> str:
    """A link to a paper that was printed just now."""
    number = await jobs.next_number(ctx.tx, ctx.seller_id, "inbound papers")
    document = await documents.keep(
        ctx.tx,
        ctx.seller_id,
        ctx.seed.uuid("inbound paper", ctx.seller_id, number),
        purpose,
        await ctx.documents.write(content),
        content_type=_TYPES[form],
        now=ctx.now,
        kept=KEPT,
    )
    return ctx.documents.download_link(ctx.base_url, ctx.seller_id, document)
