"""The buyer's shop: search, put things into a cart, order."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.responses import Response

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.console.visit import ROOT, Visit
from tradepost.domains.context import Context
from tradepost.domains.selling.buyers import crowd
from tradepost.domains.selling.catalog import products, searching
from tradepost.domains.selling.catalog import records as catalog
from tradepost.domains.selling.catalog.identifiers import is_asin
from tradepost.domains.selling.catalog.images import images_of
from tradepost.domains.selling.catalog.model import Product
from tradepost.domains.selling.catalog.searching import Position
from tradepost.domains.selling.listings import offers, records
from tradepost.domains.selling.listings.offers import Offer
from tradepost.domains.selling.orders import buying
from tradepost.domains.selling.orders import records as orders
from tradepost.domains.selling.orders.buying import Wanted, Wishes
from tradepost.domains.selling.orders.order import ServiceLevel
from tradepost.domains.selling.pricing import market as markets
from tradepost.errors import InvalidInput
from tradepost.scenarios.acting import Seller

_MOST_SHOWN = 24
_MOST_IN_CART = 20
_MOST_UNITS = 999
_PICTURE = 500
_COOKIE = "tradepost_cart"
_LEVELS: dict[str, ServiceLevel] = {"Standard": "Standard", "Expedited": "Expedited", "Priority": "Priority"}


class Cart(msgspec.Struct):
    """What a browser's buyer wants: units by marketplace and ASIN."""

    wanted: dict[str, dict[str, int]] = {}

    def of(self, place: str) -> dict[str, int]:
        """Units by ASIN in one marketplace."""
        return self.wanted.setdefault(place, {})


async def show(visit: Visit) -> Response:
    """Products that can be bought in a marketplace, and the cart."""
    place = _place(visit)
    cart = _cart(visit).of(place)
    async with visit.reading() as ctx:
        found = await _found(ctx, place, visit.asked("q"))
        goods = [await _good(ctx, each) for each in found]
        known = await products.find_many(ctx, place, cart)
        lines = [{**await _good(ctx, known[asin]), "units": units} for asin, units in cart.items() if asin in known]
    total = sum((each["offer"].price * each["units"] for each in lines if each["offer"] is not None), start=0)
    return visit.page(
        "shop.html",
        "shop",
        place=place,
        sought=visit.asked("q"),
        goods=[each for each in goods if each["offer"] is not None],
        lines=lines,
        total=total,
        currency=MARKETPLACES[place].currency,
        levels=list(_LEVELS),
    )


async def put_in(visit: Visit) -> Response:
    """Puts units into the cart, or takes a product out where there are none. Raises InvalidInput."""
    form = await visit.form()
    place, asin, units = form.get("marketplace", ""), form.get("asin", ""), await visit.number("units", 0, _MOST_UNITS)
    if place not in visit.marketplaces or not is_asin(asin):
        raise InvalidInput("Invalid Input", f"asin: '{asin[:60]}' in '{place[:60]}' is no product of this shop")
    cart = _cart(visit)
    if units:
        cart.of(place)[asin] = units
    else:
        cart.of(place).pop(asin, None)
    if len(cart.of(place)) > _MOST_IN_CART:
        raise InvalidInput("Invalid Input", f"cart: {_MOST_IN_CART} products are in it, and no more fit")
    return _kept(visit, visit.go("shop", marketplace=place, q=form.get("q", "")), cart)


async def order(visit: Visit) -> Response:
    """Orders what is in the cart: one order for each seller and channel, as at Amazon. Raises NotBuyable."""
    form = await visit.form()
    place, cart = form.get("marketplace", ""), _cart(visit)
    if place not in visit.marketplaces or not cart.of(place):
        raise InvalidInput("Invalid Input", "cart: there is nothing in it")
    wishes = Wishes(service_level=_LEVELS.get(form.get("level", ""), "Standard"), paid=form.get("paid") == "yes")
    parcels: dict[tuple[str, str], list[Wanted]] = {}
    async with visit.reading() as ctx:
        for asin, units in cart.of(place).items():
            found = await markets.chosen(ctx, place, asin)
            if found is None:
                raise InvalidInput("Invalid Input", f"asin: nobody sells {asin} just now")
            parcels.setdefault((found.seller_id, found.channel), []).append(Wanted(found.seller_sku, units))
    made = []
    for (seller_id, _), wanted in parcels.items():
        async with Seller(visit.world, seller_id, "console").acting() as ctx:
            number = await orders.how_many(ctx.tx, seller_id)
            who = crowd.buyer(ctx, place, number, business=form.get("business") == "yes")
            made.append((seller_id, await buying.place(ctx, who, place, wanted, wishes)))
    cart.of(place).clear()
    mine = [each.id for seller_id, each in made if seller_id == visit.seller_id]
    elsewhere = len(made) - len(mine)
    said = f"Ordered: {', '.join(mine)}." if mine else ""
    said += f" {elsewhere} of it went to other sellers, whose offers are featured." if elsewhere else ""
    answer = visit.go("orders", *mine[:1], done=said.strip())
    return _kept(visit, answer, cart)


async def _found(ctx: Context, place: str, sought: str) -> list[Product]:
    """Products by ASIN or by words; without either those that the seller can sell just now."""
    if is_asin(sought.strip()):
        found = await products.find(ctx, place, sought.strip())
        return [] if found is None else [found]
    if sought.strip():
        groups = searching.groups(place, MARKETPLACES[place].language, sought.split())
        numbers = (await searching.page(ctx, groups, _MOST_SHOWN, Position())).numbers
        known = await catalog.numbered(ctx.tx, ctx.seed, numbers)
        return [known[each] for each in numbers if each in known]
    skus = await offers.buyable_skus(ctx, place, _MOST_SHOWN)
    asins = await records.asins(ctx.tx, ctx.seller_id, place, skus)
    by_asin = await products.find_many(ctx, place, asins.values())
    return [by_asin[asin] for asin in dict.fromkeys(asins[sku] for sku in skus if sku in asins) if asin in by_asin]


async def _good(ctx: Context, product: Product) -> dict[str, Any]:
    offer: Offer | None = await markets.chosen(ctx, product.marketplace_id, product.asin)
    picture = next((each.path for each in images_of(ctx.seed, product) if each.size == _PICTURE), None)
    return {"product": product, "offer": offer, "picture": picture}


def _place(visit: Visit) -> str:
    asked = visit.asked("marketplace")
    return asked if asked in visit.marketplaces else visit.marketplaces[0]


def _cart(visit: Visit) -> Cart:
    """The cart of this browser; an empty one where its cookie is none of ours."""
    try:
        return msgspec.json.decode(visit.request.cookies.get(_COOKIE, "{}").replace("'", '"'), type=Cart)
    except msgspec.DecodeError:
        return Cart()


def _kept(visit: Visit, response: Response, cart: Cart) -> Response:
    text = msgspec.json.encode(cart).decode().replace('"', "'")  # a cookie has no quotes of the other kind
    path = f"{ROOT}/{visit.world.name}/{visit.seller_id}"
    response.set_cookie(_COOKIE, text, path=path, httponly=True, samesite="strict")
    return response
