"""Amazon Warehousing and Distribution: boxes that wait near the ports, until they are sent on to fulfillment centers.

It is a program of the US, so that no call names a marketplace (published guide).

operations/      what the API answers, a file for each noun
packages.py      boxes as a seller describes them, and what is wrong with them
eligibility.py   what is taken in, and why something is not
centers.py       the distribution centers and their regions
inbound.py       orders to bring boxes in and their shipments, as they are kept
arriving.py      what time does to an inbound shipment
stock.py         the ledger of boxes
distribution.py  orders that send boxes on, as they are kept
sending.py       what becomes of such an order, up to the shelf of a fulfillment center
replenishing.py  orders that nobody has to ask for
asking.py        what takes its time, as jobs
labels.py        box labels
charging.py      what it all costs
lifecycle.py     what jobs and the clock do
views.py, views_outbound.py   what the API shows
records.py       the SQL
"""

ANSWERS = ("awd_2024_05_09",)
HEARS = ("jobs.begun",)
