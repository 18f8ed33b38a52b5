"""Inbound on the console: the board, a plan with its shipments, and what a person may do to them."""

from __future__ import annotations

from tests.console.test_pages import console
from tests.domains.fba.inbound.sending import OWN, box, ready, shipment, until
from tests.shop import Shop


def test_a_shipment_is_sent_delivered_and_loses_a_box(shop: Shop) -> None:
    shop.stock("MUG", 0)
    plan_id, shipment_id = ready(shop, {"MUG": 12}, [box({"MUG": 6}, 2)], OWN)
    confirmation = shipment(shop, plan_id, shipment_id)["shipmentConfirmationId"]
    board = shop.http.get(console(shop, "/inbound")).text
    assert "Ready to ship" in board
    page = console(shop, f"/inbound/{plan_id}")
    assert f"{confirmation}U000002" in shop.http.get(page).text
    label = shop.http.get(f"{page}/labels/{confirmation}U000002")
    assert (label.status_code, label.content[:8]) == (200, b"\x89PNG\r\n\x1a\n")
    early = shop.http.post(f"{page}/deliver", data={"shipment": shipment_id})
    assert (early.status_code, "it is not on its way" in early.text) == (422, True)
    assert shop.http.post(f"{page}/lose", data={"box": f"{confirmation}U000002"}).status_code == 303
    assert shop.http.post(f"{page}/send", data={"shipment": shipment_id}).status_code == 303
    assert shipment(shop, plan_id, shipment_id)["status"] == "SHIPPED"
    assert shop.http.post(f"{page}/deliver", data={"shipment": shipment_id}).status_code == 303
    assert shipment(shop, plan_id, shipment_id)["status"] == "DELIVERED"
    until(shop, plan_id, shipment_id, "CLOSED")
    assert shop.fulfillable("MUG") == 6
    assert shop.http.get(f"{page}/labels/nothing").status_code == 404
