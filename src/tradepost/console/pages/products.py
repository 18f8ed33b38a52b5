"""Products: what the seller lists, one listing with its stock ledger and its market, and a new one."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from starlette.responses import Response

from tradepost.accounts import records as accounts
from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.console.visit import Visit
from tradepost.contract.listings_items_2021_08_01 import PatchOperation
from tradepost.domains.context import Context
from tradepost.domains.fba.inventory import records as network
from tradepost.domains.fba.inventory import stock
from tradepost.domains.fba.inventory.merchant import records as merchant
from tradepost.domains.selling.catalog import products as catalog
from tradepost.domains.selling.catalog.images import images_of
from tradepost.domains.selling.catalog.model import Product
from tradepost.domains.selling.definitions import examples, terms
from tradepost.domains.selling.definitions.product_types import product_types
from tradepost.domains.selling.listings import offering, records, submitting
from tradepost.domains.selling.listings.listing import Listing
from tradepost.domains.selling.listings.submitting import PROCESSING, Outcome
from tradepost.domains.selling.pricing import competing
from tradepost.domains.selling.pricing import market as markets
from tradepost.domains.selling.pricing.competing import Entry
from tradepost.errors import InvalidInput, NotFound
from tradepost.scenarios.acting import Seller
from tradepost.scenarios.assortment import barcode
from tradepost.worlds import scheduler

_ON_A_PAGE = 50
_MOST_MOVEMENTS = 40
_MOST_UNITS = 1_000_000
_MOST_MONEY = Decimal(1_000_000)
_LONGEST_SKU = 40
_SMALL = 500
_SKU_WORDS = re.compile(r"[A-Z0-9]+")
_OWN_CODES = 300_000_000_000
_USUAL_TYPE = "BACKPACK"


async def listed(visit: Visit) -> Response:
    """Listings in the order of their SKUs; those that begin with ``?q=``."""
    place = visit.asked("marketplace") if visit.asked("marketplace") in visit.marketplaces else ""
    sought, after = visit.asked("q"), visit.asked("after").partition("/")
    async with visit.reading() as ctx:
        found = await records.named(ctx.tx, ctx.seller_id, place, sought, (after[0], after[2]), _ON_A_PAGE + 1)
        shown = [await _row(ctx, each) for each in found[:_ON_A_PAGE]]
    last = found[_ON_A_PAGE - 1] if len(found) > _ON_A_PAGE else None
    return visit.page(
        "products.html",
        "products",
        rows=shown,
        place=place,
        sought=sought,
        following=None if last is None else f"{last.marketplace_id}/{last.seller_sku}",
    )


async def ask(visit: Visit) -> Response:
    """The form for a new product."""
    given = await visit.form() if visit.request.method == "POST" else {}
    return visit.page("product_new.html", "products", types=sorted(product_types()), usual=_USUAL_TYPE, given=given)


async def add(visit: Visit) -> Response:
    """Lists a new product, as a seller's program would. Raises InvalidInput with what its definition says."""
    form = await visit.form()
    place, product_type = form.get("marketplace", ""), form.get("type", "")
    if place not in visit.marketplaces:
        raise InvalidInput("Invalid Input", f"marketplace: '{place[:60]}' is not one of the seller's")
    if product_type not in product_types():
        raise InvalidInput("Invalid Input", f"type: '{product_type[:60]}' is not a product type")
    title = form.get("title", "") or product_type.replace("_", " ").capitalize()
    sku = form.get("sku", "") or "-".join(_SKU_WORDS.findall(title.upper()))[:_LONGEST_SKU] or "SKU"
    price, units = await _price(visit), await visit.number("units", 0, _MOST_UNITS)
    by_amazon = form.get("channel") == "AMAZON"
    async with visit.acting() as ctx:
        if await records.find(ctx.tx, ctx.seller_id, place, sku) is not None:
            raise InvalidInput("Invalid Input", f"sku: '{sku}' is listed already")
        attributes = _attributes(ctx, product_type, place, sku, title, form.get("brand", ""), price)
        channels = terms.fulfillment_channels(place)
        own = {"fulfillment_channel_code": channels[0], "quantity": units}
        attributes["fulfillment_availability"] = [{"fulfillment_channel_code": channels[1]} if by_amazon else own]
        _accepted(await submitting.put(ctx, place, sku, product_type, "LISTING", attributes))
    await _wait(visit)
    if by_amazon and units:
        async with visit.acting() as ctx:
            await stock.receive(ctx, place, sku, units, "console")
    return visit.go("products", place, sku, done="It is listed. Ten seconds went by until it was processed.")


