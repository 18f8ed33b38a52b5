"""Merchant Fulfillment: labels that sellers buy for orders of Amazon's.

operations.py  what the API answers
asking.py      what a seller wants to send, in the engine's words
boxes.py       the predefined packages of carriers
offering.py    services that take it, with what the seller wants of them, and those that do not
inputs.py      what more has to be said of goods that cross customs
shipment.py    a shipment, its statuses, and its label
purchasing.py  a label is bought, called off and its money given back
lifecycle.py   what time does: a carrier decides on a refund
views.py       shipments and services as the API shows them
refusals.py    how it refuses
records.py     the SQL
"""

ANSWERS = ("merchant_fulfillment_v0",)
