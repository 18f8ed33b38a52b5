"""What a scenario's seller sells: products drawn by the seed, with attributes that their definitions accept."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.measures.amounts import has_cents
from tradepost.domains.selling.definitions import examples, terms
from tradepost.domains.selling.definitions.identifiers import fault_of
from tradepost.simulation.seed import Seed

Json = dict[str, Any]

#: Product types that a small shop may have, with what one of the kind is called and what it costs in euros.
KINDS: tuple[tuple[str, str, int, int], ...] = (
    ("DRINKING_CUP", "Cup", 8, 24),
    ("BACKPACK", "Backpack", 29, 120),
    ("LAMP", "Lamp", 19, 90),
    ("BLANK_BOOK", "Notebook", 6, 22),
    ("WATER_BOTTLE", "Bottle", 12, 35),
    ("SHIRT", "Shirt", 15, 45),
    ("HEADPHONES", "Headphones", 25, 180),
    ("COFFEE", "Coffee", 7, 25),
    ("PUZZLES", "Puzzle", 11, 30),
    ("EXERCISE_MAT", "Mat", 18, 60),
    ("PILLOW", "Pillow", 14, 50),
    ("CELLULAR_PHONE_CASE", "Phone Case", 9, 35),
    ("HAND_TOOL", "Pliers", 10, 40),
    ("PET_TOY", "Pet Toy", 5, 18),
    ("WALLET", "Wallet", 20, 70),
    ("TEA", "Tea", 5, 16),
    ("BOARD_GAME", "Board Game", 18, 55),
    ("COOKWARE", "Pan", 22, 95),
    ("SUITCASE", "Suitcase", 59, 220),
    ("WRITING_INSTRUMENT", "Pen", 3, 19),
)
_BRANDS = ("Northlea", "Copperfield", "Lindhaven", "Aldermoor", "Quillon", "Saltmarsh", "Brightwater", "Everdine")
_MANNERS = ("Classic", "Slim", "Everyday", "Travel", "Studio", "Heritage", "Compact", "Premium", "Soft", "Modern")
_COLORS = ("Slate", "Moss", "Sand", "Navy", "Coral", "Ivory", "Teal", "Plum", "Amber", "Charcoal")
_RATES = {
    "USD": "1.1",
    "GBP": "0.87",
    "JPY": "160",
    "CAD": "1.5",
    "MXN": "20",
    "BRL": "6.2",
    "SEK": "11.5",
    "PLN": "4.3",
}


class Good(msgspec.Struct, frozen=True):
    """One product of the assortment. ``euros`` is what it costs; ``fba`` says that the network keeps it.

    ``list_euros`` is the price that its maker suggests, or None where he does not.
    """

    sku: str
    product_type: str
    title: str
    brand: str
    color: str
    euros: Decimal
    code: str
    fba: bool
    list_euros: Decimal | None = None


def drawn(seed: Seed, number: int, fba_share: float) -> Good:
    """The product of this number."""
    product_type, noun, least, most = KINDS[(number - 1) % len(KINDS)]
    brand = seed.pick(_BRANDS, "brand", number)
    color = seed.pick(_COLORS, "color", number)
    manner = seed.pick(_MANNERS, "manner", number)
    euros = Decimal(least) + Decimal(int((most - least) * seed.share("price", number))) + Decimal("0.99")
    return Good(
        sku=f"{product_type[:4]}-{number:05}",
        product_type=product_type,
        title=f"{brand} {manner} {noun}, {color}",
        brand=brand,
        color=color,
        euros=euros,
        code=barcode(200_000_000_000 + number),
        fba=seed.share("by Amazon", number) < fba_share,
    )


def barcode(number: int) -> str:
    """An EAN of thirteen digits, from its first twelve."""
    digits = str(number)
    return next(digits + last for last in "0123456789" if fault_of("ean", digits + last) is None)


def attributes(good: Good, marketplace_id: str, units: int) -> Json:
    """What a listing says of a product in a marketplace; ``units`` of the seller's own where he ships himself."""
    language = MARKETPLACES[marketplace_id].language
    where: Json = {"marketplace_id": marketplace_id}
    spoken = {"language_tag": language, **where}
    found = examples.attributes(good.product_type, marketplace_id)
    own, amazon = terms.fulfillment_channels(marketplace_id)
    shipped: Json = {"fulfillment_channel_code": amazon if good.fba else own}
    if not good.fba:
        shipped |= {"quantity": units, "lead_time_to_ship_max_days": 2}
    price = [{"schedule": [{"value_with_tax": price_in(good.euros, marketplace_id)}]}]
    offer = {"currency": terms.currency(marketplace_id), "audience": "ALL", "our_price": price, **where}
    found |= {
        "item_name": [{"value": good.title, **spoken}],
        "brand": [{"value": good.brand, **spoken}],
        "externally_assigned_product_identifier": [{"type": "ean", "value": good.code, **where}],
        "purchasable_offer": [offer],
        "fulfillment_availability": [shipped],
    }
    suggested = found.pop("list_price", None)
    if suggested and good.list_euros is not None:
        amount = price_in(good.list_euros, marketplace_id)
        found["list_price"] = [
            {name: amount if name.startswith("value") else value for name, value in entry.items()}
            for entry in suggested
        ]
    if "color" in found:
        found["color"] = [{"value": good.color, **spoken}]
    return found


def price_in(euros: Decimal, marketplace_id: str) -> float | int:
    """A price in a marketplace's own money, rounded to what is usual there."""
    currency = terms.currency(marketplace_id)
    amount = euros * Decimal(_RATES.get(currency, "1"))
    if not has_cents(currency):
        return int(amount / 10) * 10
    return float(amount.quantize(Decimal("0.01")))