async def show(visit: Visit) -> Response:
    """One listing: what is wrong with it, what it competes with, and every movement of its stock."""
    place, sku = visit.named("marketplace"), visit.named("sku")
    async with visit.reading() as ctx:
        listing = await _load(ctx, visit)
        product = await catalog.find(ctx, place, listing.asin) if listing.asin else None
        market = None if product is None else await markets.of_product(ctx, product)
        ledger = network.movements if listing.channel == "AMAZON" else merchant.movements
        moved = await ledger(ctx.tx, ctx.seller_id, place, sku, _MOST_MOVEMENTS)
        units = await _units(ctx, listing)
        prices = offering.prices(listing.document.attributes, ctx.now)
    return visit.page(
        "product.html",
        "products",
        listing=listing,
        place=place,
        product=product,
        picture=_picture(ctx, product),
        market=market,
        movements=moved,
        units=units,
        prices=prices,
        currency=MARKETPLACES[place].currency,
    )


async def change(visit: Visit) -> Response:
    """Changes a price or a quantity, brings units to the network, lets a competitor in, or deletes the listing."""
    place, sku, form = visit.named("marketplace"), visit.named("sku"), await visit.form()
    done = await _ACTIONS.get(form.get("action", ""), _unknown)(visit, place, sku)
    if form.get("action") == "delete":
        return visit.go("products", done=done)
    return visit.go("products", place, sku, done=done)


async def _set_price(visit: Visit, place: str, sku: str) -> str:
    price = await _price(visit)
    await _patch(visit, place, sku, offering.OFFER, _offer(place, price))
    return "The price is changed."


async def _set_units(visit: Visit, place: str, sku: str) -> str:
    units = await visit.number("units", 0, _MOST_UNITS)
    own = {"fulfillment_channel_code": terms.fulfillment_channels(place)[0], "quantity": units}
    await _patch(visit, place, sku, offering.AVAILABILITY, own)
    return f"There are {units:,} units now."


async def _receive(visit: Visit, place: str, sku: str) -> str:
    units = await visit.number("units", 1, _MOST_UNITS)
    async with visit.acting() as ctx:
        if await stock.find(ctx, place, sku) is None:
            raise NotFound("The specified resource does not exist.", f"{sku} is not in the fulfillment network")
        await stock.receive(ctx, place, sku, units, "console")
    return f"{units:,} units came to the fulfillment center."


async def _compete(visit: Visit, place: str, sku: str) -> str:
    price, form = await _price(visit), await visit.form()
    async with visit.reading() as ctx:
        asin = (await _load(ctx, visit)).asin
        newcomer = await competing.newcomer(ctx, place, asin, "new_new")
        if await accounts.partner(ctx.tx, newcomer) is not None:
            raise InvalidInput("Invalid Input", f"sellerId: '{newcomer}' has an account")
    channel: Any = "AMAZON" if form.get("channel") == "AMAZON" else "MERCHANT"
    entry = Entry(marketplace_id=place, asin=asin, price=price, quantity=100, channel=channel)
    async with Seller(visit.world, newcomer, "console").acting() as ctx:
        await competing.offer(ctx, entry)
    return f"{newcomer} sells it too."


async def _delete(visit: Visit, place: str, sku: str) -> str:
    async with visit.acting() as ctx:
        _accepted(await submitting.delete(ctx, place, sku))
    await _wait(visit)
    return f"{sku} is not listed any more."


