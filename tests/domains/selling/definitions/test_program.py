"""An unmodified program under ``tradepost run`` finds a product type and reads its schema by the link."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROGRAM = """
import base64, hashlib, json, urllib.request
from sp_api.api import ProductTypeDefinitions
from sp_api.base import Marketplaces

client = ProductTypeDefinitions(marketplace=Marketplaces.DE)
found = client.search_definitions_product_types(keywords=["Rucksack"]).payload
definition = client.get_definitions_product_type(found["productTypes"][0]["name"], requirements="LISTING").payload
schema = urllib.request.urlopen(definition["schema"]["link"]["resource"]).read()
assert base64.b64encode(hashlib.md5(schema).digest()).decode() == definition["schema"]["checksum"]
print(definition["schema"]["link"]["resource"].partition("/_tradepost")[0])
print(json.loads(schema)["$id"].rpartition("/")[2], json.loads(schema)["title"])
"""


def test_a_client_library_reads_a_definition_by_its_link(tmp_path: Path) -> None:
    command = [str(Path(sys.executable).with_name("tradepost")), "run", "--", sys.executable, "-c", PROGRAM]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=90, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("\n")[:2] == ["https://sellingpartnerapi-eu.amazon.com", "BACKPACK Rucksack"]
