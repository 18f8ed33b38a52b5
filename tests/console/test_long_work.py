"""A clock that is moved far from the console: its page shows how far it is, and ends it."""

from __future__ import annotations

from tests.console.test_pages import console
from tests.shop import US, Shop


def test_what_takes_long_is_shown_and_ended(shop: Shop) -> None:
    shop.list_product("MUG", quantity=5)
    shop.controlled("PUT", "traffic", {"marketplaceId": US, "ordersPerDay": 1_000_000})
    begun = shop.now()
    answer = shop.http.post(console(shop, "/clock"), data={"by": "P14D"})
    assert (answer.status_code, answer.headers["location"]) == (303, console(shop))
    page = shop.http.get(console(shop)).text
    assert "Advancing the clock" in page
    assert "<progress" in page
    part = shop.http.get(console(shop, "/work"), headers={"hx-request": "true"})
    assert part.status_code == 200
    assert part.text.startswith("<section")
    assert "on the way to" in part.text
    answer = shop.http.post(console(shop, "/work/stop"))
    assert answer.status_code == 303
    reached = shop.now()
    assert reached > begun
    assert "Stopped here" in shop.http.get(answer.headers["location"]).text
    assert "<progress" not in shop.http.get(console(shop)).text
    over = shop.http.get(console(shop, "/work"), headers={"hx-request": "true"})
    assert (over.status_code, over.headers["hx-redirect"]) == (200, console(shop))
    assert shop.http.get(console(shop, "/work")).headers["location"] == console(shop)
    assert shop.now() == reached


def test_what_takes_a_moment_says_what_it_did(shop: Shop) -> None:
    shop.stock("MUG", 3)
    shop.order("O-1", {"MUG": 1})
    answer = shop.http.post(console(shop, "/clock"), data={"by": "P14D"}, follow_redirects=True)
    assert "14 days later: " in answer.text
    assert shop.status("O-1") == "Complete"


def test_past_the_end_of_time_the_form_says_so(shop: Shop) -> None:
    before = shop.now()
    answer = shop.http.post(console(shop, "/clock"), data={"by": "P4000000D"})
    assert (answer.status_code, shop.now()) == (422, before)
    assert "Nothing has moved." in answer.text
