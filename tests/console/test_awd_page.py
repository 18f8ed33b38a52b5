"""AWD on the console: what comes, what lies there, what is sent on."""

from __future__ import annotations

from tests.console.test_pages import console
from tests.domains.fba.awd.bringing import confirmed, package, shipment, stored
from tests.domains.fba.awd.test_sending_on import replenish
from tests.shop import Shop


def test_shipments_inventory_and_orders_are_shown(shop: Shop) -> None:
    page = console(shop, "/awd")
    assert "Nothing is sent to AWD yet" in shop.http.get(page).text
    shop.list_product("TROLLEY", price=40.0, fba=True, quantity=0)
    stored(shop, package("TROLLEY", 5, 4))
    order_id = replenish(shop, {"TROLLEY": 10})
    text = shop.http.get(page).text
    assert "TROLLEY" in text
    assert order_id in text


def test_a_box_is_lost(shop: Shop) -> None:
    page = console(shop, "/awd/lose")
    assert shop.http.post(page, data={"box": "nothing"}).status_code == 404
    shop.list_product("TROLLEY", price=40.0, fba=True, quantity=0)
    shipment_id = confirmed(shop, package("TROLLEY", 5, 4))
    box_id = f"{shipment_id}U000002"
    assert shop.http.post(page, data={"box": box_id}).status_code == 303
    assert '<td class="n">1</td>' in shop.http.get(console(shop, "/awd")).text
    assert shipment(shop, shipment_id)["shipmentStatus"] == "CREATED"
