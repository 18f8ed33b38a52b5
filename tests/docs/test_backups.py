"""The commands of the page on operating keep a whole installation, and bring it back."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import httpx

from tests.cli.test_commands import tradepost
from tests.deliveries.test_embedded import serve
from tests.docs.pages import ROOT, blocks_of
from tests.domains.exchange.reports.reporting import REPORTS, asked, ended
from tests.postgres import another, programs
from tests.shop import BARE, PLAIN, Shop

PAGE = ROOT / "docs" / "operating.md"
LISTINGS = "GET_MERCHANT_LISTINGS_ALL_DATA"
#: Stops a server as systemd does, and comes back when it has left its data folder; the test starts the next one.
SYSTEMCTL = '#!/bin/sh\n[ "$1" = start ] || { kill PID && flock DATA/lock true; }\n'


def follow(task: str, folder: Path, data: Path, process: int | None = None, **variables: str) -> None:
    """Does what the page says, with another data folder than the page's."""
    [text] = [block.text for block in blocks_of(PAGE) if f'task="{task}"' in block.marks]
    systemctl = folder / "bin" / "systemctl"
    systemctl.parent.mkdir(exist_ok=True)
    stopping = SYSTEMCTL.replace("PID", str(process)).replace("DATA", str(data))
    systemctl.write_text("#!/bin/sh\n" if process is None else stopping)
    systemctl.chmod(0o755)
    own = [systemctl.parent, programs()] if "PostgreSQL" in task else [systemctl.parent]
    path = os.pathsep.join([*map(str, own), os.environ["PATH"]])
    done = subprocess.run(
        ["bash", "-euc", text.replace("/var/lib/tradepost", str(data))],
        cwd=folder,
        env={**os.environ, "PATH": path, **variables},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr


class Served:
    """A server in a process of its own, and its first seller."""

    def __init__(self, data: Path, *more: str, token: str = "") -> None:
        self.process, self.url = serve(data, *more)
        found = httpx.get(f"{self.url}/_tradepost/v1/credentials", verify=PLAIN).json()
        self.shop = Shop(self.url, "main", found)
        self.shop.token = token or self.shop.log_in()

    def stop(self, *, told: bool = False) -> None:
        """Waits for its end, and tells it to stop before, unless somebody else has."""
        self.shop.close()
        if not told:
            self.process.terminate()
        assert self.process.wait(30) == 0


def do_business(shop: Shop) -> tuple[str, bytes]:
    """Lists a product, sells a unit, asks for a report and puts all of it aside; the report's document."""
    shop.controlled("PUT", "usage-plans", {"scale": 1000})
    shop.controlled("POST", "clock/freeze")
    shop.list_product("MUG")
    shop.stock("CUP", 5)
    shop.order("ORDER-1", {"CUP": 2})
    document_id = ended(shop, asked(shop, LISTINGS))["reportDocumentId"]
    shop.controlled("POST", "snapshots", {"name": "kept"})
    return document_id, document(shop, document_id)


def document(shop: Shop, id: str) -> bytes:
    return BARE.get(shop.ok("GET", f"{REPORTS}/documents/{id}")["url"]).content


def check(shop: Shop, before: Shop, document_id: str, content: bytes) -> None:
    """All of it is there, for the token that was had before; and nothing that came after the backup."""
    assert shop.credentials == before.credentials
    assert shop.shown("ORDER-1")["fulfillmentOrder"]["sellerFulfillmentOrderId"] == "ORDER-1"
    assert shop.reserved("CUP") == 2
    assert shop.call("GET", "/fba/outbound/2020-07-01/fulfillmentOrders/ORDER-2").status_code == 404
    assert document(shop, document_id) == content
    assert content.startswith(b"item-name\t")
    assert [each["name"] for each in shop.controlled("GET", "snapshots")["snapshots"]] == ["kept"]
    shop.log_in()
    shop.order("ORDER-2", {"CUP": 1})
    assert shop.reserved("CUP") == 3


def test_a_data_folder_that_was_lost_is_brought_back(tmp_path: Path) -> None:
    data = tmp_path / "data"
    served = Served(data)
    document_id, content = do_business(served.shop)
    follow("back up SQLite", tmp_path, data, served.process.pid)
    served.stop(told=True)
    data.rename(tmp_path / "lost")
    follow("restore SQLite", tmp_path, data)
    again = Served(data, token=served.shop.token)
    check(again.shop, served.shop, document_id, content)
    again.stop()


def test_a_database_is_kept_while_it_serves_and_brought_back_elsewhere(postgresql_url: str, tmp_path: Path) -> None:
    with another(postgresql_url, "kept") as database, another(postgresql_url, "restored") as empty:
        served = Served(tmp_path / "data", "--database", database)
        document_id, content = do_business(served.shop)
        follow("back up PostgreSQL", tmp_path, tmp_path / "data", TRADEPOST_DATABASE=database)
        served.shop.order("ORDER-2", {"CUP": 1})
        follow("restore PostgreSQL", tmp_path, tmp_path / "new", EMPTY_DATABASE=empty)
        again = Served(tmp_path / "new", "--database", empty, token=served.shop.token)
        check(again.shop, served.shop, document_id, content)
        assert served.shop.reserved("CUP") == 3
        again.stop()
        served.stop()


def test_a_backup_without_the_key_is_refused_rather_than_served_to_nobody(tmp_path: Path) -> None:
    Served(tmp_path).stop()
    (tmp_path / "installation.key").unlink()
    done = tradepost("serve", "--port", "0", "--data", str(tmp_path))
    assert (done.returncode, done.stderr) == (
        1,
        "tradepost: these worlds were made with another installation.key; give --data the folder that has it\n",
    )
