"""From a response to bytes."""

from __future__ import annotations

import time
from email.utils import formatdate
from http import HTTPStatus

from tradepost.server.messages import Headers, Response

_STATUS_LINES = {
    status.value: f"HTTP/1.1 {status.value} {status.phrase}\r\n".encode("latin-1") for status in HTTPStatus
}
NO_BODY = frozenset({204, 304})

CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
KEEP_ALIVE = b"Connection: keep-alive\r\n\r\n"
CLOSE = b"Connection: close\r\n\r\n"


class _DateLine:
    """The Date header, made once a second."""

    __slots__ = ("_line", "_second")

    def __init__(self) -> None:
        self._second, self._line = 0, b""

    def __call__(self) -> bytes:
        second = int(time.time())
        if second != self._second:
            self._second, self._line = second, b"Date: %b\r\n" % formatdate(second, usegmt=True).encode()
        return self._line


date_line = _DateLine()


def status_line(status: int) -> bytes:
    """The first line of a response."""
    return _STATUS_LINES.get(status) or b"HTTP/1.1 %d Unknown\r\n" % status


def header_lines(headers: Headers) -> bytes:
    """Header lines, names exactly as they are given. A line break within a value becomes a blank."""
    lines = b"".join([b"%b: %b\r\n" % each for each in headers])
    if lines.count(b"\n") == lines.count(b"\r") == len(headers):
        return lines
    return b"".join([b"%b: %b\r\n" % (_one_line(name), _one_line(value)) for name, value in headers])


def _one_line(text: bytes) -> bytes:
    return text.replace(b"\r", b" ").replace(b"\n", b" ")


def write_response(response: Response, *, keep_alive: bool, without_body: bool = False) -> bytes:
    """The whole response, with Content-Length, Date and Connection unless it is to be written exactly as it is."""
    status, body = response.status, response.body
    if response.exact:
        given = b"".join([b"%b: %b\r\n" % each for each in response.headers])
        return b"".join((status_line(status), given, b"\r\n", b"" if without_body else body))
    bodiless = status in NO_BODY
    return b"".join(
        (
            _STATUS_LINES.get(status) or status_line(status),
            header_lines(response.headers),
            b"" if bodiless else b"Content-Length: %d\r\n" % len(body),
            date_line(),
            KEEP_ALIVE if keep_alive else CLOSE,
            b"" if without_body or bodiless else body,
        )
    )


_PAGE = b"""<!DOCTYPE html>
<html>
<head><title>%(status)d %(title)b</title></head>
<body><h1>%(title)b</h1><p>The server could not take this for an HTTP request: %(reason)b.</p></body>
</html>
"""


def page(status: int, reason: str) -> Response:
    """The answer to what is not HTTP (RFC 7230): an HTML page, after which the connection is closed.

    Amazon answers so before its gateway is reached, hence neither JSON nor a request id (published announcement);
    the words are ours.
    """
    title = HTTPStatus(status).phrase.encode("ascii")
    body = _PAGE % {b"status": status, b"title": title, b"reason": reason.encode("ascii", "replace")}
    headers = [(b"Content-Type", b"text/html"), (b"x-tradepost-reason", reason.encode("ascii", "replace"))]
    return Response(status, headers, body)
