"""Every feed type that there is, how its documents are written, and who may send it (published lists of feed types)."""

from __future__ import annotations

import re
from typing import Final, Literal

import msgspec

Form = Literal["json", "xml", "flat", "pdf"]

_CONTENT_TYPE: Final = re.compile(r"[\w.+-]+/[\w.+-]+([ \t]*;[ \t]*[\w.-]+=(\"[ !#-~]*\"|[\w.:+-]+))*", re.ASCII)
#: Which content types a form may come as; the first is the published one.
_CONTENT_TYPES: Final[dict[Form, tuple[str, ...]]] = {
    "json": ("application/json",),
    "xml": ("text/xml", "application/xml"),
    "flat": ("text/tab-separated-values", "text/tsv", "text/plain", "text/csv"),
    "pdf": ("application/pdf", "application/octet-stream"),
}
_LISTING: Final = frozenset({"PL", "IOT"})
_ORDERS: Final = frozenset({"IOT", "DTC"})


class Kind(msgspec.Struct, frozen=True):
    """A feed type: the form of its document, the roles of which one is needed, and whether Amazon has ended it (July
    2025: such feeds end FATAL)."""

    form: Form
    roles: frozenset[str]
    ended: bool = False

    @property
    def content_types(self) -> tuple[str, ...]:
        """The content types that its documents may have."""
        return _CONTENT_TYPES[self.form]


def _all(form: Form, roles: frozenset[str], names: str, *, ended: bool = False) -> dict[str, Kind]:
    return {name: Kind(form, roles, ended) for name in names.split()}


KINDS: Final[dict[str, Kind]] = {
    **_all("json", _LISTING, "JSON_LISTINGS_FEED"),
    **_all(
        "xml",
        _LISTING,
        "POST_PRODUCT_DATA POST_INVENTORY_AVAILABILITY_DATA POST_PRODUCT_OVERRIDES_DATA POST_PRODUCT_PRICING_DATA"
        " POST_PRODUCT_IMAGE_DATA POST_PRODUCT_RELATIONSHIP_DATA",
        ended=True,
    ),
    **_all(
        "flat",
        _LISTING,
        "POST_FLAT_FILE_INVLOADER_DATA POST_FLAT_FILE_BOOKLOADER_DATA POST_FLAT_FILE_CONVERGENCE_LISTINGS_DATA"
        " POST_FLAT_FILE_LISTINGS_DATA POST_FLAT_FILE_PRICEANDQUANTITYONLY_UPDATE_DATA POST_UIEE_BOOKLOADER_DATA",
        ended=True,
    ),
    **_all("xml", _ORDERS, "POST_ORDER_ACKNOWLEDGEMENT_DATA POST_ORDER_FULFILLMENT_DATA POST_PAYMENT_ADJUSTMENT_DATA"),
    **_all(
        "flat",
        _ORDERS,
        "POST_FLAT_FILE_ORDER_ACKNOWLEDGEMENT_DATA POST_FLAT_FILE_FULFILLMENT_DATA"
        " POST_FLAT_FILE_PAYMENT_ADJUSTMENT_DATA",
    ),
    **_all(
        "xml",
        frozenset({"AF"}),
        "POST_FULFILLMENT_ORDER_REQUEST_DATA POST_FULFILLMENT_ORDER_CANCELLATION_REQUEST_DATA",
    ),
    **_all(
        "flat",
        frozenset({"AF"}),
        "POST_FLAT_FILE_FULFILLMENT_ORDER_REQUEST_DATA POST_FLAT_FILE_FULFILLMENT_ORDER_CANCELLATION_REQUEST_DATA"
        " POST_FLAT_FILE_FBA_CREATE_REMOVAL",
    ),
    **_all("pdf", frozenset({"TI"}), "UPLOAD_VAT_INVOICE"),
    **_all("xml", frozenset({"IOT", "DTC", "TI"}), "POST_EASYSHIP_DOCUMENTS"),
}
#: Types that are published and that nothing here carries out; they are refused when they are sent.
NOT_CARRIED_OUT: Final = frozenset(
    [
        "POST_FBA_INBOUND_CARTON_CONTENTS",
        "POST_FLAT_FILE_IL_SNAPSHOT_FEED",
        "POST_FLAT_FILE_IL_ALLOCATION_REQUESTS_CONFIRMATION_FEED",
        "POST_EXPECTED_SHIP_DATE_SOD_FLAT_FILE",
        "POST_EXPECTED_SHIP_DATE_SOD",
        "POST_INVOICE_CONFIRMATION_DATA",
    ]
)


def is_content_type(text: str) -> bool:
    """Whether a text has the form of a content type."""
    return _CONTENT_TYPE.fullmatch(text) is not None
