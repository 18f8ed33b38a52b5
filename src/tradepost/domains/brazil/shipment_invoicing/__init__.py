"""Shipments of FBA Onsite in Brazil: they are picked, and leave once their seller's invoice is accepted.

operations.py  what the Shipment Invoicing API answers
shipment.py    a shipment that waits, and the invoices that came for it
judging.py     what is wrong with an invoice
taking.py      what becomes of a shipment and its invoices
hearing.py     the shipments that have to wait
lifecycle.py   an invoice is looked at
views.py       a shipment as the API shows it
reading.py     what other areas may know
records.py     its SQL
refusals.py    how it refuses
"""

ANSWERS = ("shipment_invoicing_v0",)
HEARS = ("fulfillment_outbound.shipment_status_changed",)
