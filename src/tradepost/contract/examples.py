"""Examples of parameters and bodies: what a schema allows, with values in the forms that the API really has.

A name that is known gets a value that such a field really holds; every other field the least that its schema allows.
Required fields are there, optional ones only where their name is known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec

Schema = dict[str, Any]

#: Values by wire name, in lower case. What a server knows better (a SKU that it has) outranks them.
KNOWN: dict[str, Any] = {
    "marketplaceid": "ATVPDKIKX0DER",
    "marketplaceids": ["ATVPDKIKX0DER"],
    "destinationmarketplaces": ["ATVPDKIKX0DER"],
    "sellersku": "MUG-BLUE",
    "sku": "MUG-BLUE",
    "msku": "MUG-BLUE",
    "skus": ["MUG-BLUE"],
    "sellerskus": ["MUG-BLUE"],
    "mskus": ["MUG-BLUE"],
    "asin": "B0ZSHSB0KP",
    "asins": ["B0ZSHSB0KP"],
    "orderid": "902-3159896-1390916",
    "amazonorderid": "902-3159896-1390916",
    "sellerid": "AMR81VY8RBU3KX",
    "currencycode": "USD",
    "unit": "USD",
    "amount": "19.99",
    "countrycode": "US",
    "stateorregion": "WA",
    "stateorprovincecode": "WA",
    "city": "Seattle",
    "postalcode": "98101",
    "addressline1": "1 Main Street",
    "name": "Jo Doe",
    "email": "jo@example.com",
    "phonenumber": "2065550100",
    "phone": "2065550100",
    "quantity": 1,
    "x-amzn-idempotency-token": "delivery-1",
    "granularitytype": "Marketplace",
    "granularityid": "ATVPDKIKX0DER",
    "producttype": "SHIRT",
    "keywords": ["mug"],
    "languagetag": "en_US",
    "locale": "en_US",
    "granularitytimezone": "America/Los_Angeles",
    "interval": "2026-11-01T00:00:00-07:00--2026-11-08T00:00:00-08:00",
    "granularity": "Day",
    "notificationtype": "ORDER_CHANGE",
    "reporttype": "GET_MERCHANT_LISTINGS_ALL_DATA",
    "feedtype": "JSON_LISTINGS_FEED",
    "contenttype": "application/json; charset=UTF-8",
    "reportperiod": "P1D",
    "period": "P1D",
    "trackingnumber": "1Z12345E1512345676",
    "carriercode": "UPS",
}
_DATE_TIME, _DATE = "2026-11-23T10:00:00Z", "2026-11-23"
_DEEPEST, _SHOWN = 12, 4
#: Texts of which one fits each pattern that the models publish.
_PATTERNED = (
    "3fa85f64-5717-4562-b3fc-2c963f66afa6",
    "wf3fa85f64-5717-4562-b3fc-2c963f66afa6",
    "US",
    "12345",
    "UN1234",
    "1.1",
    "en_US",
    "jo@example.com",
    "1B2M2Y8AsgTpgAmY7PhCfg==",
    "arn:aws:sqs:us-east-1:123456789012:notifications",
    "2026-11-23T10:00:00Z",
    "2026-11-23",
)


class Examples:
    """Makes examples for the schemas of one document."""

    def __init__(self, schemas: Mapping[str, Schema], live: Mapping[str, Any] | None = None) -> None:
        self._schemas = schemas
        self._known = {**KNOWN, **{name.lower(): value for name, value in (live or {}).items()}}

    def parameter(self, operation: str, name: str, schema: Schema, *, required: bool) -> Any:
        """A value for a parameter; None for one that the operation can do without, and that nothing is known of."""
        own = self._own(operation, name)
        return self.value(schema, name) if own is None and required else own

    def body(self, operation: str, schema: Schema) -> Any:
        """What a caller may send: true values, and those that are known for this operation alone."""
        found = self._own(operation, "body") or self.value(schema)
        if isinstance(found, dict):
            own = {name: self._own(operation, name) for name in self._resolved(schema).get("properties", ())}
            found |= {name: value for name, value in own.items() if value is not None}
        return found

    def _own(self, operation: str, name: str) -> Any:
        return self._known.get(f"{operation}.{name}".lower())

    def answer(self, schema: Schema) -> Any:
        """What an answer may look like: optional fields are there, too, as far as a reader wants to see."""
        return self.value(schema, whole=True)

    def value(self, schema: Schema, name: str = "", depth: int = 0, *, whole: bool = False) -> Any:
        """A value that a schema takes; for a name that is known, a true one."""
        schema = self._resolved(schema)
        known = self._fitting(schema, name)
        if known is not None:
            return known
        if "enum" in schema:
            return schema["enum"][0]
        if "const" in schema:
            return schema["const"]
        for choice in ("anyOf", "oneOf"):
            if choice in schema:
                return self.value(schema[choice][0], name, depth, whole=whole)
        kind = schema.get("type")
        if kind == "object" or "properties" in schema:
            return self._object(schema, depth, whole=whole)
        if kind == "array":
            least = max(1, schema.get("minItems", 0)) if depth < _DEEPEST else schema.get("minItems", 0)
            one = self.value(schema.get("items", {"type": "string"}), name.removesuffix("s"), depth + 1, whole=whole)
            return [one] * least
        return self._scalar(schema, kind, name)

    def _resolved(self, schema: Schema) -> Schema:
        while "$ref" in schema:
            schema = self._schemas[schema["$ref"].rpartition("/")[2]]
        return schema

    def _object(self, schema: Schema, depth: int, *, whole: bool) -> dict[str, Any]:
        required = set(schema.get("required", ()))
        properties = schema.get("properties", {})
        if depth >= _DEEPEST:
            properties = {name: each for name, each in properties.items() if name in required}
        empty = depth == 0 and not required
        return {
            name: self.value(each, name, depth + 1, whole=whole)
            for name, each in properties.items()
            if name in required
            or (empty and not whole)
            or (whole and depth < _SHOWN and name != "errors")
            or (depth < 3 and self._fitting(self._resolved(each), name) is not None)
        }

    def _fitting(self, schema: Schema, name: str) -> Any:
        """The known value of a name, where the schema takes it."""
        value = self._known.get(name.lower())
        kind = schema.get("type")
        if value is None or kind in (None, "object") or ("enum" in schema and value not in schema["enum"]):
            return None
        if kind == "array":
            listed = value if isinstance(value, list) else [value]
            items = self._resolved(schema.get("items", {}))
            fits = items.get("type") == "string" and all(each in items.get("enum", [each]) for each in listed)
            return listed if fits and len(listed) >= schema.get("minItems", 0) else None
        if isinstance(value, list):
            value = value[0]
        if kind == "string" and isinstance(value, str):
            fits = _within(schema, len(value)) and re.search(schema.get("pattern", ""), value)
            return value if fits and "format" not in schema else None
        if kind == "integer" and type(value) is int:
            return value
        if kind == "number" and isinstance(value, str) and value.replace(".", "").isdigit():
            return float(value)
        return None

    def _scalar(self, schema: Schema, kind: str | None, name: str) -> Any:
        if kind == "boolean":
            return True
        if kind in ("integer", "number"):
            return max(schema.get("minimum", 1), schema.get("exclusiveMinimum", 0) + 1)
        if schema.get("format") == "date-time" or name.lower().endswith(("date", "time", "after", "before")):
            return _DATE if schema.get("format") == "date" else _DATE_TIME
        if schema.get("format") == "date":
            return _DATE
        if "pattern" in schema:
            fitting = (
                each
                for each in (name, *_PATTERNED)
                if re.search(schema["pattern"], each) and _within(schema, len(each))
            )
            return next(fitting, name)
        text = name or "text"
        least, most = schema.get("minLength", 0), schema.get("maxLength", len(text))
        return text.ljust(least, "x")[: max(most, least)]


def _within(schema: Schema, length: int) -> bool:
    return bool(schema.get("minLength", 0) <= length <= schema.get("maxLength", length))


def decodes(value: Any, form: Any) -> bool:
    """Whether the contract takes an example as a body."""
    try:
        msgspec.convert(value, form)
    except (msgspec.ValidationError, TypeError):
        return False
    return True
