"""Every feed type that there is, and how its documents are written (published list of feed types)."""

from __future__ import annotations

import re
from typing import Final, Literal

import msgspec

Form = Literal["json", "xml", "flat", "pdf"]

_CONTENT_TYPE: Final = re.compile(r"[\w.+-]+/[\w.+-]+(\s*;\s*[\w.-]+=(\"[^\"]*\"|[\w.:+-]+))*")


class Kind(msgspec.Struct, frozen=True):
    """A feed type: the form of its document, and whether Amazon has ended it (July 2025: such feeds end FATAL)."""

    form: Form
    ended: bool = False


def _all(form: Form, names: str, *, ended: bool = False) -> dict[str, Kind]:
    return {name: Kind(form, ended) for name in names.split()}


KINDS: Final[dict[str, Kind]] = {
    "JSON_LISTINGS_FEED": Kind("json"),
    **_all(
        "xml",
        "POST_PRODUCT_DATA POST_INVENTORY_AVAILABILITY_DATA POST_PRODUCT_OVERRIDES_DATA POST_PRODUCT_PRICING_DATA"
        " POST_PRODUCT_IMAGE_DATA POST_PRODUCT_RELATIONSHIP_DATA",
        ended=True,
    ),
    **_all(
        "flat",
        "POST_FLAT_FILE_INVLOADER_DATA POST_FLAT_FILE_BOOKLOADER_DATA POST_FLAT_FILE_CONVERGENCE_LISTINGS_DATA"
        " POST_FLAT_FILE_LISTINGS_DATA POST_FLAT_FILE_PRICEANDQUANTITYONLY_UPDATE_DATA POST_UIEE_BOOKLOADER_DATA",
        ended=True,
    ),
    **_all(
        "xml",
        "POST_ORDER_ACKNOWLEDGEMENT_DATA POST_ORDER_FULFILLMENT_DATA POST_PAYMENT_ADJUSTMENT_DATA"
        " POST_FULFILLMENT_ORDER_REQUEST_DATA POST_FULFILLMENT_ORDER_CANCELLATION_REQUEST_DATA",
    ),
    **_all(
        "flat",
        "POST_FLAT_FILE_ORDER_ACKNOWLEDGEMENT_DATA POST_FLAT_FILE_FULFILLMENT_DATA"
        " POST_FLAT_FILE_PAYMENT_ADJUSTMENT_DATA POST_FLAT_FILE_FULFILLMENT_ORDER_REQUEST_DATA"
        " POST_FLAT_FILE_FULFILLMENT_ORDER_CANCELLATION_REQUEST_DATA",
    ),
    **_all("pdf", "UPLOAD_VAT_INVOICE"),
}


def is_content_type(text: str) -> bool:
    """Whether a text has the form of a content type."""
    return _CONTENT_TYPE.fullmatch(text) is not None
