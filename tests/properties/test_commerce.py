"""What holds whatever buyers and sellers do, over both channels: of stock, of orders, and of money."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.domains.selling.orders.conftest import confirm, items, shown
from tests.shop import US, Json, Shop

OWN, KEPT = ("MUG", "TRAY"), ("LAMP",)
PLACES = {**dict.fromkeys(OWN, False), **dict.fromkeys(KEPT, True)}
BEGUN = 12
FORWARD = {
    "Pending": {"Pending", "Unshipped", "PartiallyShipped", "Shipped", "Canceled"},
    "Unshipped": {"Unshipped", "PartiallyShipped", "Shipped", "Canceled"},
    "PartiallyShipped": {"PartiallyShipped", "Shipped"},
    "Shipped": {"Shipped"},
    "Canceled": {"Canceled"},
}


class Market(RuleBasedStateMachine):
    """Buyers order, call off and send back; a seller ships, restocks and changes prices; time goes by."""

    make_shop: Callable[[], Shop]

    @initialize()
    def open(self) -> None:
        self.shop = type(self).make_shop()
        self.orders: dict[str, str] = {}
        self.sent_back: dict[str, dict[str, int]] = {}
        self.brought = dict.fromkeys(PLACES, BEGUN)
        for sku, fba in PLACES.items():
            self.shop.list_product(sku, 19.99, BEGUN, fba=fba)

    @rule(
        lines=st.lists(st.tuples(st.sampled_from(tuple(PLACES)), st.integers(1, 7)), min_size=1, max_size=3),
        promotion=st.decimals(0, 30, places=2),
        level=st.sampled_from(["Standard", "Expedited"]),
        wrap=st.booleans(),
    )
    def order(self, lines: list[tuple[str, int]], promotion: Decimal, level: str, wrap: bool) -> None:
        before = {sku: self.available(sku) for sku in PLACES}
        cart = [{"sku": sku, "quantity": units, "giftWrap": wrap} for sku, units in lines]
        body = {"items": cart, "promotion": str(promotion), "serviceLevel": level}
        response = self.shop.control("POST", "buyers/orders", body)
        wanted = {sku: sum(units for each, units in lines if each == sku) for sku in PLACES}
        possible = len({PLACES[sku] for sku, _ in lines}) == 1 and all(wanted[sku] <= before[sku] for sku in PLACES)
        assert (response.status_code == 201) == possible, response.text
        if possible:
            self.orders[response.json()["orderId"]] = "Pending"
        else:
            wanted = dict.fromkeys(PLACES, 0)
        assert {sku: self.available(sku) for sku in PLACES} == {sku: before[sku] - wanted[sku] for sku in PLACES}

    @rule(hours=st.sampled_from([1, 20, 100, 400]))
    def wait(self, hours: int) -> None:
        self.shop.advance(f"PT{hours}H")

    @rule(data=st.data(), part=st.integers(1, 3))
    def ship(self, data: st.DataObject, part: int) -> None:
        if self.orders:
            order = data.draw(st.sampled_from(sorted(self.orders)))
            open_ = {
                each["OrderItemId"]: min(part, each["QuantityOrdered"] - each["QuantityShipped"])
                for each in items(self.shop, order)
            }
            units = {id: many for id, many in open_.items() if many}
            seen = shown(self.shop, order)
            may = seen["FulfillmentChannel"] == "MFN" and seen["OrderStatus"] in ("Unshipped", "PartiallyShipped")
            number = len(self.shop.events("orders.shipped")) + 1
            answer = confirm(self.shop, order, units, str(number))
            assert (answer.status_code == 204) == (may and bool(units)), answer.text

    @rule(data=st.data(), deed=st.sampled_from(["cancel", "return", "refund"]))
    def think_again(self, data: st.DataObject, deed: str) -> None:
        if self.orders:
            order = data.draw(st.sampled_from(sorted(self.orders)))
            response = self.shop.control("POST", f"buyers/orders/{order}/{deed}", {})
            assert response.status_code in (200, 201, 400), response.text
            if deed == "return" and response.status_code == 201:
                self.sent_back[order] = {each["sku"]: 0 for each in response.json()["items"]}
                for each in response.json()["items"]:
                    self.sent_back[order][each["sku"]] += each["shipped"]

    @rule(sku=st.sampled_from(KEPT), units=st.integers(1, 5))
    def restock(self, sku: str, units: int) -> None:
        self.shop.add(sku, units)
        self.brought[sku] += units

    @rule(amount=st.decimals("0.50", "80", places=2))
    def reprice(self, amount: Decimal) -> None:
        offer = {"marketplace_id": US, "currency": "USD", "audience": "ALL"}
        price = [{"schedule": [{"value_with_tax": float(amount)}]}]
        patch = {"op": "replace", "path": "/attributes/purchasable_offer", "value": [{**offer, "our_price": price}]}
        body = {"productType": "PRODUCT", "patches": [patch]}
        answer = self.shop.ok("PATCH", self.shop.listing_path("MUG"), body, marketplaceIds=US)
        assert answer["status"] == "ACCEPTED"

    def available(self, sku: str) -> int:
        return int(self.shop.listing(sku)["fulfillmentAvailability"][0]["quantity"])

    def facts(self) -> list[Json]:
        return [self.shop.controlled("GET", f"buyers/orders/{order}") for order in self.orders]

    @invariant()
    def units_are_conserved(self) -> None:
        """What can be bought, what is set aside, what is gone and what is on its way back is what was brought."""
        if not hasattr(self, "shop"):
            return
        back = self.returned()
        for sku, fba in PLACES.items():
            lines = [line for order in self.facts() for line in order["items"] if line["sku"] == sku]
            gone = sum(line["shipped"] for line in lines) - back[sku]
            held = sum(line["quantity"] - line["shipped"] - line["cancelled"] for line in lines)
            assert self.available(sku) + held + gone == self.brought[sku], (sku, fba)
            assert self.available(sku) >= 0
            if not fba:  # what the network could not deliver comes back to it as well
                assert back[sku] <= sum(each.get(sku, 0) for each in self.sent_back.values())

    def returned(self) -> dict[str, int]:
        moved = [*self.shop.events("inventory.merchant_returned"), *self.shop.events("inventory.returned")]
        return {sku: sum(each["body"]["quantity"] for each in moved if each["subject"] == sku) for sku in PLACES}

    @invariant()
    def orders_only_move_forward(self) -> None:
        for order, before in getattr(self, "orders", {}).items():
            now = shown(self.shop, order)["OrderStatus"]
            assert now in FORWARD[before], (order, before, now)
            self.orders[order] = now

    @invariant()
    def totals_are_the_sums_of_their_parts(self) -> None:
        for order, status in getattr(self, "orders", {}).items():
            if status not in ("Pending", "Canceled"):
                total = Decimal(shown(self.shop, order)["OrderTotal"]["Amount"])
                parts = sum((cost(each) for each in items(self.shop, order)), Decimal(0))
                wrapped = [wrap for each in self.gifts(order) for wrap in each]
                assert total == parts + sum(wrapped, Decimal(0))

    def gifts(self, order: str) -> list[list[Decimal]]:
        token = self.shop.token
        path = f"/orders/v0/orders/{order}/orderItems/buyerInfo"
        body = {"restrictedResources": [{"method": "GET", "path": path}]}
        self.shop.token = self.shop.ok("POST", "/tokens/2021-03-01/restrictedDataToken", body)["restrictedDataToken"]
        lines = shown(self.shop, order, "orderItems/buyerInfo")["OrderItems"]
        self.shop.token = token
        names = ("GiftWrapPrice", "GiftWrapTax")
        return [[Decimal(each[name]["Amount"]) for name in names if name in each] for each in lines]

    @invariant()
    def money_adds_up(self) -> None:
        """What finances posted for a shipment or a refund is what the orders say."""
        if not hasattr(self, "shop"):
            return
        for kind, sign in (("orders.shipped", 1), ("orders.refunded", -1)):
            told = self.shop.events(kind)
            principal = sum(
                (Decimal(line["amounts"]["principal"]) for each in told for line in each["body"]["items"]), Decimal(0)
            )
            posted = sum((principal_of(each) for each in self.posted(kind)), Decimal(0))
            assert posted == sign * principal

    def posted(self, kind: str) -> list[Json]:
        name = "ShipmentEventList" if kind == "orders.shipped" else "RefundEventList"
        found: list[Json] = []
        for order in self.orders:
            answer = self.shop.ok("GET", f"/finances/v0/orders/{order}/financialEvents")
            assert "NextToken" not in answer["payload"]
            found += answer["payload"]["FinancialEvents"].get(name) or []
        return found


def principal_of(event: Json) -> Decimal:
    """What an event says that the items cost."""
    lines = (event.get("ShipmentItemList") or []) + (event.get("ShipmentItemAdjustmentList") or [])
    charges = [
        charge
        for line in lines
        for charge in (line.get("ItemChargeList") or []) + (line.get("ItemChargeAdjustmentList") or [])
    ]
    return sum(
        (Decimal(str(each["ChargeAmount"]["CurrencyAmount"])) for each in charges if each["ChargeType"] == "Principal"),
        Decimal(0),
    )


def cost(line: Json) -> Decimal:
    """What a line shows that it costs."""

    def amount(name: str) -> Decimal:
        found: Any = line.get(name)
        return Decimal(found["Amount"]) if found else Decimal(0)

    paid = sum((amount(name) for name in ("ItemPrice", "ItemTax", "ShippingPrice", "ShippingTax")), Decimal(0))
    return paid - amount("PromotionDiscount") - amount("ShippingDiscount")


def test_stock_orders_and_money_agree(new_shop: Callable[..., Shop]) -> None:
    class Here(Market):
        make_shop = staticmethod(new_shop)

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=6,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
