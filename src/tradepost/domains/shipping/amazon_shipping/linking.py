"""Which carriers a seller can link an account of his own with, and the forms that each of them asks for. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from tradepost.contract import shipping_v2 as api
from tradepost.domains.carriage.carriers import CARRIERS
from tradepost.domains.carriage.tariffs import TARIFFS
from tradepost.domains.problems import Problem

#: The fields of a form: name, whether it is confidential, and the form of its value (our choice, after the published
#: example and public registration pages of carriers).
_NUMBER: Final = ("ACCOUNT_NUMBER", True, r"[A-Z0-9]{5,35}")
_POSTAL: Final = ("POSTAL_CODE", False, r"[A-Za-z0-9 -]{3,10}")
_INVOICE: Final = ("INVOICE_NUMBER", False, r"[A-Za-z0-9-]{4,20}")
_FORMS: Final[dict[api.AccountType, tuple[tuple[str, bool, str], ...]]] = {
    "SHIPPER_ACCOUNT": (_NUMBER, _POSTAL),
    "SHIPPER_ACCOUNT_WITH_INVOICE": (_NUMBER, _POSTAL, _INVOICE),
}


def linkable(countries: Sequence[str]) -> list[str]:
    """The carriers of these countries at which a seller can ship with an account of his own."""
    codes = {each.code for country in countries for each in CARRIERS.get(country, ())}
    return sorted(code for code in codes if TARIFFS[code].linked)


def form(code: str) -> api.LinkableCarrier:
    """What a carrier asks for."""
    return api.LinkableCarrier(
        carrier_id=code,
        linkable_account_types=[
            api.LinkableAccountType(
                account_type=type,
                carrier_account_inputs=[_input(*field) for field in fields],
            )
            for type, fields in _FORMS.items()
        ],
    )


def _input(name: str, confidential: bool, pattern: str) -> api.CarrierAccountInput:
    return api.CarrierAccountInput(
        description_localization_key=name.lower().replace("_", "-") + "-description",
        name=name,
        group_name="ACCOUNT",
        input_type="TEXTBOX",
        is_mandatory=True,
        is_confidential=confidential,
        is_hidden=False,
        validation_metadata=[
            api.ValidationMetadata(
                error_message=f"{name} must match {pattern}", validation_strategy="REGEX", value=f"^{pattern}$"
            )
        ],
    )


def problems(type: str, said: dict[str, str]) -> list[Problem]:
    """What is wrong with a form that was filled in."""
    fields = next((each for known, each in _FORMS.items() if known == type), None)
    if fields is None:
        return [Problem("carrierAccountType", type, f"is not one of {', '.join(_FORMS)}")]
    path = "carrierAccountAttributes"
    known = {name for name, _, _ in fields}
    found = [Problem(path, name, f"is no input of {type}") for name in said if name not in known]
    for name, confidential, pattern in fields:
        value = said.get(name, "")
        if not re.fullmatch(pattern, value):
            found.append(Problem(f"{path}.{name}", "" if confidential else value, f"does not match ^{pattern}$"))
    return found
