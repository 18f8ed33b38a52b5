"""What more a seller has to say of goods that cross customs, in the fields of the published example. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final

import msgspec

from tradepost.contract import merchant_fulfillment_v0 as api
from tradepost.domains.places.countries import crosses_customs
from tradepost.domains.problems import Problem
from tradepost.domains.selling.orders.order import Item

_ABANDON: Final = ("ABANDON", "RETURN_TO_SELLER")


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """A field: how it is called, what it looks like, and whether it can be left out."""

    name: str
    type: str
    text: str
    pattern: str = ""
    rule: str = ""
    values: tuple[str, ...] = ()
    required: bool = True


SHIPMENT: Final = (
    Field(
        name="NON_DELIVERABLE_INSTRUCTIONS",
        type="String",
        text="Non-Deliverable Instructions",
        values=_ABANDON,
        rule=f"is not one of {', '.join(_ABANDON)}",
    ),
)
ITEM: Final = (
    Field(
        name="COUNTRY_OF_ORIGIN",
        type="String",
        text="Country of Origin",
        pattern="^[a-zA-Z]{2}$",
        rule="is not the two letters of a country",
    ),
    Field(
        name="ITEM_DESCRIPTION",
        type="String",
        text="Item Description",
        pattern="^[a-zA-Z0-9-._& ]{3,25}$",
        rule="is not 3 to 25 letters, digits, blanks or -._&",
    ),
    Field(
        name="HS_CODE",
        type="String",
        text="HS Code",
        pattern="^[0-9a-zA-Z -]{1,10}$",
        rule="is not 1 to 10 letters and digits",
        required=False,
    ),
)


def needed(origin: str, destination: str) -> bool:
    """Whether more has to be said: where customs are crossed (our choice; at Amazon by service)."""
    return crosses_customs(origin, destination)


def shipment_fields(origin: str, destination: str) -> list[api.AdditionalInputs]:
    """The fields of a shipment."""
    return [_shown(each, "SHIPMENT_LEVEL", "") for each in SHIPMENT] if needed(origin, destination) else []


def item_fields(items: Iterable[Item], origin: str, destination: str) -> list[api.ItemLevelFields]:
    """The fields of every product of an order; of each there is one (published example)."""
    stored: dict[str, Callable[[Item], str]] = {
        "COUNTRY_OF_ORIGIN": lambda item: origin,
        "ITEM_DESCRIPTION": lambda item: re.sub(r"[^a-zA-Z0-9-._& ]", "", item.title)[:25],
    }
    by_asin = {each.asin: each for each in items}
    across = needed(origin, destination)
    return [
        api.ItemLevelFields(
            asin=asin,
            additional_inputs=[
                _shown(field, "ITEM_LEVEL", stored[field.name](item) if field.name in stored else "")
                for field in (ITEM if across else ())
            ],
        )
        for asin, item in by_asin.items()
    ]


def _shown(field: Field, target: api.InputTargetType, stored: str) -> api.AdditionalInputs:
    constraint = api.Constraint(validation_reg_ex=field.pattern, validation_string=f"{field.text} {field.rule}")
    return api.AdditionalInputs(
        additional_input_field_name=field.name,
        seller_input_definition=api.SellerInputDefinition(
            is_required=field.required,
            data_type=field.type,
            constraints=[constraint] if field.pattern else [],
            input_display_text=field.text,
            input_target=target,
            stored_value=api.AdditionalSellerInput(data_type="STRING", value_as_string=stored),
            restricted_set_values=list(field.values) or None,
        ),
    )


def problems(
    shipment: Sequence[api.AdditionalSellerInputs] | None, items: Sequence[api.Item], origin: str, destination: str
) -> list[Problem]:
    """What is wrong with the inputs of a purchase; nothing where none are needed."""
    if not needed(origin, destination):
        return []
    found = _problems("ShipmentLevelSellerInputsList", shipment or [], SHIPMENT)
    for index, each in enumerate(items):
        where = f"ShipmentRequestDetails.ItemList[{index}].ItemLevelSellerInputsList"
        found += _problems(where, each.item_level_seller_inputs_list or [], ITEM)
    return found


def said(inputs: Sequence[api.AdditionalSellerInputs] | None, name: str) -> str:
    """What was said in a field."""
    found = next((each for each in inputs or () if each.additional_input_field_name == name), None)
    return found.additional_seller_input.value_as_string or "" if found is not None else ""


def _problems(where: str, inputs: Sequence[api.AdditionalSellerInputs], fields: Sequence[Field]) -> list[Problem]:
    found = []
    for each in fields:
        value = said(inputs, each.name)
        path = f"{where}.{each.name}"
        if not value:
            if each.required:
                found.append(Problem(path, "", "is required: the goods cross customs"))
        elif (each.values and value not in each.values) or (each.pattern and not re.search(each.pattern, value)):
            found.append(Problem(path, value, each.rule))
    return found