async def _unknown(visit: Visit, place: str, sku: str) -> str:
    raise InvalidInput("Invalid Input", f"action: there is none of this name for {sku} in {place}")


_ACTIONS = {"price": _set_price, "units": _set_units, "receive": _receive, "compete": _compete, "delete": _delete}


async def _patch(visit: Visit, place: str, sku: str, attribute: str, value: dict[str, Any]) -> None:
    patch = PatchOperation(op="replace", path=f"/attributes/{attribute}", value=[value])
    async with visit.acting() as ctx:
        await _load(ctx, visit)
        _accepted(await submitting.patch(ctx, place, sku, submitting.ANY_PRODUCT, [patch]))
    await _wait(visit)


async def _wait(visit: Visit) -> None:
    """Lets the time go by in which a submission is processed."""
    await scheduler.advance(visit.world, visit.seller.now + PROCESSING)


async def _price(visit: Visit) -> Decimal:
    text = (await visit.form()).get("price", "").replace(",", ".")
    try:
        price = Decimal(text)
    except InvalidOperation:
        price = Decimal(0)
    if not (price.is_finite() and 0 < price <= _MOST_MONEY):
        raise InvalidInput("Invalid Input", f"price: '{text[:60]}' is not an amount above 0 and up to {_MOST_MONEY}")
    return price


async def _load(ctx: Context, visit: Visit) -> Listing:
    place, sku = visit.named("marketplace"), visit.named("sku")
    found = await records.find(ctx.tx, ctx.seller_id, place, sku)
    if found is None:
        raise NotFound("The specified resource does not exist.", f"{sku[:60]} is not listed in {place[:60]}.")
    return found


async def _row(ctx: Context, listing: Listing) -> dict[str, Any]:
    product = await catalog.find(ctx, listing.marketplace_id, listing.asin) if listing.asin else None
    prices = offering.prices(listing.document.attributes, ctx.now)
    return {"listing": listing, "picture": _picture(ctx, product), "prices": prices}


async def _units(ctx: Context, listing: Listing) -> dict[str, int]:
    """Where the units of a listing are."""
    place, sku = listing.marketplace_id, listing.seller_sku
    if listing.channel == "AMAZON":
        found = (await network.balances(ctx.tx, ctx.seller_id, place, [sku])).get(sku, {})
        return {name: units for name, units in found.items() if units}
    reserved = await merchant.units(ctx.tx, ctx.seller_id, place, [sku], "reserved")
    return {"available": listing.units, "reserved": sum(reserved.get(sku, {}).values())}


def _picture(ctx: Context, product: Product | None) -> str | None:
    if product is None:
        return None
    return next((each.path for each in images_of(ctx.seed, product) if each.size == _SMALL), None)


def _attributes(
    ctx: Context, product_type: str, place: str, sku: str, title: str, brand: str, price: Decimal
) -> dict[str, Any]:
    """The example of the product type, with what the form says in its place and a number of its own."""
    where = {"marketplace_id": place}
    spoken = {"language_tag": MARKETPLACES[place].language, **where}
    code = barcode(_OWN_CODES + ctx.seed.number("console", ctx.seller_id, sku) % 10**11)
    found = examples.attributes(product_type, place)
    found.pop("list_price", None)
    found |= {
        "item_name": [{"value": title, **spoken}],
        "externally_assigned_product_identifier": [{"type": "ean", "value": code, **where}],
        offering.OFFER: [_offer(place, price)],
    }
    if brand:
        found["brand"] = [{"value": brand, **spoken}]
    return found


def _offer(place: str, price: Decimal) -> dict[str, Any]:
    schedule = [{"schedule": [{"value_with_tax": float(price)}]}]
    return {"currency": terms.currency(place), "audience": "ALL", "our_price": schedule, "marketplace_id": place}


def _accepted(outcome: Outcome) -> None:
    """Raises InvalidInput for a submission with errors."""
    if outcome.status == "INVALID":
        raise InvalidInput("Invalid Input", " ".join(each.message for each in outcome.issues))
