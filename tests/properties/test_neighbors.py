"""Two sellers of one world: whatever one of them names of the other's, by whatever operation, is not there for him."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from tests.domains.exchange.exchanging import FEEDS, XML, feed
from tests.domains.exchange.notifying import Application, subscribed
from tests.domains.exchange.reports.reporting import asked
from tests.domains.exchange.reports.test_schedules import scheduled
from tests.domains.fba.awd import bringing
from tests.domains.fba.inbound.sending import PLANS, planned
from tests.domains.services.service_jobs.serving import MONDAY, Services
from tests.domains.shipping import sending
from tests.domains.shipping.merchant import create, details, opened
from tests.domains.shipping.merchant import order as sold
from tests.domains.shipping.test_supply_sources import PATH as SOURCES
from tests.domains.shipping.test_supply_sources import create as supply_source
from tests.shop import Json, Shop
from tests.walk.requests import Sent, request_of
from tests.walk.test_every_operation import EVERY, send
from tradepost.domains.handling import handler_of

REPORTS = "/reports/2021-06-30"
#: How a seller says what is another's, or not there.
NOT_FOR_HIM = (400, 403, 404)


class Owned(msgspec.Struct, frozen=True):
    """What a seller has: ids by the name of the parameter, for the operations below a path; and what shows it."""

    below: str
    ids: dict[str, str]
    shown: tuple[str, ...]
    query: dict[str, str] = {}


def everything(shop: Shop) -> list[Owned]:
    """A seller with something of his in every area that gives ids."""
    order, token = sold(shop), shop.token
    label = create(opened(shop), details(order))["ShipmentId"]
    shop.token = token
    fba = _inbound(shop)
    services = Services(shop)
    shop.controlled("POST", "clock/advance", {"to": f"{MONDAY}T00:00:00Z"})
    services.open(capacity=2)
    job = services.buy()
    appointment = services.book(job, services.time(9))
    reservation = services.reserve(services.time(12), services.time(13))
    bought = sending.buy(shop)
    document = shop.call("POST", f"{FEEDS}/documents", {"contentType": XML}).json()["feedDocumentId"]
    source = supply_source(shop)
    package = bringing.package("MUG", 10, 2)
    box = bringing.drafted(shop, package)
    job_path = f"/service/v1/serviceJobs/{job}"
    return [
        *fba,
        Owned("/orders/v0", {"orderId": order["id"]}, (f"/orders/v0/orders/{order['id']}",)),
        Owned("/orders/2026-01-01", {"orderId": order["id"]}, ()),
        Owned("/finances/v0/orders", {"orderId": order["id"]}, ()),
        Owned("/mfn/v0", {"shipmentId": label}, ()),
        Owned("/awd/2024-05-09", {"orderId": box}, (f"{bringing.ORDERS}/{box}",)),
        Owned("/service/v1/serviceJobs", {"serviceJobId": job, "appointmentId": appointment}, (job_path,)),
        Owned("/service/v1/reservation", {"reservationId": reservation}, ()),
        Owned("/service/v1/serviceResources", {"resourceId": services.store}, ()),
        Owned("/shipping/v2", {"shipmentId": bought["shipmentId"]}, ()),
        Owned(
            "/shipping/v2/tracking",
            {},
            (),
            {"trackingId": sending.number_of(bought), "carrierId": "AMZN_US"},
        ),
        Owned("/supplySources", {"supplySourceId": source}, (f"{SOURCES}/{source}",)),
        *_exchange(shop, document),
    ]


def _inbound(shop: Shop) -> list[Owned]:
    shop.stock("MUG", 20)
    plan = planned(shop, {"MUG": 4})
    return [Owned("/inbound/fba", {"inboundPlanId": plan}, (f"{PLANS}/{plan}",))]


def _exchange(shop: Shop, document: str) -> list[Owned]:
    feed_id = feed(shop, "POST_PRODUCT_DATA", "<a/>")
    report = asked(shop, "GET_MERCHANT_LISTINGS_ALL_DATA")
    schedule = scheduled(shop)
    shop.advance("PT1H")
    written = shop.ok("GET", f"{REPORTS}/reports/{report}")["reportDocumentId"]
    destination = Application(shop).destination("arn:aws:sqs:us-east-1:123456789012:orders")
    subscribed(shop, "ORDER_CHANGE", destination)
    subscription = "/notifications/v1/subscriptions/ORDER_CHANGE"
    ids = {"reportId": report, "reportScheduleId": schedule, "reportDocumentId": written}
    return [
        Owned("/feeds/2021-06-30", {"feedId": feed_id, "feedDocumentId": document}, (f"{FEEDS}/feeds/{feed_id}",)),
        Owned(
            REPORTS, ids, tuple(f"{REPORTS}/{kind}/{id}" for kind, id in (("reports", report), ("schedules", schedule)))
        ),
        Owned("/notifications/v1/subscriptions", {"notificationType": "ORDER_CHANGE"}, (subscription,)),
    ]


def naming(owned: Owned) -> list[Sent]:
    """A request of each operation that names what is owned, in its path or in the query that finds it."""
    found = []
    for each in EVERY:
        path = each.operation.path
        names = {parameter.name for parameter in each.operation.parameters}
        in_path = any("{" + name + "}" in path for name in owned.ids)
        if path.startswith(owned.below) and (in_path or (owned.query and owned.query.keys() <= names)):
            found.append(request_of(each.operation, **owned.ids, **owned.query))
    return [each for each in found if handler_of(each.operation) is not None and not each.operation.grantless_scope]


def picture(shop: Shop, owned: list[Owned]) -> list[Json]:
    return [shop.ok("GET", path) for each in owned for path in each.shown]


def token_for(shop: Shop, sent: Sent) -> str:
    """The token that opens an operation to its caller: for one that shows personal data alone, one for that."""
    if not sent.operation.restricted:
        return shop.token
    resource = {"method": sent.method, "path": sent.target.partition("?")[0]}
    answer = shop.ok("POST", "/tokens/2021-03-01/restrictedDataToken", {"restrictedResources": [resource]})
    return str(answer["restrictedDataToken"])


def test_nothing_of_a_neighbor_is_told_and_nothing_is_changed(shop: Shop, new_shop: Callable[..., Shop]) -> None:
    owned = everything(shop)
    other = new_shop(beside=shop)
    before = picture(shop, owned)
    asked_for = 0
    for each in owned:
        requests = naming(each)
        assert requests, each
        for sent in requests:
            asked_for += 1
            response = send(other, sent, token_for(other, sent))
            if sent.operation.id in ("listFinancialEventsByOrderId", "createSubscription"):
                continue
            assert response.status_code in NOT_FOR_HIM, f"{sent.operation.key}: {response.text[:300]}"
    assert asked_for > 80
    assert picture(shop, owned) == before
