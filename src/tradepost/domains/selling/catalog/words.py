"""The words that a product is found by, and what a search asks for: pure text, the same on both databases.

A term of the index is a word of small letters and digits behind a mark of marketplace and language, so that a search
reads the words of one marketplace only, whatever else the catalog holds. Words are compared without case, accents
and the plural's ``s``; every sign of Chinese, Japanese or Korean is a word of its own (our choice).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from hashlib import blake2b

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.selling.catalog import browse
from tradepost.domains.selling.catalog.attributes import Attributes, languages_in, values
from tradepost.domains.selling.catalog.identifiers import shown
from tradepost.domains.selling.definitions import product_types
from tradepost.domains.selling.definitions.locales import shown_in

SPOKEN = (
    "item_name", "bullet_point", "generic_keyword", "brand", "manufacturer", "author", "model_name", "special_feature",
)  # fmt: skip
_PLAIN = (
    "model_number", "part_number", "color", "size", "style", "material", "pattern", "flavor", "scent", "department",
    "item_type_keyword", "theme", "publisher",
)  # fmt: skip
_WORD = re.compile(r"[^\W_]+")
_SINGLE = ("CJK ", "HIRAGANA", "KATAKANA", "HANGUL")
_SHORTEST_PLURAL = 4
_LONGEST_WORD = 40


def words(text: str) -> list[str]:
    """The words of a text, in the form in which they are compared."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    runs = _WORD.findall("".join(sign for sign in plain if not unicodedata.combining(sign)))
    return [_encoded(_singular(word))[:_LONGEST_WORD] for run in runs for word in _single_signs(run)]


def _single_signs(run: str) -> Iterable[str]:
    if run.isascii():
        return [run]
    parts = "".join(f" {sign} " if unicodedata.name(sign, "").startswith(_SINGLE) else sign for sign in run)
    return parts.split()


def _singular(word: str) -> str:
    plural = len(word) >= _SHORTEST_PLURAL and word.endswith("s") and not word.endswith("ss")
    return word[:-1] if plural and word.isalpha() else word


def _encoded(word: str) -> str:
    """A word in small letters and digits, which both databases take as they are."""
    return word if word.isascii() else "".join(sign if sign.isascii() else f"0{ord(sign):x}" for sign in word)


def _mark(marketplace_id: str, language: str) -> str:
    """Marketplace and language in front of a word. A tag's country counts too: ``pt_PT`` is not ``pt_BR``."""
    return MARKETPLACES[marketplace_id].country.lower() + language.replace("_", "").lower() + "0"


def word_terms(marketplace_id: str, language: str, text: str) -> list[str]:
    """The terms that a search for a text in a language asks for."""
    mark = _mark(marketplace_id, language)
    return [mark + word for word in dict.fromkeys(words(text))]


def brand_term(marketplace_id: str, brand: str) -> str:
    """The term by which the products of a brand are told from others; case and accents do not count."""
    said = "".join(words(brand)) or brand.casefold()
    return f"{MARKETPLACES[marketplace_id].country.lower()}1{blake2b(said.encode(), digest_size=8).hexdigest()}"


def node_term(marketplace_id: str, node_id: str) -> str:
    """The term of what stands at a browse node or below it."""
    return f"{MARKETPLACES[marketplace_id].country.lower()}2{node_id}"


def buyable_term(marketplace_id: str) -> str:
    """The term of what can be bought: everything but parents of variations."""
    return f"{MARKETPLACES[marketplace_id].country.lower()}3"


def terms_of(
    marketplace_id: str,
    asin: str,
    product_type: str,
    attributes: Attributes,
    codes: Iterable[str],
    node: browse.Node,
    *,
    parent: bool,
) -> str:
    """All terms of a product, as the index takes them.

    A product can be found in each language that it has texts in; in the marketplace's own language also where it has
    none in it (our choice).
    """
    marketplace = MARKETPLACES[marketplace_id]
    same_everywhere = [asin, *(each.value for each in shown(codes, marketplace.country))]
    same_everywhere += [str(each) for name in _PLAIN for each in values(attributes, name)]
    found: dict[str, None] = {}
    for language in sorted({marketplace.language, *languages_in(attributes, SPOKEN)}):
        spoken = [str(each) for name in SPOKEN for each in values(attributes, name, language)]
        texts = [*spoken, *same_everywhere, *_titles(product_type, node, language)]
        found.update(dict.fromkeys(word_terms(marketplace_id, language, " ".join(texts))))
    for each in node.lineage():
        found[node_term(marketplace_id, each.id)] = None
    for brand in values(attributes, "brand"):
        found[brand_term(marketplace_id, str(brand))] = None
    if not parent:
        found[buyable_term(marketplace_id)] = None
    return " ".join(found)


def _titles(product_type: str, node: browse.Node, language: str) -> list[str]:
    known = product_types.product_types().get(product_type)
    named = [known.title(shown_in(language))] if known and product_type != "PRODUCT" else []
    return [*named, node.title(language)]
