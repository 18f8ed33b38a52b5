"""Searching the catalog: by words, with pages that cost the same however large it is, and by identifiers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from tradepost.domains.context import Context
from tradepost.domains.selling.catalog import browse, records, skus
from tradepost.domains.selling.catalog.identifiers import TYPES, code_of, is_asin
from tradepost.domains.selling.catalog.model import Product
from tradepost.domains.selling.catalog.words import brand_term, buyable_term, node_term, word_terms

MOST_FOUND = 1000
MOST_REFINEMENTS = 20
_BEYOND = (1 << 62) - 1
#: No browse node has a longer id; PostgreSQL takes no word of more than 2,046 bytes.
_LONGEST_NODE_ID = 40


class Position(msgspec.Struct, array_like=True):
    """Where a page of a search begins: after so many items, below a number, or above it on the way back."""

    passed: int = 0
    number: int = _BEYOND
    back: bool = False


class Page(msgspec.Struct):
    """The numbers of a page's products, and where the pages beside it begin."""

    numbers: list[int]
    following: Position | None
    preceding: Position | None


class Tally(msgspec.Struct):
    """How many products a search finds in all, by brand, and by browse node."""

    total: int
    brands: Counter[str]
    nodes: Counter[str]

    def most_brands(self) -> list[tuple[str, int]]:
        """The twenty brands with most results, most first."""
        counted = sorted((-count, brand) for brand, count in self.brands.items() if brand)
        return [(brand, -count) for count, brand in counted[:MOST_REFINEMENTS]]

    def most_nodes(self, marketplace_id: str) -> list[tuple[browse.Node, int]]:
        """The twenty browse nodes with most results, most first."""
        counted = sorted((-count, id) for id, count in self.nodes.items())[:MOST_REFINEMENTS]
        named = [(browse.node(marketplace_id, id), -count) for count, id in counted]
        return [(node, count) for node, count in named if node is not None]


class Found(msgspec.Struct):
    """A page of what a search by words finds, with the tokens of the pages beside it."""

    products: list[Product]
    tally: Tally
    following: str | None
    preceding: str | None


def groups(
    marketplace_id: str,
    language: str,
    keywords: Sequence[str],
    brands: Sequence[str] = (),
    node_ids: Sequence[str] = (),
    *,
    buyable: bool = False,
    any_word: bool = False,
) -> list[list[str]]:
    """What a product must have to be found: every word (or any), one of the brands, and a place below one of the nodes.

    Empty where the keywords have no word in them, and then nothing is found.
    """
    terms = word_terms(marketplace_id, language, " ".join(keywords))
    found = [terms] if any_word else [[term] for term in terms]
    if found and brands:
        found.append(sorted({brand_term(marketplace_id, each) for each in brands}))
    if found and node_ids:
        known = [each for each in node_ids if each.isalnum() and each.isascii() and len(each) <= _LONGEST_NODE_ID]
        found.append(sorted({node_term(marketplace_id, each) for each in known}))
    if found and buyable:
        found.append([buyable_term(marketplace_id)])
    return found if all(found) else []


async def by_words(ctx: Context, marketplace_id: str, asked: list[list[str]], size: int, token: str | None) -> Found:
    """The page of a search that a token names, or the first one. Raises InvalidPageToken."""
    query = ("catalog items", marketplace_id, *(" ".join(group) for group in asked))
    position = Position()
    if token:
        position = msgspec.convert(ctx.page_position(query, token, parameter="pageToken"), Position)
    found = await page(ctx, asked, size, position)
    known = await records.numbered(ctx.tx, ctx.seed, found.numbers)
    return Found(
        [known[each] for each in found.numbers],
        await tally(ctx, asked),
        ctx.page_token(query, found.following) if found.following else None,
        ctx.page_token(query, found.preceding) if found.preceding else None,
    )


async def page(ctx: Context, asked: list[list[str]], size: int, position: Position) -> Page:
    """A page of what a search finds, newest products first (our choice), the first thousand of them (published)."""
    if not asked:
        return Page([], None, None)
    if position.back:
        numbers = await records.found_before(ctx.tx, asked, position.number, size)
        passed, more = max(0, position.passed - len(numbers)), True
    else:
        room = min(size, MOST_FOUND - position.passed)
        numbers = await records.found(ctx.tx, asked, position.number, room + 1)
        passed, more = position.passed, len(numbers) > room
        numbers = numbers[:room]
    reached = passed + len(numbers)
    return Page(
        numbers,
        Position(reached, numbers[-1]) if numbers and more and reached < MOST_FOUND else None,
        Position(passed, numbers[0], back=True) if numbers and passed else None,
    )


async def tally(ctx: Context, asked: list[list[str]]) -> Tally:
    """How many products a search finds; the newest thousand are counted, and more than those are not (our choice)."""
    numbers = await records.found(ctx.tx, asked, _BEYOND, MOST_FOUND) if asked else []
    brands: Counter[str] = Counter()
    nodes: Counter[str] = Counter()
    for brand, node_id, count in await records.tally(ctx.tx, numbers):
        brands[brand] += count
        nodes[node_id] += count
    return Tally(len(numbers), brands, nodes)


class ByIdentifier(msgspec.Struct):
    """The ASINs that identifiers lead to, in the order of these, and the SKUs that led to an ASIN."""

    asins: list[str]
    skus: dict[str, list[str]] = {}


def possible(type: str, value: str) -> bool:
    """Whether a text can be an identifier of a published type."""
    if type == "SKU":
        return bool(value)
    return is_asin(value) if type == "ASIN" else code_of(type, value) is not None


def is_identifier(word: str) -> bool:
    """Whether a word among keywords stands for one product: an ASIN with a digit in it, or a number of a barcode."""
    named = is_asin(word) and any(sign.isdecimal() for sign in word)
    return named or any(code_of(type, word) is not None for type in TYPES)


async def by_identifiers(ctx: Context, marketplace_id: str, type: str, wanted: Sequence[str]) -> ByIdentifier:
    """What has one of these identifiers in a marketplace; those of no product are passed over."""
    if type == "ASIN":
        return ByIdentifier(list(dict.fromkeys(wanted)))
    if type == "SKU":
        return await _by_sku(ctx, marketplace_id, wanted)
    codes = [code for each in wanted if (code := code_of(type, each)) is not None]
    rows = await records.with_codes(ctx.tx, list(dict.fromkeys(codes)))
    here = [(code, asin) for code, place, asin in rows if place == marketplace_id]
    return ByIdentifier(list(dict.fromkeys(asin for code in codes for known, asin in here if known == code)))


async def _by_sku(ctx: Context, marketplace_id: str, wanted: Sequence[str]) -> ByIdentifier:
    """By the caller's SKUs. A SKU may have commas in it: the whole list is looked for as one SKU too, as at Amazon."""
    whole = [",".join(wanted)] if len(wanted) > 1 else []
    known = await skus.asins_of(ctx, marketplace_id, [*whole, *wanted])
    found = ByIdentifier([])
    for sku in dict.fromkeys([*whole, *wanted]):
        asin = known.get(sku)
        if asin is not None:
            found.skus.setdefault(asin, []).append(sku)
    found.asins = list(found.skus)
    return found
