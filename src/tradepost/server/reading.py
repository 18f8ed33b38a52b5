"""From the bytes of one connection to requests. The parser is httptools; limits and refusals are here."""

from __future__ import annotations

from collections import deque
from math import inf
from typing import NamedTuple, Protocol

import httptools

from tradepost.server.arriving import ArrivingBody, Flow, Unfinished
from tradepost.server.familiar import FamiliarHead
from tradepost.server.limits import Limits
from tradepost.server.messages import Application, Headers, Request
from tradepost.server.rules import Framing, fault_of_target

_REQUEST_LINE_REST = len(b"  HTTP/1.1")


class Arrived(NamedTuple):
    """A request, and what its head said of the connection. It is complete, but for the ``body`` that is streamed."""

    request: Request
    keep_alive: bool
    http_1_0: bool
    body: ArrivingBody | None = None


class Refused(Exception):
    """What came cannot be taken in. ``status`` is what the application answers with."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(status, reason)
        self.status = status
        self.reason = reason


class Host(Protocol):
    """What a reader asks of its server. ``now`` is in seconds, on a clock that never goes back."""

    now: float
    limits: Limits
    application: Application
    unfinished: Unfinished


class Reader:
    """Reads the requests of one connection into ``arrived``."""

    __slots__ = (
        "_body",
        "_client",
        "_familiar",
        "_flow",
        "_headers",
        "_held",
        "_host",
        "_in_body",
        "_known_host",
        "_limits",
        "_method",
        "_most_bytes",
        "_parser",
        "_scheme",
        "_size",
        "_target",
        "_unaccounted",
        "_version",
        "arrived",
        "awaits_continue",
        "deadline",
        "in_message",
        "over",
        "refused",
        "streamed",
    )

    def __init__(self, host: Host, flow: Flow, client: tuple[str, int] | None, scheme: str) -> None:
        self._host, self._flow, self._limits, self._client, self._scheme = host, flow, host.limits, client, scheme
        self._parser = httptools.HttpRequestParser(self)
        self._familiar = FamiliarHead()
        self._target = b""
        self._known_host: bytes | None = None  # found well-formed on this connection before
        self._method = self._version = ""
        self._headers: Headers = []
        self._body: bytes | bytearray = b""
        self._size = self._unaccounted = self._most_bytes = 0
        self._in_body = self._held = False
        self.streamed: ArrivingBody | None = None
        self.arrived: deque[Arrived] = deque()
        self.in_message = self.awaits_continue = self.over = False
        self.deadline = host.now + host.limits.header_seconds
        self.refused: Refused | None = None

    def feed(self, data: bytes) -> None:
        """Takes bytes in. Requests that they complete are in ``arrived``; what ends the reading is in ``refused``."""
        if self.over or self.refused is not None:
            return
        whole = not self.in_message
        if whole and (target := self._familiar.target(data, self._limits.request_line_bytes)) is not None:
            request = Request("GET", target, self._familiar.headers, b"", self._client, self._scheme)
            self.arrived.append(Arrived(request, keep_alive=True, http_1_0=False))
            return
        self._unaccounted += len(data)
        try:
            rest = data
            while rest:
                rest = self._parse(rest)
            if whole and not (self.in_message or self.over) and self.arrived:
                self._familiar.learn(data, self.arrived[-1].request)
            if self._unaccounted > self._limits.head_bytes:
                raise self._too_much()
            if self._in_body or self._held:
                self._account()
        except Refused as refused:
            self.refuse(refused)
        except httptools.HttpParserCallbackError as fault:
            if not isinstance(fault.__context__, Refused):
                raise
            self.refuse(fault.__context__)
        except httptools.HttpParserError as fault:
            if self.in_message or not self.over:
                self.refuse(Refused(400, str(fault)[:1].lower() + str(fault)[1:]))

    def refuse(self, refused: Refused) -> None:
        """Nothing more is taken in; what there is of a body is let go, and whoever reads it hears so."""
        self.refused = refused
        self._let_go_of_body()

    def give_up(self) -> None:
        """There is no room for the body that is arriving (see ``Unfinished``)."""
        self.refuse(Refused(503, "the request bodies that are still arriving take too much memory together"))
        self._flow.look_again()

    def release(self) -> None:
        """Lets go of everything: parser and reader hold each other."""
        del self._parser
        self._headers = []
        self._let_go_of_body()
        self.arrived.clear()

    def _let_go_of_body(self) -> None:
        self._body = b""
        if self._held:
            self._held = False
            self._host.unfinished.release(self)
        if self.streamed is not None:
            self.streamed.break_off()

    def _account(self) -> None:
        """Tells how much of a body is held that did not come in one go with its head."""
        if self._in_body and self.streamed is None and self._size:
            self._held = True
            self._host.unfinished.hold(self, self._size)
        elif self._held:
            self._held = False
            self._host.unfinished.release(self)

    def begun(self) -> Request:
        """What there is of the request that could not be taken in."""
        return Request(self._method or "?", self._target or b"/", self._headers, b"", self._client, self._scheme)

    def wait_longer(self) -> None:
        """Starts the time limit again, after the server had stopped reading."""
        if self.in_message:
            self.deadline = self._host.now + self._limits.body_seconds

    def _parse(self, data: bytes) -> bytes:
        """Parses; returns what is to be parsed next. A wish for another protocol is passed over, as RFC 7230 allows:
        the parser would take all that follows for that protocol, so it starts again on a head without the wish."""
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade as upgrade:
            rest = data[upgrade.args[0] :]
        else:
            return b""
        lines = [b"%b: %b\r\n" % each for each in self._headers if each[0] != b"upgrade"]
        line = f"{self._method} {self._target.decode('ascii')} HTTP/{self._version}\r\n".encode("ascii")
        self._parser = httptools.HttpRequestParser(self)
        return line + b"".join(lines) + b"\r\n" + rest

    def _too_much(self) -> Refused:
        if not self._headers and not self._in_body and len(self._target) > self._limits.request_line_bytes // 2:
            return Refused(414, f"the request line is longer than {self._limits.request_line_bytes} bytes")
        return Refused(431, f"the header fields are longer than {self._limits.head_bytes} bytes")

    # What the parser calls

    def on_message_begin(self) -> None:
        """A request begins."""
        self._target, self._headers, self._body, self._size = b"", [], b"", 0
        self._in_body = self.awaits_continue = False
        self.in_message = True
        self.deadline = self._host.now + self._limits.header_seconds

    def on_url(self, url: bytes) -> None:
        """A piece of the request target."""
        self._target = self._target + url if self._target else url
        longest = self._limits.request_line_bytes
        if len(self._target) + 20 > longest:
            method: bytes = self._parser.get_method()
            if len(method) + len(self._target) + _REQUEST_LINE_REST > longest:
                raise Refused(414, f"the request line is longer than {longest} bytes")

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header field is complete. Those after a chunked body (trailers) say nothing that anyone needs."""
        if not self._in_body:
            self._headers.append((name.lower(), value.rstrip(b" \t")))
            if len(self._headers) > self._limits.fields:
                raise Refused(431, f"there are more than {self._limits.fields} header fields")

    def on_headers_complete(self) -> None:
        """The head is complete: what is malformed is refused before its body is read."""
        parser, limits, headers = self._parser, self._limits, self._headers
        self._version = version = parser.get_http_version()
        self._method = parser.get_method().decode("ascii")
        if version not in ("1.1", "1.0"):
            raise Refused(400, "its version is not 1.0 or 1.1")
        if self._method == "CONNECT":
            raise Refused(400, "this server is no proxy")
        fault = fault_of_target(self._target)
        framing = Framing(self._method, headers, version, self._known_host)
        if fault or framing.fault:
            raise Refused(400, fault or framing.fault or "")
        self._known_host = framing.host
        if self._unaccounted > limits.head_bytes and sum(len(n) + len(v) for n, v in headers) > limits.head_bytes:
            raise Refused(431, f"the header fields are longer than {limits.head_bytes} bytes")
        self._in_body, self._unaccounted = True, 0
        self.awaits_continue = framing.expects_continue
        self.deadline = self._host.now + limits.body_seconds
        if (framing.length or framing.chunked) and not parser.should_upgrade():  # else this head comes once more
            self._expect_body(framing.length)

    def _expect_body(self, length: int) -> None:
        """A body follows: the application says how long it may be, and whether it is streamed."""
        request = Request(self._method, self._target, self._headers, b"", self._client, self._scheme)
        intake = self._host.application.intake(request)
        self._most_bytes = self._limits.body_bytes if intake is None else intake.most_bytes
        if length > self._most_bytes:
            raise self._too_long()
        if intake is not None and intake.streamed:
            self.streamed = ArrivingBody(self._flow)
            keep_alive: bool = self._parser.should_keep_alive()
            self.arrived.append(Arrived(request, keep_alive, self._version == "1.0", self.streamed))

    def _too_long(self) -> Refused:
        return Refused(413, f"the body is longer than {self._most_bytes} bytes")

    def on_body(self, body: bytes) -> None:
        """A piece of the body."""
        self._unaccounted = 0
        self._size += len(body)
        if self._size > self._most_bytes:
            raise self._too_long()
        if self.streamed is not None:
            self.streamed.feed(body)
            self.deadline = self._host.now + self._limits.body_seconds
        elif not self._body:
            self._body = body
        else:
            if isinstance(self._body, bytes):
                self._body = bytearray(self._body)
            self._body += body

    def on_message_complete(self) -> None:
        """A request is complete."""
        parser = self._parser
        if parser.should_upgrade():
            return
        keep_alive: bool = parser.should_keep_alive()
        if self.streamed is not None:
            self.streamed.finish()
            self.streamed = None
        else:
            request = Request(self._method, self._target, self._headers, bytes(self._body), self._client, self._scheme)
            self.arrived.append(Arrived(request, keep_alive, self._version == "1.0"))
        self.over = not keep_alive  # whatever follows is nobody's
        self._headers, self._body, self._unaccounted = [], b"", 0
        self._in_body = self.in_message = self.awaits_continue = False
        self.deadline = inf
