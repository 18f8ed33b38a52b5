"""What is measured of reports: one of many orders, its time and memory, and what others notice of it."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

from benchmarks import servers
from benchmarks.commerce import copied
from benchmarks.filling import US, Account
from benchmarks.wire import Figure, Measurement

_PORT = 8797
_SHOP = {"ordersPerDay": 110, "skus": 50, "until": "2026-05-10T00:00:00Z"}
_TYPE = "GET_FLAT_FILE_ALL_ORDERS_DATA_BY_ORDER_DATE_GENERAL"
_READ = f"/sellers/v1/marketplaceParticipations?x={US}"


def report(folder: Path, rounds: int, many: int, *, days: int = 10, seconds: float = 2) -> Iterator[Figure]:
    """A flat file of all orders: time for each row, memory, and the slowest reads of somebody else meanwhile."""
    command = servers.tradepost(folder / "reports", _PORT)
    with servers.started(command, _PORT, "/_tradepost/health"):
        account = Account(_PORT)
        body = {"scenario": "busy-shop", "options": {**_SHOP, "days": days}}
        account.http.post("/_tradepost/v1/reset", json=body, timeout=600).raise_for_status()
        account.http.post("/_tradepost/v1/clock/freeze")
    copied(folder / "reports" / "worlds" / "main.db", many, 0)
    with servers.started(command, _PORT, "/_tradepost/health") as (process, _):
        account = Account(_PORT)
        quiet = [_percentile(_reads(time.perf_counter() + seconds)) for _ in range(min(rounds, 3))]
        times, beside, before, rows = [], [], _resident(process.pid), 1
        for _ in range(min(rounds, 3)):
            begin = time.perf_counter()
            rows, waits = _made(account)
            times.append((time.perf_counter() - begin) * 1e6 / rows)
            beside.append(_percentile(waits) / statistics.median(quiet))
        most = _resident(process.pid, "VmHWM")
    yield f"a report of {many:,} orders ({rows:,} rows): microseconds / row", "", times
    yield "a report of many orders: most memory while it is made / before", "2", [most / before]
    yield "a read while a report is made / with nobody else, slowest in a hundred", "", beside


def _made(account: Account) -> tuple[int, list[float]]:
    """Makes a report while somebody else reads; how many rows it has, and how long each read took."""
    body = {"reportType": _TYPE, "marketplaceIds": [US], "dataStartTime": "2026-04-12T00:00:00Z"}
    report_id = account.http.post("/reports/2021-06-30/reports", json=body).raise_for_status().json()["reportId"]
    waits: list[float] = []
    stop = [time.perf_counter() + 3600]
    reader = threading.Thread(target=lambda: waits.extend(_reads(stop)))
    reader.start()
    account.http.post("/_tradepost/v1/clock/advance", json={"by": "PT1M"}, timeout=3600).raise_for_status()
    stop[0] = 0
    reader.join()
    found = account.http.get(f"/reports/2021-06-30/reports/{report_id}").json()
    document = account.http.get(f"/reports/2021-06-30/documents/{found['reportDocumentId']}").json()
    lines = 0
    with httpx.stream("GET", document["url"], timeout=600) as answer:
        for piece in answer.iter_bytes():
            lines += piece.count(b"\n")
    return lines - 1, waits


def _reads(until: float | list[float]) -> list[float]:
    """How long a small read takes, one after another until then, in seconds; one at least."""
    account = Account(_PORT)
    found: list[float] = []
    while not found or time.perf_counter() < (until[0] if isinstance(until, list) else until):
        begin = time.perf_counter()
        account.http.get(_READ).raise_for_status()
        found.append(time.perf_counter() - begin)
        time.sleep(0.002)
    return found


def _percentile(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.99)]


def _resident(pid: int, name: str = "VmRSS") -> int:
    """The memory of a process, in kilobytes: now, or (``VmHWM``) the most that it ever was."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))


MEASUREMENTS: dict[str, Measurement] = {"report": report}
