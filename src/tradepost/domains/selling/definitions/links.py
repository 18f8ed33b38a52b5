"""The addresses of schema documents, and the documents that stand behind them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from urllib.parse import quote, urlencode

import msgspec

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.selling.definitions import meta_schema
from tradepost.domains.selling.definitions.product_types import product_types
from tradepost.domains.selling.definitions.schemas import Asked, document

ROOT = "/_tradepost/definitions"
META_SCHEMA_PATH = f"{ROOT}/meta-schema/v1.json"
LONGEST_LOCALE = 10
_OPTIONS = {
    "marketplaceId": "marketplace_id",
    "requirements": "requirements",
    "requirementsEnforced": "enforced",
    "locale": "locale",
    "parentageLevel": "parentage",
}
_PRODUCT_TYPES = f"{ROOT}/product-types/"


def path_of(asked: Asked) -> str:
    """Where a schema is: its product type, and the MD5 of its bytes as the name of the file.

    The link says all that the schema is made of, so it needs no row, is good on every host, and never expires; it is
    gone when a newer Tradepost has another schema under these words. At Amazon links are good for seven days.
    """
    said = {option: getattr(asked, attribute) for option, attribute in _OPTIONS.items()}
    options = {option: value for option, value in said.items() if value is not None}
    return f"{_PRODUCT_TYPES}{quote(asked.product_type)}/{_digest(document(asked))}.json?{urlencode(options)}"


def document_at(path: str, options: Mapping[str, str]) -> bytes | None:
    """The document of a path that was handed out, or None where nothing is there."""
    if path == META_SCHEMA_PATH:
        return meta_schema.document()
    name, _, file = path.removeprefix(_PRODUCT_TYPES).partition("/")
    asked = _asked(name, options)
    if not path.startswith(_PRODUCT_TYPES) or asked is None:
        return None
    content = document(asked)
    return content if file == f"{_digest(content)}.json" else None


def _asked(name: str, options: Mapping[str, str]) -> Asked | None:
    """What a link asks for; None where it asks for something that there is not."""
    said = {attribute: options[option] for option, attribute in _OPTIONS.items() if option in options}
    try:
        asked = msgspec.convert({"product_type": name, **said}, Asked)
    except msgspec.ValidationError:
        return None
    known = name in product_types() and asked.marketplace_id in MARKETPLACES
    return asked if known and len(asked.locale) <= LONGEST_LOCALE else None


def _digest(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()
