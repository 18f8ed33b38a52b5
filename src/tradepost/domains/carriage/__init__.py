"""How parcels go: carriers, their numbers, what they cost, and what tracking tells of a parcel on its way.

Pure, but for what developers do to carriers:


carriers.py     who brings parcels in which country, links, tracking numbers and shares
check_digits.py the check digits of tracking numbers
numbers.py      whether a text can be a tracking number of a carrier
zones.py        an address as carriers read it (``Stop``), and how far it is from one to another
tariff.py       what a carrier's table says
tariffs.py      what each carrier offers and costs: one table a carrier
promising.py    when a parcel is picked up and when it arrives, by business days
rating.py       rates for a parcel, and who does not take it and why
tracking.py     the whole way of a parcel, settled when it starts, and what changes it
records.py      the SQL of outages and of rate tables of one's own

Whoever sells labels uses two doors:

``rating.rates(Asked(package=…, origin=…, destination=…, currency=…, now=…, ships_at=…))``
    gives a list of ``Rate`` (cheapest first) and ``Ineligible`` (with reasons by published code). Pure. Within a call
    ask ``await buying.quote(ctx, asked)`` instead: it minds carriers that are down and tables of a developer's own.
``await buying.buy(ctx, Purchase(source=…, reference=…, parcel_id=…, marketplace_id=…, rate=…, package=…, …))``
    of ``domains/shipping/parcels`` gives a ``Parcel``: with its tracking number and its whole way, moved by the clock;
    its cost is posted to finances. ``buying.cancellable(parcel)`` and ``await buying.cancel(ctx, parcel)`` call it off
    and give the money back. ``labels.printed(parcel, "LABEL", Print(format="ZPL", dpi=203))`` prints it at any time.
"""
