"""From a response to bytes."""

from __future__ import annotations

import time
from email.utils import formatdate
from http import HTTPStatus

from tradepost.server.messages import Headers, Response

_STATUS_LINES = {
    status.value: f"HTTP/1.1 {status.value} {status.phrase}\r\n".encode("latin-1") for status in HTTPStatus
}
_NO_BODY = frozenset({204, 304})
_date: tuple[int, bytes] = (0, b"")


def date_line() -> bytes:
    """The Date header, made once a second."""
    global _date  # a cache of one line
    second = int(time.time())
    if _date[0] != second:
        _date = (second, b"Date: " + formatdate(second, usegmt=True).encode() + b"\r\n")
    return _date[1]


def status_line(status: int) -> bytes:
    """The first line of a response."""
    return _STATUS_LINES.get(status) or b"HTTP/1.1 %d Unknown\r\n" % status


def header_lines(headers: Headers) -> bytes:
    """Header lines, written exactly as the names are given."""
    return b"".join([b"%s: %s\r\n" % each for each in headers])


def write_response(response: Response, *, keep_alive: bool, head: bool) -> bytes:
    """The whole response, with Date, Content-Length and Connection."""
    length = b"" if response.status in _NO_BODY else b"Content-Length: %d\r\n" % len(response.body)
    return b"".join(
        (
            status_line(response.status),
            header_lines(response.headers),
            length,
            date_line(),
            b"Connection: keep-alive\r\n\r\n" if keep_alive else b"Connection: close\r\n\r\n",
            b"" if head or response.status in _NO_BODY else response.body,
        )
    )


_MALFORMED = b"""<html>
<head><title>400 Bad Request</title></head>
<body><h1>Bad Request</h1><p>This is not a well-formed HTTP request: %s.</p></body>
</html>
"""


def malformed(reason: str) -> bytes:
    """The answer to what is not HTTP (RFC 7230): an HTML page, and the connection is closed.

    Amazon answers so before its gateway is reached, hence neither JSON nor a request id (published announcement).
    """
    page = _MALFORMED % reason.encode("ascii", "replace")
    return write_response(Response(400, [(b"Content-Type", b"text/html")], page), keep_alive=False, head=False)
