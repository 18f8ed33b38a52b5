"""The head that a program sends again and again on one connection, recognized without being parsed again."""

from __future__ import annotations

from tradepost.server.messages import Headers, Request
from tradepost.server.rules import fault_of_target

_START, _VERSION = b"GET ", b" HTTP/1.1"
_LINE_REST = len(_START) + len(_VERSION)
_END = b"\r\n\r\n"


class FamiliarHead:
    """The header fields of the last GET of a connection, byte by byte.

    What a head without a body comes to depends on nothing but its bytes. So where all that follows a well-formed
    request line is what it was the last time, the fields are what they were, and the connection stays open as it did.
    Whatever differs in anything is left to the parser.
    """

    __slots__ = ("_fields", "headers")

    def __init__(self) -> None:
        self._fields = b""
        self.headers: Headers = []

    def target(self, data: bytes, longest_line: int) -> bytes | None:
        """The request target, if these bytes are one request with the same fields; otherwise None."""
        fields = self._fields
        end = len(data) - len(fields) - len(_VERSION)
        if not fields or end + len(_VERSION) > longest_line or not (data.endswith(fields) and data.startswith(_START)):
            return None
        target = data[len(_START) : end]
        if data[end : end + len(_VERSION)] != _VERSION or fault_of_target(target) is not None:
            return None
        return target

    def learn(self, data: bytes, request: Request) -> None:
        """Remembers the fields of a request, if it was all that these bytes hold, and has no body."""
        fields = data[_LINE_REST + len(request.target) :]
        if data.startswith(b"GET %b HTTP/1.1\r\n" % request.target) and fields.find(_END) == len(fields) - len(_END):
            self._fields, self.headers = fields, request.headers
