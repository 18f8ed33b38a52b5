"""A fiscal document, and the words that ``getInvoicesAttributes`` has for what it can be. Pure."""

from __future__ import annotations

from typing import Final, Literal, get_args

import msgspec

from tradepost.domains.brazil.nfe.note import InvoiceType, Note

Status = Literal["PROCESSING", "AUTHORIZED", "REJECTED"]
TransactionType = Literal[
    "CUSTOMER_SALES", "CUSTOMER_RETURNS", "INBOUND_SHIPMENT", "MULTI_CHANNEL_FULFILLMENT", "REMOVAL"
]
TransactionName = Literal[
    "BUSINESS_TRANSACTION_ID",
    "AMAZON_ORDER_ID",
    "AMAZON_SHIPMENT_ID",
    "RETURN_ID",
    "INBOUND_PLAN_ID",
    "INBOUND_SHIPMENT_ID",
    "SELLER_FULFILLMENT_ORDER_ID",
    "REMOVAL_ORDER_ID",
]

#: What documents can be, with what it means. The published model has SYMBOLIC_RETURN, REMITTANCE, AUTHORIZED,
#: CUSTOMER_SALES, INBOUND_SHIPMENT and BUSINESS_TRANSACTION_ID as examples; the others are our choice.
STATUSES: Final[dict[Status, str]] = {
    "PROCESSING": "The tax office has not answered yet.",
    "AUTHORIZED": "The tax office has authorized the invoice.",
    "REJECTED": "The tax office has rejected the invoice.",
}
TYPES: Final[dict[InvoiceType, str]] = {
    "SALE": "Goods are sold to a customer.",
    "SALE_RETURN": "A customer gives goods back.",
    "REMITTANCE": "Goods are sent to a fulfillment center to be kept there.",
    "RETURN": "Goods that were kept leave a fulfillment center for their owner's own business.",
    "SYMBOLIC_REMITTANCE": "Goods that came back from a customer are kept again.",
    "SYMBOLIC_RETURN": "Goods that were kept are their owner's again, who sells them.",
}
TRANSACTION_TYPES: Final[dict[TransactionType, str]] = {
    "CUSTOMER_SALES": "An order of a customer that Amazon has shipped.",
    "CUSTOMER_RETURNS": "A return of a customer that has come to a fulfillment center.",
    "INBOUND_SHIPMENT": "A shipment to a fulfillment center.",
    "MULTI_CHANNEL_FULFILLMENT": "A fulfillment order of the seller's own that Amazon has shipped.",
    "REMOVAL": "A removal order: units were sent back to the seller, or disposed of.",
}
TRANSACTION_NAMES: Final[dict[TransactionName, str]] = {
    "BUSINESS_TRANSACTION_ID": "What the documents of one movement have in common.",
    "AMAZON_ORDER_ID": "The customer's order.",
    "AMAZON_SHIPMENT_ID": "The shipment of the customer's order, or of the fulfillment order.",
    "RETURN_ID": "The customer's return.",
    "INBOUND_PLAN_ID": "The inbound plan.",
    "INBOUND_SHIPMENT_ID": "The inbound shipment.",
    "SELLER_FULFILLMENT_ORDER_ID": "The fulfillment order of the seller's own.",
    "REMOVAL_ORDER_ID": "The removal order.",
}
assert set(TYPES) == set(get_args(InvoiceType))


class Invoice(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One document. ``transactions`` are (name, id) of what it is of; ``error_code`` and ``answer`` are what the tax
    office says where it has rejected it."""

    id: str
    marketplace_id: str
    transaction_type: TransactionType
    note: Note
    transactions: tuple[tuple[TransactionName, str], ...]
    status: Status = "PROCESSING"
    error_code: str = ""
    answer: str = ""

    def identified_by(self, name: TransactionName) -> str:
        """The identifier of what it is of, or nothing."""
        return dict(self.transactions).get(name, "")
