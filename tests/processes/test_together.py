"""Three processes on one database are one Tradepost: what is done through one is there through the others, at once."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from typing import Any

from tests.processes.serving import Servers
from tests.shop import INVENTORY, US
from tests.valkey import ValkeyServer

READ = f"{INVENTORY}/summaries"
QUERY: dict[str, Any] = {"granularityType": "Marketplace", "granularityId": US, "marketplaceIds": US}


def test_a_world_is_found_removed_and_made_anew_through_every_process(servers: Servers) -> None:
    made = servers.controlled(0, "POST", "worlds", {"name": "coming"})
    first, second, third = servers.sellers("coming")
    second.stock("MUG", 3)
    assert third.fulfillable("MUG") == 3
    servers.controlled(1, "DELETE", "worlds/coming")
    assert [each.call("GET", READ, **QUERY).status_code for each in (first, second, third)] == [403] * 3
    assert [servers.control(place, "GET", "clock", world="coming").status_code for place in range(3)] == [404] * 3
    again = servers.controlled(2, "POST", "worlds", {"name": "coming"})
    assert again["client_id"] != made["client_id"]
    found = [servers.controlled(each, "GET", "credentials", world="coming")["client_id"] for each in range(3)]
    assert found == [again["client_id"]] * 3
    servers.controlled(0, "PUT", "usage-plans", {"scale": 100}, world="coming")
    assert [each.call("GET", READ, **QUERY).json()["payload"] for each in servers.sellers("coming")] == [
        {"granularity": {"granularityType": "Marketplace", "granularityId": US}, "inventorySummaries": []}
    ] * 3
    assert servers.control(0, "DELETE", "worlds/coming").status_code == 204


def test_clocks_faults_and_settings_hold_for_every_process(servers: Servers) -> None:
    sellers = servers.sellers()
    servers.controlled(0, "PUT", "usage-plans", {"scale": 100})
    servers.controlled(0, "POST", "clock/freeze")
    servers.controlled(1, "POST", "clock/advance", {"by": "P3D"})
    assert len({servers.controlled(each, "GET", "clock")["now"] for each in range(3)}) == 1
    servers.controlled(2, "POST", "faults", {"operation": "getInventorySummaries", "status": 500, "times": 2})
    assert [each.call("GET", READ, **QUERY).status_code for each in sellers] == [500, 500, 200]
    servers.controlled(0, "DELETE", "faults")
    servers.controlled(1, "POST", "tokens/expire")
    assert [each.call("GET", READ, **QUERY).status_code for each in sellers] == [403] * 3
    servers.controlled(2, "POST", "clock/resume")


def test_the_request_log_is_seen_from_every_process(servers: Servers) -> None:
    servers.controlled(0, "DELETE", "requests")
    for each in servers.sellers():
        each.call("GET", READ, **QUERY)
    deadline = time.monotonic() + 20
    while True:  # a process that does not answer within a second is left out
        found = [servers.controlled(place, "GET", "requests/counts")["counts"] for place in range(3)]
        calls = [{each["operation"]: each["calls"] for each in counts} for counts in found]
        if [each.get("fba_inventory.getInventorySummaries") for each in calls] == [3, 3, 3]:
            break
        assert time.monotonic() < deadline, calls


def spent(servers: Servers, calls: int) -> list[int]:
    """The statuses that many calls get at once, spread over the processes."""
    sellers = list(islice(cycle(servers.sellers()), calls))
    with ThreadPoolExecutor(12) as pool:
        found = list(pool.map(lambda each: each.call("GET", READ, **QUERY).status_code, sellers))
    assert set(found) <= {200, 429}
    return sorted(found)


def test_all_processes_together_let_one_burst_through(servers: Servers, valkey: ValkeyServer) -> None:
    plan = {"scale": 1, "operations": {"getInventorySummaries": {"rate": 0.0001, "burst": 10}}}
    servers.controlled(0, "PUT", "usage-plans", plan)
    assert spent(servers, 30).count(200) == 10
    servers.controlled(1, "PUT", "usage-plans", plan)
    assert spent(servers, 30).count(200) == 10
    valkey.kill()
    assert spent(servers, 30).count(200) == 10  # one burst more, counted in PostgreSQL by all of them
    assert spent(servers, 30).count(200) == 0
    valkey.start()
    servers.controlled(2, "PUT", "usage-plans", {"operations": {}})
