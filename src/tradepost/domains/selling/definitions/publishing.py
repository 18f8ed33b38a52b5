"""New versions of definitions: somebody publishes one, and whoever listens hears of it."""

from __future__ import annotations

from tradepost.domains.context import Context
from tradepost.domains.selling.definitions import records
from tradepost.domains.selling.definitions.model import version_of, version_of_all


async def publish(ctx: Context, marketplace_id: str, product_type: str) -> str:
    """Publishes another version of a product type's definition in a marketplace; the version's name.

    What the definition asks for stays as it is: the vocabulary is Tradepost's own (our choice). Only its version and
    that of the list of product types are new, which is what tells programs to read it again.
    """
    revision = await records.publish(ctx.tx, marketplace_id, product_type)
    version = version_of(product_type, revision)
    ctx.record(
        "definitions.version_published",
        product_type,
        {
            "marketplaceId": marketplace_id,
            "version": version,
            "versionOfAll": version_of_all(await records.revisions(ctx.tx, marketplace_id)),
        },
    )
    return version
