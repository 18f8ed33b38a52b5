"""Amazon Shipping: rates, labels, tracking and what comes after; v2 and v1 are faces of it.

operations/     what both APIs answer: a file a subject
asking.py       what a caller wants to send, in the engine's words
quote.py        a question for rates with its answer, good for ten minutes
purchasing.py   one of its rates is bought
asking_v1.py    the same for v1, and what it offers
created.py      a shipment of v1, whose labels are bought later or never
paper.py        which documents can be had, and in which forms
extras.py       value-added services of a rate, in their groups
customs.py      what has to be said of goods that cross customs
linking.py      accounts of sellers with carriers: forms and what they ask for
collecting.py   collection forms
aftercare.py    claims, and what is covered
points.py       access points: where parcels are picked up instead of brought
views.py        rates, tracking and documents as v2 shows them
refusals.py     how it refuses
records.py      the SQL
"""

ANSWERS = ("shipping", "shipping_v2")
