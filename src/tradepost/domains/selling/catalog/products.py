"""The catalog as other areas use it: finding products, telling of them, and counting what was sold."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from tradepost.domains.context import Context
from tradepost.domains.selling.catalog import model, records, skus
from tradepost.domains.selling.catalog.attributes import Attributes, merged, of_product
from tradepost.domains.selling.catalog.identifiers import code_of, codes_in
from tradepost.domains.selling.catalog.model import Document, Product
from tradepost.domains.selling.catalog.words import node_term, terms_of
from tradepost.simulation.clock import to_milliseconds

GENERAL = "PRODUCT"
_DAY = 86_400_000
_BEYOND = 1 << 62


async def find(ctx: Context, marketplace_id: str, asin: str) -> Product | None:
    """The product of an ASIN in a marketplace, or None."""
    return (await find_many(ctx, marketplace_id, [asin])).get(asin)


async def find_many(ctx: Context, marketplace_id: str, asins: Iterable[str]) -> dict[str, Product]:
    """The products of these ASINs in a marketplace, by ASIN; one that is not there is left out."""
    return await records.find(ctx.tx, ctx.seed, marketplace_id, list(dict.fromkeys(asins)))


async def asins_of(ctx: Context, marketplace_id: str, identifier_type: str, value: str) -> list[str]:
    """The ASINs of what has an identifier in a marketplace: of type EAN, UPC, GTIN, ISBN, JAN, MINSAN or ASIN."""
    if identifier_type == "ASIN":
        return [value] if await find(ctx, marketplace_id, value) else []
    code = code_of(identifier_type, value)
    found = await records.with_codes(ctx.tx, [code] if code else [])
    return [asin for _, place, asin in found if place == marketplace_id]


async def alike(ctx: Context, product: Product, most: int) -> list[str]:
    """The ASINs of other products of the same browse node, newest first."""
    asked = [[node_term(product.marketplace_id, product.node().id)]]
    numbers = await records.found(ctx.tx, asked, _BEYOND, most + 1)
    found = await records.numbered(ctx.tx, ctx.seed, numbers)
    return [found[each].asin for each in numbers if found[each].asin != product.asin][:most]


async def contribute(
    ctx: Context,
    marketplace_id: str,
    product_type: str,
    attributes: Attributes,
    asin: str | None = None,
    *,
    key: tuple[str, ...] | None = None,
    parent_asin: str | None = None,
) -> str:
    """Tells the catalog of a product, and says its ASIN.

    Without an ``asin`` the product is the one that has an identifier of these attributes, in this marketplace or in
    another one. Where there is none a new ASIN is drawn: for a book its ISBN of ten digits, otherwise by ``key`` (such
    as seller and SKU) or by the first identifier, so that every marketplace gives it the same. A child belongs to
    ``parent_asin``, or to the ASIN of the parent SKU that it names.
    """
    facts = of_product(attributes, marketplace_id)
    codes = codes_in(facts)
    asin = asin or await _matched(ctx, marketplace_id, codes) or await _drawn(ctx, product_type, attributes, codes, key)
    known = await find(ctx, marketplace_id, asin)
    family = parent_asin or await _parent_of(ctx, marketplace_id, attributes) or (known and known.parent_asin) or ""
    if known is None:
        document = Document(facts, codes, ctx.seller_id, to_milliseconds(ctx.now))
        await _add(ctx, marketplace_id, asin, product_type, family, document)
        body = {"marketplaceId": marketplace_id, "asin": asin, "productType": product_type}
        ctx.record("catalog.product_created", asin, body)
    else:
        await _change(ctx, known, product_type, family, facts, codes)
    return asin


async def stand_in(ctx: Context, marketplace_id: str, asin: str, title: str) -> None:
    """Has an ASIN in the catalog of which nothing but a name is known, until its seller tells more."""
    if await find(ctx, marketplace_id, asin) is None:
        named = {"item_name": [{"value": title, "marketplace_id": marketplace_id}]}
        document = Document(named, [], ctx.seller_id, to_milliseconds(ctx.now), stand_in=True)
        await _add(ctx, marketplace_id, asin, GENERAL, "", document)


async def note_sale(ctx: Context, marketplace_id: str, asin: str, units: int) -> None:
    """Counts units that the caller has sold just now, which the product's ranks follow."""
    await records.sold(ctx.tx, marketplace_id, asin, day_of(ctx), ctx.seller_id, units)


def day_of(ctx: Context) -> int:
    """The day in virtual time, counted from 1970 in UTC."""
    return to_milliseconds(ctx.now) // _DAY


async def _matched(ctx: Context, marketplace_id: str, codes: list[str]) -> str | None:
    """The ASIN that has one of these codes: in this marketplace if there is such, or in any."""
    found = await records.with_codes(ctx.tx, codes)
    here = [asin for _, place, asin in found if place == marketplace_id]
    return next(iter(here or [asin for _, _, asin in found]), None)


async def _drawn(
    ctx: Context, product_type: str, attributes: Attributes, codes: list[str], key: tuple[str, ...] | None
) -> str:
    """An ASIN for a product that nobody has told of; one without key and code is new each time that it is told of."""
    book = model.asin_of_book(product_type, codes)
    if book is not None:
        return book
    if not key and not codes:
        key = (ctx.seller_id, model.said_of(attributes), str(await records.newest(ctx.tx) + 1))
    return model.drawn_asin(ctx.seed, key or ("code", codes[0]))


async def _parent_of(ctx: Context, marketplace_id: str, attributes: Attributes) -> str | None:
    sku = model.parent_sku(attributes)
    return (await skus.asins_of(ctx, marketplace_id, [sku])).get(sku) if sku else None


async def _add(
    ctx: Context, marketplace_id: str, asin: str, product_type: str, parent_asin: str, document: Document
) -> None:
    made = model.product(ctx.seed, 0, marketplace_id, asin, product_type, parent_asin, document)
    await records.add(ctx.tx, made, document, _terms(made))


async def _change(
    ctx: Context, known: Product, product_type: str, parent_asin: str, facts: Attributes, codes: list[str]
) -> None:
    """Adds what was told to what is known, if that changes anything."""
    outranks = known.stand_in or known.contributor == ctx.seller_id
    document = Document(
        merged(known.attributes, facts, outranks=outranks),
        list(dict.fromkeys([*known.codes, *codes])),
        ctx.seller_id if known.stand_in else known.contributor,
        known.made_at,
    )
    named = product_type if outranks else known.product_type
    changed = model.product(ctx.seed, known.number, known.marketplace_id, known.asin, named, parent_asin, document)
    if msgspec.structs.asdict(changed) != msgspec.structs.asdict(known):
        await records.change(ctx.tx, changed, document, _terms(changed))
        body = {
            "marketplaceId": known.marketplace_id,
            "asin": known.asin,
            "previousProductType": known.product_type,
            "productType": named,
            "attributesChanged": _differing(known.attributes, document.attributes),
        }
        ctx.record("catalog.product_changed", known.asin, body)


def _differing(before: Attributes, after: Attributes) -> list[str]:
    """The names of attributes that differ, in the order of their names."""
    return sorted(each for each in {*before, *after} if before.get(each) != after.get(each))


def _terms(product: Product) -> str:
    return terms_of(
        product.marketplace_id,
        product.asin,
        product.product_type,
        product.attributes,
        product.codes,
        product.node(),
        parent=product.is_parent,
    )
