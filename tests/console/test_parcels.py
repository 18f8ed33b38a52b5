"""The pages of parcels: what was sent, how well, and what becomes of it."""

from __future__ import annotations

from tests.console.test_pages import console
from tests.domains.shipping.sending import buy, number_of, track
from tests.domains.shipping.test_easy_ship import order as easy_order
from tests.domains.shipping.test_own_numbers import ship
from tests.shop import IN, Shop


def test_a_parcel_is_shown_with_its_label_and_its_rate(shop: Shop) -> None:
    number = number_of(buy(shop))
    assert number in shop.http.get(console(shop, "/parcels")).text
    page = shop.http.get(console(shop, f"/parcels/{number}")).text
    assert "data:image/png;base64," in page
    assert "BASE_RATE" in page
    assert "It waits for its carrier" in page
    assert shop.http.get(console(shop, "/parcels/none")).status_code == 404


def test_its_fate_is_decided_until_it_has_met_it(shop: Shop) -> None:
    number = number_of(buy(shop))
    where = console(shop, f"/parcels/{number}")
    assert shop.http.post(f"{where}/fate", data={"fate": "eaten"}).status_code == 422
    assert shop.http.post(f"{where}/fate", data={"fate": "lost"}).status_code == 303
    shop.advance("P20D")
    assert track(shop, number)["summary"]["status"] == "Lost"
    page = shop.http.get(where).text
    assert "The carrier has lost the package." in page
    assert "Let it be so" not in page
    assert shop.http.post(f"{where}/fate", data={"fate": "on_time"}).status_code == 422
    assert track(shop, number)["summary"]["status"] == "Lost"


def test_valid_tracking_and_late_shipments_are_counted(shop: Shop) -> None:
    ship(shop, "9400111899223818218407")
    page = shop.http.get(console(shop, "/parcels")).text
    assert "100.0%" in page
    assert "1 of 1 packages" in page
    ship(shop, "9400")
    shop.controlled("POST", "buyers/orders", {"items": [{"sku": "MUG-1"}], "paid": True})
    shop.advance("P6D")
    page = shop.http.get(console(shop, "/parcels")).text
    assert "1 of 2 packages" in page
    assert "1 of 3 orders" in page


def test_rates_show_the_tables_of_carriers_and_those_of_your_own(shop: Shop) -> None:
    page = shop.http.get(console(shop, "/rates")).text
    assert "UPS Ground" in page
    assert "a table of your own" not in page
    rows = [{"upToKilograms": "1", "prices": ["77.70", "88.80"]}]
    shop.controlled("PUT", "rate-tables", {"tables": [{"serviceId": "UPS_PTP_GND", "rows": rows}]})
    shop.controlled("PUT", "carriers/USPS", {"down": True})
    page = shop.http.get(console(shop, "/rates")).text
    assert "a table of your own" in page
    assert "77.70" in page
    assert "USPS: takes nothing at present" in page
    assert "India Post Express" in shop.http.get(console(shop, f"/rates?marketplace={IN}")).text


def test_an_order_of_easy_ship_says_so_and_cannot_be_shipped_by_hand(shop: Shop) -> None:
    order_id = easy_order(shop)
    where = console(shop, f"/orders/{order_id}")
    page = shop.http.get(where).text
    assert "PendingSchedule" in page
    assert "Ship it" not in page
    assert shop.http.post(f"{where}/ship", data={"carrier": "UPS", "tracking": "1Z"}).status_code == 422
    assert shop.ok("GET", f"/orders/v0/orders/{order_id}")["payload"]["OrderStatus"] == "Unshipped"
