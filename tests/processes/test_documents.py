"""Three machines that share a database and a store of documents, and nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from tests.domains.exchange.exchanging import FEEDS, promised, put
from tests.domains.exchange.reports.reporting import REPORTS, asked, ended, shown
from tests.postgres import another
from tests.processes.serving import Servers
from tests.s3 import s3
from tests.shop import BARE, Shop

__all__ = ["s3"]

LISTINGS = "GET_MERCHANT_LISTINGS_ALL_DATA"


class Machines:
    """Each with a data folder of its own, that has the key of the first one; and a seller who calls all of them."""

    def __init__(self, folder: Path, database: str, documents: str) -> None:
        self.servers: list[Servers] = []
        for number in range(3):
            data = folder / str(number)
            if number:
                data.mkdir(parents=True)
                shutil.copy(folder / "0" / "installation.key", data)
            machine = Servers(data, database, "--documents", documents)
            machine.start(1)
            self.servers.append(machine)
        self.folder = folder
        self.shops = [each.sellers()[0] for each in self.servers]
        self.shops[0].controlled("PUT", "usage-plans", {"scale": 1000})
        self.shops[0].controlled("POST", "clock/freeze")

    def stop(self) -> None:
        for each in self.shops:
            each.close()
        for machine in self.servers:
            machine.stop()

    def kept_on_disk(self) -> list[str]:
        return [each.name for each in self.folder.glob("*/documents/**/*") if each.is_file()]


@pytest.fixture
def machines(s3: str, postgresql_url: str, tmp_path: Path) -> Iterator[Machines]:
    with another(postgresql_url, "machines") as database:
        found = Machines(tmp_path, database, "s3://documents/team")
        yield found
        found.stop()


def at(shop: Shop, link: str) -> str:
    """A link as it leads to another machine, as a proxy in front of all leads there."""
    return urlunsplit(urlsplit(link)._replace(netloc=urlsplit(shop.url).netloc))


def link_to(shop: Shop, document_id: str) -> str:
    return str(shop.ok("GET", f"{REPORTS}/documents/{document_id}")["url"])


def test_what_one_machine_has_made_is_had_through_the_others_and_outlives_it(machines: Machines) -> None:
    first, second, third = machines.shops
    first.list_product("MUG")
    report = ended(second, asked(first, LISTINGS))
    link = link_to(second, report["reportDocumentId"])
    found = [BARE.get(at(shop, link)) for shop in (second, first, third)]
    assert [each.status_code for each in found] == [200] * 3
    assert found[0].text.startswith("item-name\t")
    assert len({each.content for each in found}) == 1
    document = promised(first)
    assert put(at(second, document["url"]), "<feed/>").status_code == 200
    assert BARE.get(third.ok("GET", f"{FEEDS}/documents/{document['feedDocumentId']}")["url"]).text == "<feed/>"
    assert machines.kept_on_disk() == []
    # A machine that dies takes no report with it, neither one that waits nor one that it has made.
    report_id = asked(first, LISTINGS)
    machines.servers[0].kill(0)
    assert shown(second, report_id)["processingStatus"] == "IN_QUEUE"
    report = ended(second, report_id)
    assert report["processingStatus"] == "DONE"
    machines.servers[1].kill(0)
    assert shown(third, report_id) == report
    assert BARE.get(link_to(third, report["reportDocumentId"])).text.startswith("item-name\t")
