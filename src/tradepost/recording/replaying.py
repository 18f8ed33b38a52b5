"""Sends the calls of a recording again, and says how the answers differ."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import msgspec

from tradepost.gateway.routes import Routes
from tradepost.recording.calling import Caller, Keys
from tradepost.recording.differing import differences
from tradepost.recording.recorder import Recorded

#: Shorter texts may stand in two answers by chance: they are not taken for the id of something.
_SHORTEST_ID = 8
#: How many seconds are waited before a call that was throttled is sent again: the recorded program waited, too.
_WAITS = (0.5, 1, 2, 4, 8, 16, 32, 64)
_OWN = frozenset({"host", "x-amz-access-token", "authorization", "content-length", "connection", "accept-encoding"})


class Compared(msgspec.Struct, frozen=True):
    """A call that was sent again, and what was different about its answer."""

    call: Recorded
    status: int
    differs: list[str]


def replayed(calls: list[Recorded], url: str, keys: Keys, *, keep_host: bool) -> Iterator[Compared]:
    """Sends each call to an operation again, in order. Raises NotAnswered.

    Ids that answers of the recording gave and later requests name are those of the new answers, and the seller's own
    is that of the keys (our choice).
    ``keep_host`` sends the recorded Host header, by which Tradepost knows the region.
    """
    again = _Again(Caller(url, keys))
    ids: dict[str, str] = {}
    for each in calls:
        if "." not in each.operation or each.operation.startswith("lwa."):  # it logs in by itself
            continue
        if each.seller_id and keys.seller_id:
            ids[each.seller_id] = keys.seller_id
        path, query = [_renamed(text, ids, quote) for text in (each.path, each.query)]
        wish = msgspec.structs.replace(each, path=path, query=query, body=_renamed(each.body, ids))
        status, answer = again.send(wish, keep_host=keep_host)
        _learn(each.answer, answer, ids)
        yield Compared(each, status, differences((each.status, each.answer), (status, answer)))


def _renamed(text: str, ids: dict[str, str], written: Callable[[str], str] = str) -> str:
    for old, new in ids.items():
        text = text.replace(written(old), written(new))
    return text


def _learn(before: str, after: str, ids: dict[str, str]) -> None:
    """Which text of an old answer is which of the new one, where both stand in the same place."""
    try:
        pairs = _paired(json.loads(before or "null"), json.loads(after or "null"))
        ids.update({old: new for old, new in pairs if old != new and len(old) >= _SHORTEST_ID and "*" not in old})
    except ValueError:
        return


def _paired(one: Any, other: Any) -> Iterator[tuple[str, str]]:
    if isinstance(one, str) and isinstance(other, str):
        yield one, other
    elif isinstance(one, dict) and isinstance(other, dict):
        for name in one.keys() & other.keys():
            yield from _paired(one[name], other[name])
    elif isinstance(one, list) and isinstance(other, list):
        for first, second in zip(one, other, strict=False):
            yield from _paired(first, second)


class _Again:
    """Sends calls of a recording, with the restricted data tokens that it asked for on the way."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self._routes = {each.key: each for each in Routes().all}
        self._opened: list[tuple[set[tuple[str, str]], str]] = []  # restricted data tokens, and what they are for

    def send(self, wish: Recorded, *, keep_host: bool) -> tuple[int, str]:
        """What comes to a call."""
        headers = {name: value for name, value in wish.headers if name.lower() not in _OWN}
        if keep_host:
            headers |= {name: value for name, value in wish.headers if name.lower() == "host"}
        headers["x-amz-access-token"] = self._token_for(wish)
        target = wish.path + (f"?{wish.query}" if wish.query else "")
        status, answer = self._caller.ask(wish.method, target, wish.body or None, headers)
        for wait in _WAITS if wish.status != 429 else ():
            if status != 429:
                break
            time.sleep(wait)
            status, answer = self._caller.ask(wish.method, target, wish.body or None, headers)
        if wish.operation.endswith(".createRestrictedDataToken") and status == 200:
            resources = {(each["method"], each["path"]) for each in json.loads(wish.body)["restrictedResources"]}
            self._opened.append((resources, json.loads(answer)["restrictedDataToken"]))
        return status, answer

    def _token_for(self, wish: Recorded) -> str:
        route = self._routes.get(wish.operation)
        for resources, token in reversed(self._opened):
            if (wish.method, wish.path) in resources or (route is not None and (wish.method, route.path) in resources):
                return token
        return self._caller.token_for(route)
