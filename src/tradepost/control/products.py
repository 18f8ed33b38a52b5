"""Products to test with, by the rules by which sellers' listings get into a catalog, and versions of definitions."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.responses import Response

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.control.calls import Call, answer
from tradepost.domains.context import Context
from tradepost.domains.hearing import settle
from tradepost.domains.selling.catalog import products
from tradepost.domains.selling.catalog.identifiers import NO_ASIN, is_asin
from tradepost.domains.selling.definitions import examples, publishing
from tradepost.domains.selling.definitions.product_types import product_types
from tradepost.domains.selling.definitions.validation import problems
from tradepost.errors import InvalidInput, NotFound
from tradepost.simulation.clock import from_milliseconds
from tradepost.store.database import Transaction
from tradepost.worlds.world import World


class NewProduct(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    """A product: attributes as listings send them, in place of those of the product type's example."""

    marketplace_id: str
    product_type: str = products.GENERAL
    attributes: dict[str, list[dict[str, Any]]] = {}
    asin: str | None = None
    parent_asin: str | None = None


class NewVersion(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    """Where another version of a definition is published."""

    marketplace_id: str = "ATVPDKIKX0DER"


async def add(call: Call) -> Response:
    """``POST products``: a product that all sellers of the world share; 201 with its ASIN."""
    world, wish = await call.world(), await call.body(NewProduct)
    _check(wish)
    attributes = _complete(wish)
    async with world.database.writing("") as tx:
        ctx = _context(world, tx)
        if wish.parent_asin and await products.find(ctx, wish.marketplace_id, wish.parent_asin) is None:
            raise InvalidInput("Invalid Input", f"parentAsin: '{wish.parent_asin}' is not in the catalog")
        asin = await products.contribute(
            ctx, wish.marketplace_id, wish.product_type, attributes, wish.asin, parent_asin=wish.parent_asin
        )
        await settle(ctx)
    world.committed(ctx)
    return answer({"asin": asin, "marketplaceId": wish.marketplace_id}, 201)


async def publish_definition(call: Call) -> Response:
    """``POST product-types/NAME/versions``: another version of a definition; 201 with its name. Raises NotFound."""
    world, wish, name = await call.world(), await call.body(NewVersion), str(call.request.path_params["name"])
    if wish.marketplace_id not in MARKETPLACES:
        raise InvalidInput("Invalid Input", f"marketplaceId: '{wish.marketplace_id[:60]}' is not a marketplace")
    if name not in product_types():
        raise NotFound("The specified resource does not exist.", f"there is no product type '{name[:60]}'")
    async with world.database.writing("") as tx:
        ctx = _context(world, tx)
        version = await publishing.publish(ctx, wish.marketplace_id, name)
        await settle(ctx)
    world.committed(ctx)
    return answer({"productType": name, "marketplaceId": wish.marketplace_id, "version": version}, 201)


def _check(wish: NewProduct) -> None:
    if wish.marketplace_id not in MARKETPLACES:
        raise InvalidInput("Invalid Input", f"marketplaceId: '{wish.marketplace_id[:60]}' is not a marketplace")
    if wish.product_type not in product_types():
        raise InvalidInput("Invalid Input", f"productType: '{wish.product_type[:60]}' is not a product type")
    for name, asin in (("asin", wish.asin), ("parentAsin", wish.parent_asin)):
        if asin is not None and not is_asin(asin):
            raise InvalidInput("Invalid Input", f"{name}: '{asin[:60]}' {NO_ASIN}")


def _complete(wish: NewProduct) -> dict[str, Any]:
    """The attributes: what is not given is as in the example of the type, but for its identifier.

    Raises InvalidInput with everything that is wrong with them, as a listing would have it among its issues.
    """
    example = examples.attributes(wish.product_type, wish.marketplace_id, "LISTING_PRODUCT_ONLY")
    example.pop("externally_assigned_product_identifier", None)
    exempt = {} if wish.attributes.get("externally_assigned_product_identifier") else _exemption(wish.marketplace_id)
    whole = {**example, **exempt, **wish.attributes}
    found = problems(wish.product_type, wish.marketplace_id, whole, "LISTING_PRODUCT_ONLY")
    faults = [f"attributes: {each.message}" for each in found if each.severity == "ERROR"]
    if faults:
        raise InvalidInput("Invalid Input", faults[0], problems=tuple(("Invalid Input", each) for each in faults[1:]))
    return whole


def _exemption(marketplace_id: str) -> dict[str, Any]:
    said = {"value": True, "marketplace_id": marketplace_id}
    return {"supplier_declared_has_product_identifier_exemption": [said]}


def _context(world: World, tx: Transaction) -> Context:
    return Context(
        tx=tx,
        seller_id="",
        now=from_milliseconds(world.clock.now()),
        seed=world.seed,
        documents=world.documents,
        request_id="control",
        page_key=world.page_key,
        world_uid=world.uid,
    )
