"""What a validator found, told as an issue of a listing: code, message, severity, attributes, categories.

Codes are those that Amazon is seen to send for the same fault: 90220 for an attribute that is missing, 99022 for a part
of one, 99016 for too many entries, 90244 for a value that is not in its list, 90004114 for one that is too small,
90000900 for an attribute that does not belong to the product type, 18155 for a lowest price above the price, and
4000001 for whatever else is not valid (published examples and public reports; the last, also for lengths, our choice).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import msgspec

from tradepost.domains.selling.definitions.attributes import vocabulary

if TYPE_CHECKING:
    from jsonschema import ValidationError

MISSING, MISSING_PART, TOO_MANY, NOT_IN_LIST = "90220", "99022", "99016", "90244"
TOO_SMALL, NOT_APPLICABLE, LOWEST_PRICE, INVALID = "90004114", "90000900", "18155", "4000001"
_PRICES = frozenset({"purchasable_offer", "list_price"})
_MOST_VALUES_TOLD = 12


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One fault of a listing. Of severity ERROR it keeps the listing from being accepted; a WARNING does not."""

    code: str
    message: str
    severity: Literal["ERROR", "WARNING"]
    attribute_names: tuple[str, ...]
    categories: tuple[str, ...]


class Spoken(msgspec.Struct, frozen=True):
    """The language in which attributes are named in messages, ``en`` or ``de``. The sentences are English."""

    language: str

    def name(self, attribute: str) -> str:
        """An attribute's title, or its name where it has none."""
        known = vocabulary().get(attribute)
        return attribute if known is None else known.title(self.language)


def missing(attribute: str, spoken: Spoken) -> Problem:
    """A required attribute is not there."""
    return _problem(MISSING, attribute, f"'{spoken.name(attribute)}' is required and was not given.")


def not_applicable(attribute: str, spoken: Spoken) -> Problem:
    """An attribute that the product type has not, or not in this marketplace and requirement set."""
    message = f"'{spoken.name(attribute)}' is not an attribute of this product type here, and is passed over."
    return _problem(NOT_APPLICABLE, attribute, message, "WARNING")


def invalid(attribute: str, message: str, code: str = INVALID) -> Problem:
    """An attribute is there and is not valid."""
    return _problem(code, attribute, message)


def _problem(
    code: str, attribute: str, message: str, severity: Literal["ERROR", "WARNING"] = "ERROR", *, lacking: bool = False
) -> Problem:
    kind = "PRICE" if attribute in _PRICES else "IMAGE" if "_image_locator" in attribute else "ATTRIBUTE"
    state = "MISSING" if code == MISSING or lacking else "INVALID"
    return Problem(
        code=code,
        message=message,
        severity=severity,
        attribute_names=(attribute,),
        categories=(f"{state}_{kind}",),
    )


def without_price(attribute: str, spoken: Spoken) -> Problem:
    """An offer names no price."""
    message = f"'{spoken.name(attribute)}' names no price; our_price is needed for somebody to buy."
    return _problem(MISSING_PART, attribute, message, lacking=True)


def told_of(error: ValidationError, spoken: Spoken) -> Problem:
    """The problem that a validator's error stands for."""
    path = list(error.absolute_path)
    if not path:
        return missing(_first_missing(error), spoken)
    attribute = str(path[0])
    where = _place(path[1:])
    of = f"'{spoken.name(attribute)}'" + (f" at {where}" if where else "")
    keyword = str(error.validator)
    if keyword == "$lifecycle":
        message = f"{of} is {_quoted(error.message)}, which is on its way out; choose another value."
        return _problem(INVALID, attribute, message, "WARNING")
    return _problem(_CODES.get(keyword, INVALID), attribute, f"{of} {_fault(keyword, error)}.")


_CODES = {
    "required": MISSING_PART,
    "minItems": MISSING_PART,
    "minUniqueItems": MISSING_PART,
    "maxItems": TOO_MANY,
    "maxUniqueItems": TOO_MANY,
    "enum": NOT_IN_LIST,
    "minimum": TOO_SMALL,
}


def _fault(keyword: str, error: ValidationError) -> str:
    """The fault as the end of a sentence."""
    limit, value = error.validator_value, _quoted(error.instance)
    plain = {
        "minItems": f"has too few entries; at least {limit} must be given",
        "minUniqueItems": f"has too few entries; at least {limit} must be given for the same selectors",
        "maxItems": f"has too many entries; at most {limit} may be given",
        "maxUniqueItems": f"has {error.message} entries for the same selectors; at most {limit} may be given",
        "minimum": f"is {value}, and must be at least {limit}",
        "maximum": f"is {value}, and must be at most {limit}",
        "minLength": "is empty",
        "maxLength": f"is longer than {limit} characters",
        "maxUtf8ByteLength": f"has {error.message} bytes in UTF-8, and may have {limit}",
        "pattern": f"is {value}, and must have the form {limit}",
        "format": f"is {value}, and must be a {limit}",
        "type": f"is {value}, and must be of type {limit}",
        "anyOf": f"is {value}, and must be a text",
        "not": "must not name a quantity where Amazon ships: stock in its centers is counted there",
    }
    if keyword == "required":
        return f"lacks '{_first_missing(error)}'"
    if keyword == "additionalProperties":
        return f"has parts that it cannot have: {', '.join(_strange(error))}"
    if keyword == "enum":
        return f"is {value}, and must be {_listed(limit)}"
    return plain.get(keyword, f"is {value}, which is not valid")


def _first_missing(error: ValidationError) -> str:
    """The property that a ``required`` error is about; each has an error of its own, which ends in its name."""
    instance: Any = error.instance
    named = next((name for name in error.validator_value if error.message.startswith(repr(name))), None)
    return str(named or next(name for name in error.validator_value if name not in instance))


def _strange(error: ValidationError) -> list[str]:
    known: dict[str, Any] = error.schema["properties"]
    return [repr(name) for name in error.instance if name not in known]


def _place(path: list[str | int]) -> str:
    """Where in an attribute: ``[0].length``; nothing for the value of its first entry."""
    if path == [0, "value"]:
        return ""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")


def _listed(values: list[Any]) -> str:
    told = [_quoted(value) for value in values[:_MOST_VALUES_TOLD]]
    rest = len(values) - len(told)
    if rest:
        return f"one of {', '.join(told)} and {rest} more that the definition lists"
    return told[0] if len(told) == 1 else f"one of {', '.join(told)}"


def _quoted(value: Any) -> str:
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 80 else f"{text[:77]}..."
