"""Buyers order services; sellers list them; time and products move them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.domains.services.service_jobs.serving import ASIN, JOBS, Services
from tests.shop import DE, US, Json, Shop


def buyer(**changes: Any) -> Json:
    address = {
        "addressLine1": "1 Main Street",
        "city": "Seattle",
        "stateOrRegion": "WA",
        "postalCode": "98101",
        "countryCode": "US",
        "phone": "2065550100",
    }
    return {"name": "Jo Doe", "address": {**address, **changes}}


def test_a_job_shows_what_was_bought_by_whom_and_where(services: Services) -> None:
    services.open(requiredSkills=["Carpentry", "Lifting"])
    job = services.job(services.buy(buyer=buyer(), prime=True))
    seller = services.shop.credentials["seller_id"]
    assert services.shop.now() == job.pop("createTime")
    assert len(job.pop("serviceJobId")) == 36
    first, second, third = job.pop("serviceOrderId").split("-")
    assert (len(first), len(second), len(third)) == (3, 7, 7)
    assert job["buyer"].pop("buyerId").isalnum()
    assert job == {
        "serviceJobStatus": "PENDING_SCHEDULE",
        "scopeOfWork": {
            "asin": ASIN,
            "title": "Furniture assembly",
            "quantity": 1,
            "requiredSkills": ["Carpentry", "Lifting"],
        },
        "seller": {"sellerId": seller},
        "serviceJobProvider": {"serviceJobProviderId": seller},
        "marketplaceId": US,
        "storeId": "STORE-1",
        "buyer": {"name": "Jo Doe", "phone": "2065550100", "isPrimeMember": True},
        "serviceLocation": {"serviceLocationType": "IN_HOME", "address": {"name": "Jo Doe", **buyer()["address"]}},
        "payments": [{"amount": {"value": 89.0, "currency": "USD"}, "instrument": "CreditCard"}],
    }


def test_a_service_in_the_store_has_no_address(services: Services) -> None:
    services.open(locationType="IN_STORE")
    assert services.job(services.buy())["serviceLocation"] == {"serviceLocationType": "IN_STORE"}


def test_what_is_not_sold_cannot_be_bought(services: Services) -> None:
    services.open()
    services.technician("TECH1")

    def refused(status: int = 400, **changes: Any) -> str:
        body = {"storeId": "STORE-1", "asin": ASIN, **changes}
        response = services.shop.control("POST", "buyers/services", body)
        assert response.status_code == status, response.text
        return str(response.json()["errors"][0]["details"])

    assert refused(asin="B000000000") == f"asin: 'B000000000' is not sold by STORE-1; it sells {ASIN}"
    for store in ("STORE-2", "TECH1"):
        assert refused(storeId=store) == f"storeId: '{store}' is not a store of the seller in {US}"
    assert refused(marketplaceId=DE) == f"storeId: 'STORE-1' is not a store of the seller in {DE}"
    assert refused(marketplaceId="MARS") == "marketplaceId: 'MARS' is no marketplace"
    assert refused(quantity=25) == "quantity: '25' times 60 minutes is more than a day"
    assert refused(404, productOrderId="902-1-1").startswith("productOrderId: '902-1-1' is not an order")
    assert services.listed()["totalResultSize"] == 0


def test_a_declined_payment_is_made_good(services: Services) -> None:
    services.open()
    job = services.buy(paid=False)
    assert services.status(job) == "PAYMENT_DECLINED"
    services.shop.refused("POST", f"{JOBS}/{job}/appointments", services.appointment_body(services.time(9)), 422)
    services.shop.controlled("POST", f"buyers/services/{job}/pay")
    assert services.status(job) == "PENDING_SCHEDULE"
    assert services.shop.control("POST", f"buyers/services/{job}/pay").status_code == 422
    services.book(job, services.time(9))


def test_a_job_is_on_hold_where_no_preferred_time_can_be_had(services: Services) -> None:
    services.open()
    services.book(services.buy(), services.time(9))
    taken, free = services.time(9), services.time(10)
    held, waiting = services.buy(preferredTimes=[taken]), services.buy(preferredTimes=[taken, free])
    assert (services.status(held), services.status(waiting)) == ("HOLD", "PENDING_SCHEDULE")
    services.book(held, free)
    assert services.status(held) == "NOT_SERVICED"


def test_a_buyer_calls_off(services: Services) -> None:
    services.open()
    job = services.buy()
    services.book(job, services.time(9))
    services.shop.controlled("POST", f"buyers/services/{job}/cancel", {"reason": "MOVED_AWAY"})
    assert services.status(job) == "CANCELLED"
    assert services.available(services.time(9), services.time(17)) == [(services.time(9), services.time(17), 1)]


def test_an_appointment_without_a_word_is_late_and_then_missed(services: Services) -> None:
    services.open()
    job, other = services.buy(), services.buy()
    appointment = services.book(job, services.time(9))
    kept = services.book(other, services.time(10))
    services.shop.advance("PT10H")
    [late] = services.happened("appointment_late")
    assert (late["body"]["appointmentId"], late["occurredAt"]) == (appointment, services.time(10))
    services.say(other, kept, fulfillmentTime={"startTime": services.time(10)})
    services.shop.advance("PT24H")
    [missed] = services.happened("appointment_missed")
    assert (missed["body"]["appointmentId"], missed["occurredAt"]) == (appointment, services.time(10, day=2))
    found = services.job(job)
    assert (found["serviceJobStatus"], found["appointments"][0]["appointmentStatus"]) == (
        "PENDING_SCHEDULE",
        "CANCELLED",
    )
    services.shop.advance("PT2H")
    assert services.status(other) == "NOT_SERVICED"
    assert len(services.happened("appointment_late", "appointment_missed")) == 2


def test_a_job_that_nobody_makes_an_appointment_for_can_not_be_done_after_a_month(services: Services) -> None:
    services.open()
    job = services.buy()
    services.shop.advance("P29DT23H")
    assert services.status(job) == "PENDING_SCHEDULE"
    services.shop.advance("PT1H")
    assert services.status(job) == "NOT_FULFILLABLE"
    assert services.happened("status_changed")[-1]["body"]["reason"] == "no appointment was made"


def test_a_service_for_a_product_follows_its_order(services: Services) -> None:
    services.open()
    asin = services.shop.list_product("DESK")
    car = {"type": "VEHICLE", "name": "2024 Roadster", "attributes": {"make": "Polar"}}
    job = services.buy(product={"sku": "DESK", "quantity": 2}, assets=[car])
    found = services.job(job)
    [order_id] = found["productOrderIds"]
    [item] = found["associatedItems"]
    promise = item.pop("itemDelivery")
    assert promise["estimatedDeliveryDate"] == promise["itemDeliveryPromise"]["endTime"]
    assert item == {
        "asin": asin,
        "title": "Cabin Trolley DESK",
        "quantity": 2,
        "orderId": order_id,
        "itemStatus": "ACTIVE",
        "linkedAssets": [
            {"assetType": "VEHICLE", "assetName": "2024 Roadster", "additionalAttributes": {"make": "Polar"}}
        ],
    }
    services.shop.advance("PT1H")
    [line] = services.shop.ok("GET", f"/orders/v0/orders/{order_id}/orderItems")["payload"]["OrderItems"]
    package = {
        "packageReferenceId": "1",
        "carrierCode": "UPS",
        "trackingNumber": "1Z999AA10123456784",
        "shipDate": services.shop.now(),
        "orderItems": [{"orderItemId": line["OrderItemId"], "quantity": 2}],
    }
    body = {"marketplaceId": US, "packageDetail": package}
    assert services.shop.call("POST", f"/orders/v0/orders/{order_id}/shipmentConfirmation", body).status_code == 204
    shipped = services.job(job)
    assert (shipped["associatedItems"][0]["itemStatus"], shipped["trackingIds"]) == ("SHIPPED", ["1Z999AA10123456784"])
    assert services.listed(trackingIds="1Z999AA10123456784")["totalResultSize"] == 1
    services.shop.advance("P14D")
    assert services.job(job)["associatedItems"][0]["itemStatus"] == "DELIVERED"


def test_a_service_for_a_product_that_is_called_off_can_not_be_done(services: Services) -> None:
    services.open()
    services.shop.list_product("DESK")
    order_id = services.shop.controlled("POST", "buyers/orders", {"items": [{"sku": "DESK"}]})["orderId"]
    job = services.buy(productOrderId=order_id)
    services.book(job, services.time(9))
    services.shop.controlled("POST", f"buyers/orders/{order_id}/cancel")
    found = services.job(job)
    assert (found["serviceJobStatus"], found["associatedItems"][0]["itemStatus"]) == ("NOT_FULFILLABLE", "CANCELLED")
    assert services.available(services.time(9), services.time(17)) == [(services.time(9), services.time(17), 1)]


def test_jobs_are_found_by_every_filter(services: Services) -> None:
    services.open(requiredSkills=["Carpentry"])
    other = Services(services.shop, "STORE-2")
    other.open(asin="B0PLUMBING", requiredSkills=["Plumbing", "Lifting"])
    first = services.buy()
    services.shop.advance("PT1H")
    second = other.buy(asin="B0PLUMBING")
    services.book(first, services.time(12))
    orders = [services.job(each)["serviceOrderId"] for each in (first, second)]
    for query, expected in (
        ({}, [second, first]),
        ({"sortOrder": "ASC"}, [first, second]),
        ({"sortField": "JOB_STATUS", "sortOrder": "ASC"}, [first, second]),
        ({"sortField": "JOB_STATUS", "sortOrder": "DESC"}, [second, first]),
        ({"asins": "B0PLUMBING"}, [second]),
        ({"asins": f"B0PLUMBING,{ASIN}"}, [second, first]),
        ({"requiredSkills": "Lifting"}, [second]),
        ({"requiredSkills": "Lifting,Carpentry,Cooking"}, [second, first]),
        ({"storeIds": "STORE-1"}, [first]),
        ({"serviceJobStatus": "NOT_SERVICED"}, [first]),
        ({"serviceJobStatus": "HOLD"}, []),
        ({"serviceOrderIds": orders[1]}, [second]),
        ({"productOrderIds": "902-1-1"}, []),
        ({"createdAfter": services.time(0, 1)}, [second]),
        ({"createdBefore": services.time(0, 59)}, [first]),
        ({"createdAfter": services.time(1), "createdBefore": services.time(1)}, [second]),
        ({"scheduleStartDate": services.time(12)}, [first]),
        ({"scheduleStartDate": services.time(12, 1)}, []),
        ({"scheduleEndDate": services.time(12)}, [first]),
        ({"scheduleEndDate": services.time(11)}, []),
        ({"marketplaceIds": DE}, []),
    ):
        found = services.listed(**query)
        assert ([each["serviceJobId"] for each in found["jobs"]], found["totalResultSize"]) == (
            expected,
            len(expected),
        ), query
    updated = services.shop.ok("GET", JOBS, lastUpdatedAfter=services.time(1), **services.here)["payload"]
    assert updated["totalResultSize"] == 2
    before = services.shop.ok(
        "GET", JOBS, lastUpdatedAfter=services.time(0), lastUpdatedBefore=services.time(0, 59), **services.here
    )
    assert before["payload"] == {"totalResultSize": 0, "jobs": []}


def test_pages_of_jobs_go_on_and_back(services: Services) -> None:
    services.open()
    jobs = [services.buy() for _ in range(7)]
    expected = sorted(jobs)
    query = {"sortField": "JOB_STATUS", "sortOrder": "ASC", "pageSize": 3}

    def ids(page: Json) -> list[str]:
        return [each["serviceJobId"] for each in page["jobs"]]

    def to(token: str) -> Json:
        payload: Json = services.shop.ok("GET", JOBS, pageToken=token, **services.here)["payload"]
        return payload

    first = services.listed(**query)
    second = to(first["nextPageToken"])
    third = to(second["nextPageToken"])
    assert [ids(each) for each in (first, second, third)] == [expected[:3], expected[3:6], expected[6:]]
    assert [each["totalResultSize"] for each in (first, second, third)] == [7, 7, 7]
    assert ("previousPageToken" in first, "nextPageToken" in third) == (False, False)
    assert ids(to(third["previousPageToken"])) == expected[3:6]
    back = to(second["previousPageToken"])
    assert (ids(back), "previousPageToken" in back) == (expected[:3], False)
    assert ids(to(back["nextPageToken"])) == expected[3:6]
    [error] = services.shop.refused("GET", JOBS, pageToken="nonsense", **services.here)
    assert error["details"].startswith("pageToken: ")


def test_a_list_begins_at_one_time_or_the_other(services: Services) -> None:
    [error] = services.shop.refused("GET", JOBS, **services.here)
    assert error["details"] == "createdAfter: '' is required where there is no lastUpdatedAfter"
    at = services.time(0)
    [error] = services.shop.refused("GET", JOBS, createdAfter=at, lastUpdatedAfter=at, **services.here)
    assert error["details"] == f"lastUpdatedAfter: '{at}' cannot be beside createdAfter"
    [error] = services.shop.refused("GET", JOBS, createdAfter="yesterday", **services.here)
    assert error["details"].startswith("createdAfter: 'yesterday' must be a date-time")
    [error] = services.shop.refused(
        "GET", JOBS, createdAfter=at, scheduleStartDate=services.time(2), scheduleEndDate=at, **services.here
    )
    assert error["details"] == f"scheduleEndDate: '{at}' must not be earlier than scheduleStartDate"


def test_the_role_professional_services_opens_the_api_and_nothing_else_does(
    services: Services, new_shop: Callable[..., Shop]
) -> None:
    query = {"createdAfter": services.time(0), **services.here}
    performer = new_shop(beside=services.shop, roles=["PS"])
    assert performer.ok("GET", JOBS, **query)["payload"] == {"totalResultSize": 0, "jobs": []}
    orders: Json = {"MarketplaceIds": US, "CreatedAfter": services.time(0)}
    assert performer.call("GET", "/orders/v0/orders", **orders).status_code == 403
    merchant = new_shop(beside=services.shop, roles=["PL", "IOT", "AF", "DTC"])
    assert merchant.call("GET", JOBS, **query).status_code == 403


def test_a_buyer_acts_for_the_seller_that_is_named(services: Services, new_shop: Callable[..., Shop]) -> None:
    services.open()
    other = Services(new_shop(beside=services.shop))
    seller = other.shop.credentials["seller_id"]
    body = {"services": [{"asin": ASIN, "title": "Lawn mowing", "durationInMinutes": 30}]}
    services.shop.controlled("PUT", "services/stores/STORE-1", body, sellerId=seller)
    order = {"storeId": "STORE-1", "asin": ASIN}
    job = services.shop.controlled("POST", "buyers/services", order, sellerId=seller)
    assert job["scopeOfWork"]["title"] == "Lawn mowing"
    assert other.job(job["serviceJobId"])["seller"] == {"sellerId": seller}
    assert services.listed()["totalResultSize"] == 0
    assert services.shop.control("POST", "buyers/services", order, sellerId="ANOBODY").status_code == 404
