"""Carrying messages out: each is the call of the API that it stands for, by that call's own function.

families.py            which feed type is carried out by what
listings.py            JSON_LISTINGS_FEED
shipments.py           order fulfillment
acknowledgements.py    order acknowledgement and cancellation
adjustments.py         money given back, units cancelled
fulfillment_orders.py  orders of the fulfillment network
easy_ship.py           papers of Easy Ship, which a report has
invoices.py            VAT invoices
legacy_xml.py          the listings feeds that Amazon has ended: product, price, inventory, image, relationship
legacy_flat.py         and those of them that are flat files
orders.py              what messages about orders share
"""
