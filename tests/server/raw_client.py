"""A client that speaks in raw bytes."""

from __future__ import annotations

import socket
import struct
from typing import NamedTuple

PATIENCE = 10.0


class Answer(NamedTuple):
    """One response as it came."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes

    def header(self, name: bytes) -> bytes | None:
        return next((value for known, value in self.headers if known == name), None)

    def length(self) -> int:
        """The length of the body, whoever wrote the header."""
        return next((int(value) for name, value in self.headers if name.lower() == b"content-length"), 0)


class Client:
    """One connection to the server."""

    def __init__(self, connection: socket.socket) -> None:
        self.socket = connection
        self.socket.settimeout(PATIENCE)
        self._got = b""

    def send(self, *pieces: bytes) -> Client:
        for piece in pieces:
            self.socket.sendall(piece)
        return self

    def send_as_much_as_is_taken(self, *pieces: bytes, at_most: int = 1) -> None:
        """Sends the pieces up to so many times; stops where the server has closed the connection."""
        try:
            for _ in range(at_most):
                self.send(*pieces)
        except (BrokenPipeError, ConnectionResetError):
            return

    def finish_sending(self) -> None:
        self.socket.shutdown(socket.SHUT_WR)

    def reset(self) -> None:
        """Leaves at once, as a client that dies."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()

    def answer(self, *, to: str = "GET") -> Answer:
        """The next response, read by its own framing."""
        head = self._until(b"\r\n\r\n")
        first, *lines = head[:-4].split(b"\r\n")
        headers = [(name, value) for name, _, value in (line.partition(b": ") for line in lines)]
        answer = Answer(int(first.split(b" ")[1]), headers, b"")
        if to == "HEAD" or answer.status in (100, 204, 304):
            return answer
        if answer.header(b"Transfer-Encoding") == b"chunked":
            return answer._replace(body=self._chunked())
        return answer._replace(body=self._exactly(answer.length()))

    def rest(self) -> bytes:
        """Everything until the server closes the connection."""
        while data := self._receive():
            self._got += data
        rest, self._got = self._got, b""
        return rest

    def _receive(self) -> bytes:
        try:
            return self.socket.recv(65_536)
        except ConnectionResetError:
            return b""

    def _chunked(self) -> bytes:
        body = b""
        while length := int(self._until(b"\r\n"), 16):
            body += self._exactly(length)
            self._exactly(2)
        self._exactly(2)
        return body

    def _until(self, mark: bytes) -> bytes:
        while mark not in self._got:
            self._more()
        found, _, self._got = self._got.partition(mark)
        return found + mark

    def _exactly(self, length: int) -> bytes:
        while len(self._got) < length:
            self._more()
        found, self._got = self._got[:length], self._got[length:]
        return found

    def _more(self) -> None:
        data = self.socket.recv(65_536)
        if not data:
            raise EOFError(f"closed after {self._got!r}")
        self._got += data
