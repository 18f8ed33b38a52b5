"""FBA Inbound: plans by which stock is sent to Amazon, their shipments, and how these are received.

operations/      what the APIs answer, a file for each noun
planning/        what may be sent in, how it is prepared and packed, and where it goes
sending/         how it travels: quotes, windows, appointments, tracking, other contents
papers/          labels and bills
receiving/       what time does to a shipment, until its units can be sold
plan.py          a plan, as it is kept
shipment.py      a shipment, as it is kept
contents.py      items, boxes and pallets
asking.py        operations that take their time, as jobs
loading.py       plans and shipments of the caller, by their ids
lifecycle.py     what jobs and the clock do
records.py       the SQL
"""

ANSWERS = ("fulfillment_inbound_2024_03_20", "fulfillment_inbound_v0", "fba_inbound")
