"""What others saw on Amazon's wire, as ``tests/evidence`` keeps it: a file an operation, facts and no copied texts."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

import msgspec

from tools.sections import ROOT

FOLDER = ROOT / "tests" / "evidence"


class Difference(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A fact that Tradepost does not show in the same way. ``at`` is its path, or ``status`` or ``headers.<name>``."""

    at: str
    why: str


class Seen(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One answer that somebody captured and showed.

    ``source`` is the address where it stands, ``on`` the day that it was shown there. ``scene`` names the function in
    the ``scenes.py`` beside the file that brings a world into the like situation and sends the like request. ``fields``
    and ``headers`` say the form of each value (see ``fits``); ``rising`` and ``falling`` are paths whose values came in
    that order. ``whole`` says that the capture shows every field there was. ``sandbox`` says that it was recorded on
    Amazon's static sandbox, whose values are the published model's own: of it only the status, the headers and the
    form of the request are kept. A scene of another module beside the file is named with it: ``steps.a_plan_renamed``.
    """

    source: str
    on: date
    scene: str
    status: int
    fields: dict[str, str] = {}
    headers: dict[str, str] = {}
    rising: list[str] = []
    falling: list[str] = []
    whole: bool = False
    sandbox: bool = False
    differs: list[Difference] = []

    def facts(self) -> int:
        """How many facts this source tells."""
        return 1 + len(self.fields) + len(self.headers) + len(self.rising) + len(self.falling) + self.whole


class Evidence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was seen of one operation. ``unknown`` says in a line each what nobody has shown yet."""

    operation: str
    seen: list[Seen] = []
    unknown: list[str] = []


def every() -> Iterator[Evidence]:
    """The evidence of all operations, in the order of their keys."""
    for path in sorted(FOLDER.glob("*/*.toml")):
        if path.parent.name != "threads":
            yield read(path)


def read(path: Path) -> Evidence:
    """One file. Raises ValueError where its name is not that of its operation."""
    found = msgspec.convert(tomllib.loads(path.read_text("utf-8")), Evidence)
    if found.operation != f"{path.parent.name}.{path.stem}":
        raise ValueError(f"{path} is about {found.operation}")
    return found


_DAY: Final = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"
_FORMS: Final[dict[str, Any]] = {
    "text": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "object": lambda value: isinstance(value, dict),
    "list": lambda value: isinstance(value, list),
    "empty list": lambda value: value == [],
    "empty text": lambda value: value == "",
    "null": lambda value: value is None,
    "amount in text": lambda value: _matches(r"-?\d+\.\d\d", value),
    "digits in text": lambda value: _matches(r"\d+", value),
    "boolean in text": lambda value: value in ("true", "false"),
    "seconds Z": lambda value: _matches(_DAY + "Z", value),
    "milliseconds Z": lambda value: _matches(_DAY + r"\.\d{3}Z", value),
    "seconds with offset": lambda value: _matches(_DAY + r"[+-]\d\d:\d\d", value),
    "milliseconds with offset": lambda value: _matches(_DAY + r"\.\d{3}[+-]\d\d:\d\d", value),
    "date": lambda value: _matches(r"\d{4}-\d\d-\d\d", value),
    "uuid": lambda value: _matches(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", value),
}


def fits(form: str, value: Any) -> bool:
    """Whether a value has a form: one of the names above, ``/pattern/`` for the whole of a text, or ``= JSON``.

    Several are parted by `` or ``. Raises ValueError for a form that there is not.
    """
    return any(_fits_one(each, value) for each in form.split(" or "))


def _fits_one(form: str, value: Any) -> bool:
    if form.startswith("/") and form.endswith("/"):
        return _matches(form[1:-1], value)
    if form.startswith("= "):
        wanted = msgspec.json.decode(form[2:])
        return bool(value == wanted and isinstance(value, bool) == isinstance(wanted, bool))
    if form not in _FORMS:
        raise ValueError(f"there is no form {form!r}")
    return bool(_FORMS[form](value))


def _matches(pattern: str, value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(pattern, value, re.DOTALL) is not None
