"""Fiscal documents of goods in Amazon's network in Brazil: every movement causes them.

operations/    what the Invoices API answers: documents, and exports of them
invoice.py     a document, and what it can be
issuing.py     numbering, keeping and authorizing one
parties.py     sellers, buyers and Amazon's centers as documents name them
remitting.py   the document of an inbound shipment
hearing.py     the movements that cause documents
exporting.py   an export as its job keeps it, and its parts
lifecycle.py   what the tax office says, and what an export comes to
listing.py     what can be asked for
records.py     its SQL
"""

ANSWERS = ("invoices_api_model_2024_06_19",)
HEARS = (
    "orders.shipped",
    "orders.return_received",
    "inbound.shipment_status_changed",
    "fulfillment_outbound.shipment_status_changed",
    "removals.completed",
)
