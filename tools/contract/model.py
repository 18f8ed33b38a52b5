"""A published Swagger 2.0 model, with references resolved and ``allOf`` merged."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

METHODS = ("get", "put", "post", "delete", "patch")
LIMITS = ("minLength", "maxLength", "pattern", "minimum", "maximum", "minItems", "maxItems", "enum")
#: Beside an enum: what is taken as well, although the published enum leaves it out.
MORE_VALUES = "x-more-values"
Schema = dict[str, Any]


class Model:
    """One model file."""

    def __init__(
        self,
        path: Path,
        more_values: Mapping[str, Sequence[str]] | None = None,
        parameters: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        """``more_values`` are those that an enum leaves out, by its definition: they are taken, and not published.
        ``parameters`` says by ``operation.parameter`` which more values one takes, and whether it is required."""
        self.name = path.stem
        self.document: Schema = json.loads(path.read_text("utf-8"))
        self.definitions: dict[str, Schema] = self.document.get("definitions", {})
        for name, values in (more_values or {}).items():
            self.definitions[name][MORE_VALUES] = list(values)
        for name, told in (parameters or {}).items():
            parameter = self._parameter(*name.split("."))
            parameter["enum"] = [*parameter["enum"], *told["values"]]
            parameter["required"] = told["required"]
        self.base = (self.document.get("basePath") or "").rstrip("/")

    def _parameter(self, operation_id: str, name: str) -> Schema:
        found: Schema = next(
            each
            for item in self.document["paths"].values()
            for operation in item.values()
            if isinstance(operation, dict) and operation.get("operationId") == operation_id
            for each in operation["parameters"]
            if each["name"] == name
        )
        return found

    def pointed(self, node: Schema) -> Schema:
        """What a reference points to; the node itself where it is none. Limits beside a reference count too."""
        seen: set[str] = set()
        while "$ref" in node:
            reference = node["$ref"]
            if reference in seen:
                return {}
            seen.add(reference)
            target: Any = self.document
            for part in reference.removeprefix("#/").split("/"):
                target = target[part.replace("~1", "/").replace("~0", "~")]
            node = {**target, **{key: value for key, value in node.items() if key in LIMITS}}
        return node

    def merged(self, node: Schema) -> Schema:
        """A schema with the parts of its ``allOf`` put together."""
        node = self.pointed(node)
        if "allOf" not in node:
            return node
        whole = {key: value for key, value in node.items() if key != "allOf"}
        properties: dict[str, Schema] = {}
        required: list[str] = []
        for part in node["allOf"]:
            piece = self.merged(part)
            properties |= piece.get("properties", {})
            required += piece.get("required", [])
            for key, value in piece.items():
                whole.setdefault(key, value)
        whole["properties"] = properties | node.get("properties", {})
        whole["required"] = sorted({*required, *node.get("required", [])})
        if not whole["properties"]:
            del whole["properties"]
        return whole

    def operations(self) -> list[tuple[str, str, Schema, Schema]]:
        """Every operation: method, full path, path item, operation object."""
        found = []
        for path, item in self.document["paths"].items():
            found += [
                (method.upper(), self.base + path, item, item[method])
                for method in METHODS
                if isinstance(item.get(method), dict)
            ]
        return found


def kind_of(node: Schema) -> str | None:
    """The JSON type of a schema, also where the model leaves it to be understood."""
    kind = node.get("type")
    if kind is None:
        if "properties" in node or "additionalProperties" in node:
            return "object"
        if "items" in node:
            return "array"
        if "enum" in node:
            return "string"
    return kind
