"""From schemas to Python types, as source text."""

from __future__ import annotations

import re
from typing import Any

from tools.contract.model import MORE_VALUES, Model, Schema, kind_of
from tools.contract.naming import attributes, pascal, rename_rule, snake

_INT32 = ("ge=-2147483648", "le=2147483647")
_INT64 = ("ge=-9223372036854775808", "le=9223372036854775807")
_NAME = re.compile(r"[A-Za-z_]\w*")


class Types:
    """The types of one module: structs in the order of the model, and aliases for its enums."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.structs: dict[str, str] = {}
        self.aliases: dict[str, str] = {}
        self._names: dict[str, str] = {}
        for name in model.definitions:
            self._names[name] = self._free(pascal(name))

    def _free(self, name: str) -> str:
        while name in self._names.values() or name in self.structs or name in self.aliases:
            name += "Entry"
        return name

    def define_all(self) -> None:
        """Defines every definition of the model that is a struct or an enum."""
        for name, schema in self.model.definitions.items():
            self.of({"$ref": f"#/definitions/{name}"}, name)
            del schema

    def spare_the_collector(self) -> None:
        """Marks the structs that can never be part of a cycle, so that the garbage collector passes them by."""
        texts = {**self.aliases, **self.structs}
        known = {
            name: set(_NAME.findall(text.partition("):\n")[2] or text)) & {*texts, "Any"}
            for name, text in texts.items()
        }
        for name in self.structs:
            reached: set[str] = set()
            waiting = [name]
            while waiting:
                new = known.get(waiting.pop(), set()) - reached
                reached |= new
                waiting += new
            if not reached & {name, "Any"}:
                self.structs[name] = self.structs[name].replace("kw_only=True", "kw_only=True, gc=False", 1)

    def of(self, node: Schema, hint: str) -> str:
        """The type of a schema. ``hint`` names a struct that has no name of its own."""
        reference = node.get("$ref")
        if reference is not None and not (set(node) & {"enum", "maxLength", "minLength", "pattern"}):
            name = reference.rpartition("/")[2]
            if name in self.model.definitions:
                return self._named(name)
        return self._plain(self.model.merged(node), hint)

    def _named(self, name: str) -> str:
        schema = self.model.merged(self.model.definitions[name])
        python = self._names[name]
        if python in self.structs or python in self.aliases:
            return python
        if kind_of(schema) == "object" and schema.get("properties"):
            if isinstance(schema.get("additionalProperties"), dict):
                self.aliases[python] = self._open_object(schema, name)
            else:
                self._struct(python, schema)
            return python
        if schema.get("enum"):
            self.aliases[python] = _literal(schema)
            return python
        return self._plain(schema, name)

    def _plain(self, schema: Schema, hint: str) -> str:
        kind = kind_of(schema)
        if schema.get("enum") and kind != "array":
            return _literal(schema)
        if kind == "object":
            return self._object(schema, hint)
        if kind == "array":
            items = self.of(schema.get("items", {}), hint + "Item")
            return _limited(f"list[{items}]", schema, {"minItems": "min_length", "maxItems": "max_length"})
        if kind == "string":
            return _string(schema)
        if kind in ("integer", "number"):
            return _number(kind, schema)
        return "bool" if kind == "boolean" else "Any"

    def _object(self, schema: Schema, hint: str) -> str:
        if schema.get("properties"):
            python = self._free(pascal(hint))
            self._struct(python, schema)
            return python
        more = schema.get("additionalProperties")
        return f"dict[str, {self.of(more, hint + 'Value')}]" if isinstance(more, dict) and more else "dict[str, Any]"

    def _open_object(self, schema: Schema, hint: str) -> str:
        """A map of which some keys are known: a dictionary, whose schema names them."""
        values = self.of(schema["additionalProperties"], hint + "Value")
        known = {wire: {"type": kind_of(self.model.merged(each))} for wire, each in schema["properties"].items()}
        return f"Annotated[dict[str, {values}], Meta(extra_json_schema={{'properties': {known!r}}})]"

    def _struct(self, python: str, schema: Schema) -> None:
        self.structs[python] = ""  # known from here on, so that a type may hold itself
        names = attributes(list(schema["properties"]))
        required = set(schema.get("required", []))
        rule = rename_rule(names)
        lines = [f"class {python}(Struct, omit_defaults=True, kw_only=True{f', rename={rule}' if rule else ''}):"]
        lines.append(f'    """{_sentence(python, names)}"""\n')
        for wire, attribute in names.items():
            kind = self.of(schema["properties"][wire], python + pascal(wire))
            lines.append(f"    {attribute}: {kind}" if wire in required else f"    {attribute}: {kind} | None = None")
        self.structs[python] = "\n".join(lines)


def _sentence(python: str, names: dict[str, str]) -> str:
    words = snake(python).replace("_", " ")
    if python.endswith("Request"):
        return f"What a caller sends: {words.removesuffix(' request')}."
    if python.endswith("Response"):
        return f"What is answered: {words.removesuffix(' response')}."
    return f"{words[:1].upper()}{words[1:]}."


def _literal(schema: Schema) -> str:
    values = list(dict.fromkeys(schema["enum"]))
    if kind_of(schema) == "integer":
        values = [int(each) for each in values]
    more = schema.get(MORE_VALUES, [])
    taken = "Literal[" + ", ".join(_quoted(each) for each in [*values, *more]) + "]"
    return f"Annotated[{taken}, Meta(extra_json_schema={{'x-published-enum': {values!r}}})]" if more else taken


def _quoted(value: Any) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"' if isinstance(value, str) else repr(value)


def _string(schema: Schema) -> str:
    form = schema.get("format")
    if form in ("date-time", "dateTime"):
        return "DateTime"
    if form == "date":
        return "Date"
    return _limited("str", schema, {"minLength": "min_length", "maxLength": "max_length", "pattern": "pattern"})


def _number(kind: str, schema: Schema) -> str:
    base = "int" if kind == "integer" else "float"
    limits = {"minimum": "gt" if schema.get("exclusiveMinimum") else "ge"}
    limits["maximum"] = "lt" if schema.get("exclusiveMaximum") else "le"
    limits["multipleOf"] = "multiple_of"
    text = _limited(base, schema, limits)
    if kind == "number":
        return text
    short = schema.get("format") == "int32"
    if text == "int" and not short:
        return "Int64"
    bounds = _INT32 if short else _INT64
    low = () if schema.get("minimum") is not None else bounds[:1]
    high = () if schema.get("maximum") is not None else bounds[1:]
    own = text[text.index("Meta(") + 5 : -2] if "Meta(" in text else ""
    return f"Annotated[int, Meta({', '.join(filter(None, [own, *low, *high]))})]"


def _limited(base: str, schema: Schema, limits: dict[str, str]) -> str:
    parts = []
    for published, python in limits.items():
        value = schema.get(published)
        if value is None or (published.startswith("min") and published != "minimum" and not value):
            continue
        if published == "pattern":
            value = re.sub(r"(?<!\\)\$$", r"\\Z", value)  # Python's own $ would take a newline after the end
            re.compile(value)
        if base == "int" and isinstance(value, float):
            value = int(value)
        parts.append(f"{python}={_quoted(value)}")
    return f"Annotated[{base}, Meta({', '.join(parts)})]" if parts else base
