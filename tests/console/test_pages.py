"""The console's pages as a browser asks for them: who may, what they say, what they refuse."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import httpx
import pytest

from tests.conftest import ServerThread
from tests.shop import US, Shop
from tradepost.serving import Settings

CONSOLE = "/_tradepost/console"
TOKEN = "let-me-in"
PAGES = (
    "",
    "/orders",
    "/products",
    "/products/new",
    "/shop",
    "/inbound",
    "/awd",
    "/services",
    "/jobs",
    "/parcels",
    "/rates",
    "/settlements",
    "/requests",
    "/events",
    "/notifications",
    "/faults",
    "/keys",
)


def console(shop: Shop, page: str = "") -> str:
    """The address of a page of a shop's seller."""
    return f"{CONSOLE}/{shop.world}/{shop.credentials['seller_id']}{page}"


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A server that is bound to every address of this machine."""
    server = ServerThread(Settings(host="0.0.0.0", port=0, data=tmp_path, admin_token=TOKEN))
    yield server.start()
    server.stop()


def test_the_entrance_leads_to_the_first_seller(shop: Shop) -> None:
    answer = shop.http.get(f"{CONSOLE}/{shop.world}")
    assert (answer.status_code, answer.headers["location"]) == (303, console(shop))


def test_every_page_is_there_in_an_empty_world_and_in_a_full_one(shop: Shop, new_shop: Callable[..., Shop]) -> None:
    full = new_shop()
    full.controlled("POST", "scenarios", {"name": "starter"})
    for each, page in product((shop, full), PAGES):
        answer = each.http.get(console(each, page))
        assert answer.status_code == 200, (page, answer.text)
        assert "<main" in answer.text, page
        assert "http" not in re.sub(r"http://(127\.0\.0\.1|www\.w3\.org)\S*", "", answer.text), page


def test_a_server_that_others_reach_wants_the_admin_token(address: str) -> None:
    for auth in (None, ("", "wrong")):
        refused = httpx.get(address + CONSOLE, auth=auth)
        assert refused.status_code == 401
    seller = httpx.get(address + CONSOLE, auth=("me", TOKEN)).headers["location"]
    assert httpx.get(address + seller, auth=("me", TOKEN)).status_code == 200
    for page in PAGES[1:]:
        assert httpx.get(address + seller + page).status_code == 401
    assert httpx.post(address + seller + "/clock", data={"by": "P1D"}).status_code == 401


def test_a_foreign_site_can_neither_look_nor_act(shop: Shop) -> None:
    assert shop.http.get(console(shop), headers={"host": "tradepost.example"}).status_code == 403
    before = shop.now()
    foreign = {"origin": "https://evil.example"}
    assert shop.http.post(console(shop, "/clock"), data={"by": "P1D"}, headers=foreign).status_code == 403
    assert shop.now() == before


def test_what_is_not_there_is_said_so(shop: Shop) -> None:
    for path in (
        f"{CONSOLE}/nowhere",
        f"{CONSOLE}/{shop.world}/ANOBODY",
        console(shop, "/orders/902-0000000-0000000"),
        console(shop, f"/products/{US}/NONE"),
        console(shop, "/settlements/none"),
        console(shop, "/services/none"),
        console(shop, "/requests/99999"),
        console(shop, "/requests/0"),
        console(shop, "/requests/mine"),
        console(shop, f"/requests/{'9' * 5000}"),
    ):
        assert shop.http.get(path).status_code == 404, path


def test_a_worlds_pages_show_nothing_of_another_world(shop: Shop, new_shop: Callable[..., Shop]) -> None:
    other = new_shop()
    other.list_product("SECRET-SKU")
    order = other.controlled("POST", "buyers/orders", {"items": [{"sku": "SECRET-SKU"}]})["orderId"]
    for page in PAGES:
        assert "SECRET-SKU" not in shop.http.get(console(shop, page)).text
    assert shop.http.get(console(shop, f"/orders/{order}")).status_code == 404
    assert order in other.http.get(console(other, "/orders")).text


def test_what_sellers_write_is_text_and_no_markup(shop: Shop) -> None:
    form = {
        "marketplace": US,
        "type": "BACKPACK",
        "title": "<script>alert(1)</script>",
        "sku": 'A"><b>/1',
        "price": "9.90",
        "units": "3",
    }
    made = shop.http.post(console(shop, "/products"), data=form)
    assert made.status_code == 303, made.text
    for page in ("/products", "/shop", "/events"):
        text = shop.http.get(console(shop, page)).text
        assert "<script>alert" not in text
        assert '"><b>' not in text
    assert shop.http.get(made.headers["location"]).status_code == 200


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"price": "-1"}, "price"),
        ({"price": "NaN"}, "price"),
        ({"units": "many"}, "units"),
        ({"marketplace": "X"}, "marketplace"),
        ({"type": "NO_SUCH_TYPE"}, "type"),
    ],
)
def test_a_mistake_is_named_and_nothing_is_listed(shop: Shop, change: dict[str, str], named: str) -> None:
    form = {"marketplace": US, "type": "BACKPACK", "title": "Bag", "price": "9.90", "units": "3", **change}
    answer = shop.http.post(console(shop, "/products"), data=form)
    assert answer.status_code == 422
    assert f"{named}: " in answer.text
    assert "Bag" in answer.text
    assert shop.http.get(console(shop, "/products")).text.count("/products/") == 2  # the links to the form alone


def test_more_than_was_ordered_cannot_be_shipped(shop: Shop) -> None:
    shop.list_product("BAG", quantity=5)
    order = shop.controlled("POST", "buyers/orders", {"items": [{"sku": "BAG", "quantity": 2}], "paid": True})
    item = order["items"][0]["orderItemId"]
    page = console(shop, f"/orders/{order['orderId']}")
    refused = shop.http.post(f"{page}/ship", data={f"units-{item}": "3", "carrier": "UPS"})
    assert refused.status_code == 422
    assert shop.controlled("GET", f"buyers/orders/{order['orderId']}")["status"] == "Unshipped"
    assert shop.http.post(f"{page}/ship", data={f"units-{item}": "2", "carrier": "UPS"}).status_code == 303
    assert shop.controlled("GET", f"buyers/orders/{order['orderId']}")["status"] == "Shipped"
    assert shop.http.post(f"{page}/refund", data={f"units-{item}": "3"}).status_code == 422
    assert shop.http.post(f"{page}/refund", data={f"units-{item}": "1"}).status_code == 303
    shown = shop.http.get(page).text
    assert "RefundCommission" in shown
    assert "confirmShipment" not in shown


def test_an_orders_page_names_every_call_that_touched_it(shop: Shop) -> None:
    shop.list_product("BAG", quantity=5)
    order = shop.controlled("POST", "buyers/orders", {"items": [{"sku": "BAG"}], "paid": True})
    id, item = order["orderId"], order["items"][0]["orderItemId"]
    package = {
        "packageReferenceId": "1",
        "carrierCode": "UPS",
        "trackingNumber": "1Z1",
        "shipDate": shop.now(),
        "orderItems": [{"orderItemId": item, "quantity": 1}],
    }
    body = {"marketplaceId": US, "packageDetail": package}
    assert shop.call("POST", f"/orders/v0/orders/{id}/shipmentConfirmation", body).status_code == 204
    shop.ok("GET", f"/orders/v0/orders/{id}")
    shown = shop.http.get(console(shop, f"/orders/{id}")).text
    assert {"confirmShipment", "getOrder"} <= set(re.findall(r">(\w+)</a>", shown))
    assert '<li class="call">Call' in shown
    assert "orders.shipped" in shown


def test_pages_of_orders_hold_each_order_once(shop: Shop) -> None:
    shop.list_product("BAG", quantity=200)
    ids = {shop.controlled("POST", "buyers/orders", {"items": [{"sku": "BAG"}]})["orderId"] for _ in range(60)}
    first = shop.http.get(console(shop, "/orders")).text
    found = re.search(r'href="([^"]+)" rel="next"', first)
    assert found is not None
    second = shop.http.get(found[1].replace("&amp;", "&")).text
    shown = [set(re.findall(r'">(902-\d{7}-\d{7})</a>', text)) for text in (first, second)]
    assert [len(each) for each in shown] == [50, 10]
    assert shown[0] | shown[1] == ids


def test_what_is_live_tells_only_what_is_new(shop: Shop) -> None:
    page = shop.http.get(console(shop, "/events")).text
    found = re.search(r'hx-get="([^"]+)"', page)
    assert found is not None
    newer = found[1].replace("&amp;", "&")
    assert shop.http.get(newer).status_code == 204
    shop.stock("MUG", 3)
    rows = shop.http.get(newer).text
    assert "inventory.received" in rows
    following = re.search(r'hx-get="([^"]+)"', rows)
    assert following is not None
    assert shop.http.get(following[1].replace("&amp;", "&")).status_code == 204


def test_a_call_with_a_secret_in_it_is_not_sent_again(shop: Shop) -> None:
    shop.log_in()
    [call] = shop.controlled("GET", "requests", operation="lwa")["requests"][:1]
    answer = shop.http.post(console(shop, f"/requests/{call['id']}/repeat"))
    assert answer.status_code == 422
    assert "secret" in answer.text


def test_a_cart_becomes_one_order_for_each_seller(shop: Shop) -> None:
    mine, theirs = shop.list_product("BAG", 30.00), shop.list_product("TROLLEY", 50.00)
    shop.controlled("POST", "competitors", {"asin": theirs, "price": 20})
    for asin in (mine, theirs):
        put = shop.http.post(console(shop, "/shop/cart"), data={"marketplace": US, "asin": asin, "units": "1"})
        assert put.status_code == 303
    cart = shop.http.get(console(shop, "/shop")).text
    assert "$50.00" in cart  # thirty and twenty
    ordered = shop.http.post(console(shop, "/shop/order"), data={"marketplace": US, "paid": "yes"})
    assert ordered.status_code == 303
    assert "1+of+it+went+to+other+sellers" in ordered.headers["location"]
    orders = shop.ok("GET", "/orders/v0/orders", MarketplaceIds=US, CreatedAfter="2020-01-01")["payload"]["Orders"]
    assert [each["OrderStatus"] for each in orders] == ["Unshipped"]
    assert shop.controlled("GET", "competitors", asin=theirs)["competitors"][0]["quantity"] == 99
    assert "Cart" not in shop.http.get(console(shop, "/shop")).text


def test_a_notification_is_shown_with_all_that_it_says_and_sent_again(shop: Shop) -> None:
    hook = {"url": "http://127.0.0.1:9/", "notificationType": "ORDER_CHANGE"}
    shop.controlled("POST", "webhooks", hook)
    shop.list_product("MUG-1")
    order = shop.controlled("POST", "buyers/orders", {"marketplaceId": US, "items": [{"sku": "MUG-1"}]})["orderId"]
    shop.controlled("POST", "deliveries/send")
    page = shop.http.get(console(shop, "/notifications?state=failing")).text
    assert "ORDER_CHANGE" in page
    assert "cannot be reached" in page
    [delivery] = shop.controlled("GET", "deliveries")["deliveries"]
    assert (
        f"&#34;AmazonOrderId&#34;: &#34;{order}&#34;"
        in shop.http.get(console(shop, f"/notifications/{delivery['id']}")).text
    )
    answer = shop.http.post(console(shop, f"/notifications/{delivery['id']}/redeliver"))
    assert answer.status_code == 303
    assert shop.http.get(console(shop, "/notifications/999999")).status_code == 404
