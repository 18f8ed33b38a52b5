"""What was made to be sent is sent by one process at a time, and by another one where the first is killed."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx

from tests.conftest import ServerThread
from tests.deliveries.test_embedded import serve
from tradepost.control.calling import call
from tradepost.serving import Settings

US = "ATVPDKIKX0DER"


class Listener:
    """A web address that notes what it hears, and may keep its caller waiting."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.came = threading.Semaphore(0)
        self.go_on = threading.Event()
        self.go_on.set()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                outer.heard.append(self.headers["x-tradepost-delivery"])
                outer.came.release()
                outer.go_on.wait(30)
                self.send_response(204)
                self.end_headers()

            def log_message(self, format: str, *arguments: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def hear(self) -> None:
        assert self.came.acquire(timeout=30)


def order(url: str, sku: str = "NOTEBOOK") -> None:
    call("POST", url, "buyers/orders", body={"marketplaceId": US, "items": [{"sku": sku}]})


def test_what_was_being_sent_when_the_server_was_killed_is_sent_again(tmp_path: Path) -> None:
    listener = Listener()
    server, url = serve(tmp_path, scenario="starter")
    call("POST", url, "clock/freeze")
    call("POST", url, "webhooks", body={"url": listener.url, "notificationType": "ORDER_CHANGE"})
    listener.go_on.clear()
    order(url)
    listener.hear()
    server.kill()
    server.wait()
    listener.go_on.set()
    server, url = serve(tmp_path, scenario="starter")
    try:
        listener.hear()
        assert call("POST", url, "deliveries/send")["counts"] == {"delivered": 1}
        assert listener.heard[0] == listener.heard[1]
    finally:
        server.terminate()
        server.wait(20)


def test_two_processes_on_one_database_send_each_notification_once(own_database: str, tmp_path: Path) -> None:
    listener = Listener()
    settings = Settings(port=0, data=tmp_path, database=own_database, scenario="none")
    first = ServerThread(settings)
    urls = [first.start()]
    made = httpx.post(f"{urls[0]}/_tradepost/v1/worlds", json={"scenario": "starter"}, timeout=60).json()["world"]
    second = ServerThread(settings)
    urls.append(second.start())
    try:
        call("POST", urls[0], "clock/freeze", world=made)
        call("POST", urls[0], "webhooks", world=made, body={"url": listener.url, "notificationType": "ORDER_CHANGE"})
        for number in range(20):
            cart = {"marketplaceId": US, "items": [{"sku": "NOTEBOOK"}]}
            call("POST", urls[number % 2], "buyers/orders", world=made, body=cart)
        for url in urls:
            call("POST", url, "deliveries/send", world=made)
        counts = call("POST", urls[0], "deliveries/send", world=made)["counts"]
        assert counts == {"delivered": 20}
        assert sorted(listener.heard, key=int) == sorted(set(listener.heard), key=int)
        assert len(listener.heard) == 20
    finally:
        httpx.delete(f"{urls[0]}/_tradepost/v1/worlds/{made}", timeout=30)
        second.stop()
        first.stop()


def test_the_workers_of_one_server_share_its_queues(own_database: str, tmp_path: Path) -> None:
    server, url = serve(tmp_path, "--workers", "2", "--database", own_database)
    try:
        found = {httpx.get(f"{url}/_tradepost/v1/notifications").json()["embedded"] for _ in range(20)}
        [address] = found
        assert httpx.post(address, data={"Action": "ListQueues"}, timeout=60).status_code < 500
    finally:
        server.terminate()
        assert server.wait(30) == 0
