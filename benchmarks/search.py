"""What is measured of the catalog: a search, among a thousand items and among a hundred thousand."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from benchmarks import servers
from benchmarks.filling import US, Account
from benchmarks.wire import Figure, Measurement
from tradepost.domains.selling.catalog.identifiers import isbn_13
from tradepost.domains.selling.catalog.model import place
from tradepost.domains.selling.catalog.words import terms_of

_SMALL_PORT, _LARGE_PORT = servers.free_ports(2)
_FEW = 1_000
_TYPES = ("DRINKING_CUP", "LAMP", "SHIRT", "COFFEE", "DESK")
_SEARCHES = {
    "a word that every item has": "keywords=fernhollow",
    "a word that every item has, of a small brand": "keywords=fernhollow&brandNames=Lindqvist",
    "two words, one of them rare": "keywords=fernhollow,rare000",
    "a barcode": "identifiersType=EAN&identifiers={code}",
}


def search(folder: Path, rounds: int, orders: int, *, seconds: float = 2.0, many: int = 100_000) -> Iterator[Figure]:
    """A page of ``searchCatalogItems`` in a catalog of a hundred thousand items against one of a thousand."""
    small_data, large_data = folder / "few", folder / "many"
    small = servers.started(servers.tradepost(small_data, _SMALL_PORT), _SMALL_PORT, "/_tradepost/health")
    large = servers.started(servers.tradepost(large_data, _LARGE_PORT), _LARGE_PORT, "/_tradepost/health")
    with small, large:
        accounts = [Account(port) for port in (_SMALL_PORT, _LARGE_PORT)]
        fill(small_data / "worlds" / "main.db", min(_FEW, many))
        fill(large_data / "worlds" / "main.db", many)
        for said, query in _SEARCHES.items():
            path = f"/catalog/2022-04-01/items?marketplaceIds={US}&{query.format(code=_ean(7))}"
            ratios = []
            for _ in range(rounds):
                rates = [
                    servers.load(port, [account.get(path)], seconds)
                    for port, account in zip((_SMALL_PORT, _LARGE_PORT), accounts, strict=True)
                ]
                ratios.append(rates[1] / rates[0])
            yield f"search, {said}: {many:,} items / {min(_FEW, many):,} items", "0.7", ratios


def _ean(number: int) -> str:
    return isbn_13(f"{number:09}0")


def _brand(number: int) -> str:
    """One of fifty brands; one more has twenty items, in a large catalog as in a small one."""
    return "Lindqvist" if number < _FEW and number % 50 == 7 else f"Tarnwell {number % 50:02}"


def _attributes(number: int) -> dict[str, Any]:
    named = f"Fernhollow item {number} rare{number % 1000:03}" if number < _FEW else f"Fernhollow item {number}"
    texts = {"item_name": named, "brand": _brand(number), "bullet_point": "Made to last for years"}
    told: dict[str, Any] = {
        name: [{"value": text, "language_tag": "en_US", "marketplace_id": US}] for name, text in texts.items()
    }
    told["externally_assigned_product_identifier"] = [{"type": "ean", "value": _ean(number), "marketplace_id": US}]
    return told


def fill(path: Path, count: int) -> None:
    """Fills a world's catalog with so many items."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA synchronous = OFF")
        for number in range(count):
            _add(connection, number)


def _add(connection: sqlite3.Connection, number: int) -> None:
    attributes, type, asin = _attributes(number), _TYPES[number % len(_TYPES)], f"B0{number:08}"
    code, node = f"0{_ean(number)}", place(attributes, US, type)
    document = json.dumps({"attributes": attributes, "codes": [code]})
    cursor = connection.execute(
        "INSERT INTO catalog_products"
        " (marketplace_id, asin, product_type, brand, browse_node_id, parent_asin, document)"
        " VALUES (?, ?, ?, ?, ?, '', ?)",
        (US, asin, type, attributes["brand"][0]["value"], node.id, document),
    )
    terms = terms_of(US, asin, type, attributes, [code], node, parent=False)
    connection.execute("INSERT INTO catalog_words (rowid, terms) VALUES (?, ?)", (-(cursor.lastrowid or 0), terms))
    connection.execute("INSERT INTO catalog_identifiers VALUES (?, ?, ?)", (code, US, asin))


MEASUREMENTS: dict[str, Measurement] = {"search": search}
