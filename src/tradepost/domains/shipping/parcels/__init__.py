"""Parcels that sellers send: bought labels and numbers of their own, moved by the clock along one machine.

parcel.py      a parcel, its states and what tracking shows of it
buying.py      a label is bought or called off; what it costs is told to finances
moving.py      what happens to a parcel as its time comes
labels.py      what is printed for it: labels, packing slips, receipts, customs forms
confirming.py  an order whose label is bought is confirmed as shipped
health.py      how well a seller ships: valid tracking, late shipments
hearing.py     numbers that sellers confirm themselves are followed
records.py     the SQL
"""

HEARS = (
    "orders.package_corrected",
    "orders.shipped",
)
