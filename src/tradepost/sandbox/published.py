"""Reads the cases of the static sandbox from published models: Swagger 2.0 with ``x-amzn-api-sandbox``.

Older models have ``x-amazon-spds-sandbox-behaviors`` instead, a bare list of cases (published guide).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from tradepost.sandbox.cases import Case

_MARK = "x-amzn-api-sandbox"
_OLD_MARK = "x-amazon-spds-sandbox-behaviors"
_METHODS = frozenset({"get", "put", "post", "delete", "patch", "head"})
#: Which operation a method and a path template are, by its key, or None for one that is not known.
KeyOf = Callable[[str, str], str | None]


class Model(msgspec.Struct, omit_defaults=True):
    """The cases of one model. ``dynamic`` are operations that Amazon's sandbox answers from state, too."""

    name: str
    cases: list[Case] = []
    dynamic: list[str] = []


def read(folder: Path, key_of: KeyOf) -> Iterator[Model]:
    """The models below a folder that have cases, in the order of their names. What is no model is passed over."""
    for path in sorted(folder.rglob("*.json")):
        try:
            document = msgspec.json.decode(path.read_bytes())
        except (msgspec.DecodeError, UnicodeDecodeError):
            continue
        if isinstance(document, dict) and str(document.get("swagger", "")).startswith("2."):
            model = read_model(path.stem, document, key_of)
            if model.cases or model.dynamic:
                yield model


def read_model(name: str, document: dict[str, Any], key_of: KeyOf) -> Model:
    """The cases of one model. Operations that are not known are passed over."""
    model = Model(name)
    for template, item in document.get("paths", {}).items():
        path = str(document.get("basePath", "")).rstrip("/") + template
        for method, operation in item.items():
            if method not in _METHODS:
                continue
            key = key_of(method.upper(), path)
            if key is None:
                continue
            declared = [*item.get("parameters", []), *operation.get("parameters", [])]
            bodies = {each["name"] for each in map(document_of(document), declared) if each.get("in") == "body"}
            if any("dynamic" in each.get(_MARK, {}) for each in (item, operation)):
                model.dynamic.append(key)
            for status, response in operation.get("responses", {}).items():
                for case in _static(response) if isinstance(response, dict) else []:
                    model.cases.append(_case(key, int(status) if status.isdecimal() else 200, case, bodies))
    return model


def _static(response: dict[str, Any]) -> list[dict[str, Any]]:
    return [*response.get(_MARK, {}).get("static", []), *response.get(_OLD_MARK, [])]


def document_of(document: dict[str, Any]) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """What follows a parameter's reference within its document."""

    def found(parameter: dict[str, Any]) -> dict[str, Any]:
        place: Any = parameter
        if "$ref" in parameter:
            place = document
            for part in str(parameter["$ref"]).removeprefix("#/").split("/"):
                place = place.get(part, {})
        return dict(place)

    return found


def _case(key: str, status: int, case: dict[str, Any], bodies: set[str]) -> Case:
    named = (case.get("request") or {}).get("parameters") or {}
    # An empty parameter asks for nothing: getListingsItem, a GET, is published with a body of that kind.
    values = {
        name: each["value"] if isinstance(each, dict) and "value" in each else each
        for name, each in named.items()
        if each != {}
    }
    body = next((value for name, value in values.items() if name in bodies or name == "body"), msgspec.UNSET)
    plain = {name: value for name, value in values.items() if name not in bodies and name != "body"}
    answered = case.get("response")
    return Case(key, status, plain, body, msgspec.UNSET if answered is None else answered)


def shape(path: str) -> str:
    """A path template without the names of its parameters, by which models and operations find each other."""
    return re.sub(r"\{[^}]*\}", "{}", path)
