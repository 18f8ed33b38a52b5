"""Real clients, as their makers publish them, talk to Tradepost under ``tradepost run``."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ServerThread
from tradepost.serving import Settings

HERE = Path(__file__).parent
PROGRAM = "from tradepost.cli import main; main()"


def run(folder: Path, *command: str, code: int = 0) -> dict[str, Any]:
    """What a program says under ``tradepost run``, on a private server."""
    inherited = {name: value for name, value in os.environ.items() if "SP_API" not in name and "LWA" not in name}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, "run", "--offline", "--data", str(folder), "--", *command],
        capture_output=True,
        text=True,
        timeout=120,
        env=inherited,
        cwd=HERE,
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return dict(json.loads(line) for line in done.stdout.splitlines() if line.startswith("["))


def run_in_node(folder: Path, program: str, *arguments: str) -> dict[str, Any]:
    """What a Node program says; it is skipped where node or the clients cannot be had."""
    if shutil.which("node") is None or not (HERE / "node_modules").is_dir():
        pytest.skip("node, or the packages that make test installs, are not on this machine")
    return run(folder, "node", str(HERE / "programs" / program), *arguments)


def test_python_amazon_sp_api(tmp_path: Path) -> None:
    assert run(tmp_path, sys.executable, str(HERE / "programs" / "with_python_amazon_sp_api.py")) == {
        "countries": ["BR", "CA", "MX"],
        "made": {},
        "added": {},
        "units": [5],
        "previews": [["Expedited", True], ["Priority", True], ["Standard", True]],
        "status": "Complete",
        "tracked": True,
        "listed": ["O-1", "O-2"],
        "returned": ["New"],
        "missing": ["SellingApiNotFoundException", 404],
        "again": ["SellingApiBadRequestException", 400],
        "late": ["SellingApiBadRequestException", 400],
        "throttled": True,
    }


def test_amazons_own_client_is_given_the_address(tmp_path: Path) -> None:
    server = ServerThread(Settings(port=0, data=tmp_path))
    url = server.start()
    try:
        program = str(HERE / "programs" / "directly_with_amzn_sp_api.py")
        done = subprocess.run([sys.executable, program, url], capture_output=True, text=True, timeout=120, check=False)
    finally:
        server.stop()
    assert done.returncode == 0, done.stderr
    assert dict(json.loads(line) for line in done.stdout.splitlines()) == {
        "status": "Unshipped",
        "report": "DONE",
        "row": ["2"],
    }


def test_shipping_with_python_amazon_sp_api(tmp_path: Path) -> None:
    assert run(tmp_path, sys.executable, str(HERE / "programs" / "shipping_with_python_amazon_sp_api.py")) == {
        "carriers": ["AMZN_US", "FEDEX", "UPS", "USPS"],
        "label": "^XA",
        "tracked": "PreTransit",
        "again": True,
        "late": ["SellingApiBadRequestException", 400],
        "account": 10,
        "labels": ["c-1"],
        "store": "Active",
        "stores": ["S-1"],
    }


def test_orders_that_a_seller_sends_with_python_amazon_sp_api(tmp_path: Path) -> None:
    assert run(tmp_path, sys.executable, str(HERE / "programs" / "own_orders_with_python_amazon_sp_api.py")) == {
        "cheapest": "Amazon Shipping",
        "bought": "Purchased",
        "label": "^XA",
        "shipped": "Shipped",
        "inputs": [],
        "called off": "RefundPending",
        "paid back": "RefundApplied",
        "scheduled": "ReadyForPickup",
        "moved": True,
        "twice": ["SellingApiBadRequestException", "ScheduledPackageAlreadyExists"],
        "papers": ["invoice.pdf", "label.pdf"],
        "delivered": True,
        "lost": "LostInTransit",
    }


def test_shipping_with_amazon_sp_api_from_npm(tmp_path: Path) -> None:
    assert run_in_node(tmp_path, "shipping_with_amazon_sp_api.cjs") == {
        "rates": True,
        "label": "%PDF-",
        "tracked": "PreTransit",
        "canceled": {},
        "after": "PickupCancelled",
        "account": 10,
        "store": "S-1",
    }


def test_own_orders_with_amazon_sp_api_from_npm(tmp_path: Path) -> None:
    assert run_in_node(tmp_path, "own_orders_with_amazon_sp_api.cjs") == {
        "bought": "Purchased",
        "label": "^XA",
        "shipped": "Shipped",
        "called off": "RefundPending",
        "scheduled": "ReadyForPickup",
        "moved": True,
        "delivered": "Delivered",
    }


def test_amzn_sp_api_and_the_exit_code_of_the_program(tmp_path: Path) -> None:
    assert run(tmp_path, sys.executable, str(HERE / "programs" / "with_amzn_sp_api.py"), code=7) == {
        "stores": 4,
        "plan": "PROFESSIONAL",
        "units": 5,
        "status": "Complete",
        "shipments": ["SHIPPED"],
        "features": True,
        "missing": [404, "NotFound"],
    }


def test_amazon_sp_api_from_npm(tmp_path: Path) -> None:
    assert run_in_node(tmp_path, "with_amazon_sp_api.cjs") == {
        "stores": 4,
        "status": "Complete",
        "late": "InvalidInput",
        "counts": [3, 3, 3, 3],
        "throttled": True,
    }


def test_amazons_own_javascript_sdk(tmp_path: Path) -> None:
    assert run_in_node(tmp_path, "with_amazon_sp_api_sdk_js.mjs") == {
        "stores": 4,
        "listed": ["ACCEPTED", ["BUYABLE", "DISCOVERABLE"]],
        "found": True,
        "sku": [["A/1 ü+%20", 2]],
        "streets": [False, True],
        "status": "Shipped",
        "current": ["SHIPPED", "1Z999AA10123456784"],
        "again": 400,
        "paid": [["Shipment", True]],
    }


def test_the_sdk_of_bizon(tmp_path: Path) -> None:
    assert run_in_node(tmp_path, "with_bizon_sp_api_sdk.mjs") == {
        "same": True,
        "answers": True,
        "waited": True,
        "missing": ["SellingPartnerApiError", 404],
    }


def test_a_service_with_python_amazon_sp_api_and_amzn_sp_api(tmp_path: Path) -> None:
    program = str(HERE / "programs" / "services_with_python_amazon_sp_api.py")
    assert run(tmp_path, sys.executable, program) == {
        "warned": None,
        "available": [2, 1, 2],
        "fixed": [1, 2],
        "listed": [1, "PENDING_SCHEDULE"],
        "slots": [2],
        "of the store": 8,
        "put": 200,
        "status": "COMPLETED",
        "appointments": ["CANCELLED", "COMPLETED"],
        "proved": "POA_RECEIPT",
        "cancelled": "CANCELLED",
        "refused": "UnprocessableEntity",
    }


def test_brazil_with_python_amazon_sp_api_and_amzn_sp_api(tmp_path: Path) -> None:
    program = str(HERE / "programs" / "brazil_with_python_amazon_sp_api.py")
    assert run(tmp_path, sys.executable, program) == {
        "listed": "ACCEPTED",
        "options": 6,
        "found": [["SALE", "AUTHORIZED"], ["SYMBOLIC_RETURN", "AUTHORIZED"]],
        "same": True,
        "export": ["DONE", 1],
        "exports": 1,
        "files": True,
        "total": True,
        "typed": True,
        "waits": "NotFound",
        "restricted": 403,
        "buyer": [{"Name": "CPF", "Value": "52998224725"}],
        "accepted": "Accepted",
        "shipped": "Shipped",
    }


@pytest.mark.parametrize("channel", ["MFN", "FBA"])
def test_a_sellers_fortnight_with_python_amazon_sp_api(tmp_path: Path, channel: str) -> None:
    program = str(HERE / "programs" / "fortnight_with_python_amazon_sp_api.py")
    assert run(tmp_path, sys.executable, program, channel) == {
        "required": ["brand", "item_name"],
        "mistake": ["INVALID", [["brand"]]],
        "listing": "ACCEPTED",
        "status": ["BUYABLE", "DISCOVERABLE"],
        "found": ["Quillon dotted notebook, A5"],
        "found by default": ["Quillon dotted notebook, A5"],
        "featured at 18": [False],
        "featured at the expected price": [True],
        "fees": True,
        "ordered": [[True, "Unshipped", "AFN" if channel == "FBA" else "MFN"]],
        "items": ["DOTTED/A5 2", 2, True],
        "address": True,
        "shipped": ["SHIPPED", 0 if channel == "FBA" else 1],
        "charged": [True, True],
        "refunded": True,
        "sales": [2, 1, True],
        "settled": [True, True],
        "left": [2, 1],
    }


@pytest.mark.parametrize("channel", ["MFN", "FBA"])
def test_a_sellers_fortnight_with_amazon_sp_api_from_npm(tmp_path: Path, channel: str) -> None:
    assert run_in_node(tmp_path, "fortnight_with_amazon_sp_api.cjs", channel) == {
        "required": True,
        "mistake": ["INVALID", [["brand"]]],
        "listing": "ACCEPTED",
        "status": ["BUYABLE", "DISCOVERABLE"],
        "found": [True],
        "found by default": ["Saltmarsh"],
        "featured at 30": [False],
        "featured at 25": [True],
        "ordered": [[True, "Unshipped"]],
        "address": True,
        "shipped": "SHIPPED",
        "charged": True,
        "refunded": [-25],
        "sales": [[2, 1, "50.00"]],
        "settled": True,
    }


def test_stock_is_sent_in_with_python_amazon_sp_api_and_a_buyer_orders_it(tmp_path: Path) -> None:
    program = str(HERE / "programs" / "inbound_with_python_amazon_sp_api.py")
    assert run(tmp_path, sys.executable, program) == {
        "refused": "BadRequest",
        "partner": ["READY_TO_SHIP", 40],
        "own": ["SHIPPED", 40],
        "freight": ["READY_TO_SHIP", True],
        "labels": "%PDF-",
        "bill": "%PDF-",
        "plans": ["SHIPPED", "SHIPPED", "SHIPPED"],
        "closed": 3,
        "more": [40, 40, 40],
        "ordered": ["Unshipped", 20],
    }


def test_inbound_with_amzn_sp_api(tmp_path: Path) -> None:
    assert run(tmp_path, sys.executable, str(HERE / "programs" / "inbound_with_amzn_sp_api.py")) == {
        "refused": [400, "BadRequest"],
        "quoted": True,
        "ready": ["READY_TO_SHIP", 40, 2],
        "labels": "%PDF-",
        "closed": ["CLOSED", "SHIPPED"],
        "more": 40,
        "ordered": ["Unshipped", 0],
    }


def test_awd_with_amzn_sp_api(tmp_path: Path) -> None:
    assert run(tmp_path, sys.executable, str(HERE / "programs" / "awd_with_amzn_sp_api.py")) == {
        "eligible": "ELIGIBLE",
        "again": 409,
        "labels": "%PDF-",
        "brought": ["CLOSED", 120.0],
        "listed": [True],
        "reserved": 40,
        "sent on": ["SUCCESS", 40],
        "left": 80,
    }


def test_awd_with_python_amazon_sp_api(tmp_path: Path) -> None:
    assert run(tmp_path, sys.executable, str(HERE / "programs" / "awd_with_python_amazon_sp_api.py")) == {
        "eligible": "ELIGIBLE",
        "again": 409,
        "sent": "SHIPPED",
        "closed": 1,
        "stored": 40,
    }


def test_feeds_with_python_amazon_sp_api(tmp_path: Path) -> None:
    assert run(tmp_path, sys.executable, str(HERE / "programs" / "feeds_with_python_amazon_sp_api.py")) == {
        "listings": ["DONE", 1],
        "quantity": 33,
        "shipment": ["DONE", True],
        "order": "Shipped",
        "japanese": ["DONE", True],
        "ended": ["FATAL", True],
    }


def test_feeds_with_amzn_sp_api(tmp_path: Path) -> None:
    assert run(tmp_path, sys.executable, str(HERE / "programs" / "feeds_with_amzn_sp_api.py")) == {
        "put": 200,
        "queued": "IN_QUEUE",
        "ended": "DONE",
        "report": ["GZIP", 1],
        "listed": [True],
    }


def test_feeds_with_amazon_sp_api_from_npm(tmp_path: Path) -> None:
    assert run_in_node(tmp_path, "feeds_with_amazon_sp_api.cjs") == {
        "listings": ["DONE", 1],
        "envelope": ["DONE", 5000, 1],
    }


def test_reports_with_python_amazon_sp_api(tmp_path: Path) -> None:
    assert run(tmp_path, sys.executable, str(HERE / "programs" / "reports_with_python_amazon_sp_api.py")) == {
        "order": [[True, "NOTEBOOK"]],
        "charset": "utf-8",
        "gzip": ["GZIP", "<?xml"],
        "regional charset": "cp1252",
        "forbidden": 403,
        "recipient": [True],
        "listed": 1,
        "scheduled": [True, False],
    }


def test_reports_with_amazon_sp_api_from_npm(tmp_path: Path) -> None:
    assert run_in_node(tmp_path, "reports_with_amazon_sp_api.cjs") == {
        "order": [[True, "NOTEBOOK"]],
        "gzip": "GZIP",
        "tree": True,
        "units": 2,
        "nothing": "CANCELLED",
    }


def test_reports_with_amazons_own_python_sdk(tmp_path: Path) -> None:
    assert run(tmp_path, sys.executable, str(HERE / "programs" / "reports_with_amzn_sp_api.py")) == {
        "waiting": "IN_QUEUE",
        "done": ["DONE", ["ATVPDKIKX0DER"]],
        "document": ["GZIP", "<?xml"],
        "cancelled": "CANCELLED",
        "listed": 1,
        "schedules": 1,
        "refused": [400, "InvalidInput"],
    }


def test_the_page_on_notifications_has_this_program() -> None:
    page = HERE.parents[1] / "docs" / "notifications.md"
    assert f'```python title="order_to_shipment.py"\n{(HERE / "programs" / "order_to_shipment.py").read_text()}```' in (
        page.read_text()
    )


def test_an_order_is_heard_of_read_and_shipped_and_stock_and_price_are_changed(tmp_path: Path) -> None:
    assert run(tmp_path, sys.executable, str(HERE / "programs" / "order_to_shipment.py")) == {
        "status": "Shipped",
        "quantity": 40,
        "price": "10.90",
    }
