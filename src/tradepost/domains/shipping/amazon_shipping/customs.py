"""What has to be said of goods that cross customs, as a JSON schema in the form of the published example."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tradepost.domains.places.countries import crosses_customs
from tradepost.domains.problems import Problem


def schema(origin: str, destination: str) -> dict[str, Any]:
    """What a purchase needs besides a rate; an empty schema where no customs are crossed (seen). Which fields it has is
    our choice, after the published example."""
    if not crosses_customs(origin, destination):
        return {"title": "Additional Inputs", "type": "object", "properties": {}}
    return {
        "$schema": "http://json-schema.org/draft-04/schema#",
        "title": "Additional inputs for Shipping Offering",
        "type": "object",
        "properties": {
            "harmonizedSystemCode": {
                "type": "string",
                "pattern": "^[0-9]{6,10}$",
                "description": "The code of the goods in the Harmonized System: 6 to 10 digits.",
            },
            "packageClientReferenceId": {"type": "string", "description": "The reference of the package."},
        },
        "required": ["harmonizedSystemCode"],
    }


def problems(inputs: Mapping[str, Any] | None, origin: str, destination: str) -> list[Problem]:
    """What is wrong with the additional inputs of a purchase."""
    from jsonschema import Draft4Validator

    found = []
    for each in Draft4Validator(schema(origin, destination)).iter_errors(dict(inputs or {})):
        path = ".".join(["additionalInputs", *map(str, each.absolute_path)])
        found.append(Problem(path, "" if each.validator == "required" else str(each.instance), f": {each.message}"))
    return found
