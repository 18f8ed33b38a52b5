"""What is measured of sending stock in: a large plan against one of a tenth of its size."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks import servers
from benchmarks.filling import US, Account
from benchmarks.wire import Figure, Measurement

(_PORT,) = servers.free_ports(1)
_PLANS = "/inbound/fba/2024-03-20/inboundPlans"
_SOURCE = {
    "name": "Robin Berger",
    "addressLine1": "12 Harbor Street",
    "city": "Portland",
    "postalCode": "97204",
    "countryCode": "US",
    "phoneNumber": "503-555-0101",
}
_SKUS_OF_A_BOX = 3


def plan(folder: Path, rounds: int, _: int, *, few: int = 150, many: int = 1500) -> Iterator[Figure]:
    """A plan of 1,500 SKUs in 500 boxes, from its creation to the shelf, against one of 150, in time per SKU.

    1 is linear; above 1 a SKU of the large plan takes less time than one of the small plan, below 1 it takes more.
    """
    with servers.started(servers.tradepost(folder / "data", _PORT), _PORT, "/_tradepost/health"):
        account = Account(_PORT)
        account.http.timeout = 600
        account.http.post("/_tradepost/v1/clock/freeze")
        for number in range(many):
            item = {"sellerSku": f"SKU-{number}", "marketplaceId": US, "productName": f"Product {number}"}
            account.http.post("/fba/inventory/v1/items", json=item).raise_for_status()
        ratios = []
        for _ in range(rounds):
            each = [_seconds(account, count) / count for count in (few, many)]
            ratios.append(each[0] / each[1])
        label = f"time per SKU until received, inbound plan of {few:,} / of {many:,} (1: linear)"
        yield label, "0.7", ratios


def _seconds(account: Account, skus: int) -> float:
    start = time.perf_counter()
    lines = [
        {"msku": f"SKU-{number}", "quantity": 10, "labelOwner": "SELLER", "prepOwner": "NONE"} for number in range(skus)
    ]
    body = {"destinationMarketplaces": [US], "sourceAddress": _SOURCE, "items": lines}
    path = f"{_PLANS}/{_asked(account, _PLANS, body)['inboundPlanId']}"
    _asked(account, f"{path}/packingOptions")
    [option] = account.http.get(f"{path}/packingOptions").json()["packingOptions"]
    _asked(account, f"{path}/packingOptions/{option['packingOptionId']}/confirmation")
    groupings = [{"packingGroupId": group, "boxes": _boxes(account, path, group)} for group in option["packingGroups"]]
    _asked(account, f"{path}/packingInformation", {"packageGroupings": groupings})
    _asked(account, f"{path}/placementOptions", {})
    placement = account.http.get(f"{path}/placementOptions").json()["placementOptions"][-1]
    _asked(account, f"{path}/placementOptions/{placement['placementOptionId']}/confirmation")
    now = account.http.get("/_tradepost/v1/clock").json()["now"]
    wanted = [{"shipmentId": each, "readyToShipWindow": {"start": now}} for each in placement["shipmentIds"]]
    body = {
        "placementOptionId": placement["placementOptionId"],
        "shipmentTransportationConfigurations": wanted,
    }
    _asked(account, f"{path}/transportationOptions", body)
    chosen = []
    for each in placement["shipmentIds"]:
        first = account.http.get(f"{path}/transportationOptions?shipmentId={each}").json()["transportationOptions"][0]
        chosen.append({"shipmentId": each, "transportationOptionId": first["transportationOptionId"]})
    _asked(account, f"{path}/transportationOptions/confirmation", {"transportationSelections": chosen})
    account.http.post("/_tradepost/v1/clock/advance", json={"by": "P30D"}).raise_for_status()
    return time.perf_counter() - start


def _boxes(account: Account, path: str, group: str) -> list[dict[str, Any]]:
    """Boxes of three SKUs each for all that is in a packing group."""
    items: list[dict[str, Any]] = []
    token = ""
    while True:
        page = f"{path}/packingGroups/{group}/items?pageSize=100{token}"
        found = account.http.get(page).raise_for_status().json()
        items += found["items"]
        following = found.get("pagination", {}).get("nextToken")
        if following is None:
            break
        token = f"&paginationToken={following}"
    owners = {"labelOwner": "SELLER", "prepOwner": "NONE"}
    return [
        {
            "contentInformationSource": "BOX_CONTENT_PROVIDED",
            "quantity": 1,
            "dimensions": {"length": 16, "width": 12, "height": 10, "unitOfMeasurement": "IN"},
            "weight": {"unit": "LB", "value": 20},
            "items": [
                {"msku": each["msku"], "quantity": each["quantity"], **owners}
                for each in items[start : start + _SKUS_OF_A_BOX]
            ],
        }
        for start in range(0, len(items), _SKUS_OF_A_BOX)
    ]


def _asked(account: Account, path: str, body: object = None) -> dict[str, Any]:
    """What is answered to a call that takes its time, once it has been carried out."""
    answer: dict[str, Any] = account.http.post(path, json=body).raise_for_status().json()
    account.http.post("/_tradepost/v1/clock/advance", json={"by": "PT5S"}).raise_for_status()
    told = account.http.get(f"/inbound/fba/2024-03-20/operations/{answer['operationId']}").json()
    if told["operationStatus"] != "SUCCESS":
        raise RuntimeError(told)
    return answer


MEASUREMENTS: dict[str, Measurement] = {"inbound": plan}
