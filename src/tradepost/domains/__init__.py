"""What happens. One package for each area of business, never one for an API version, grouped by subject.

    selling/    what is offered and bought: catalog, listings, prices, orders, and the buyers
    money/      what it costs and brings: fees, finances, sales figures
    fba/        what Amazon's fulfillment network does: stock, orders of other channels
    shipping/   parcels that a seller sends himself: labels bought, numbers followed, places that he ships from
    services/   what is sold by the hour: service jobs, appointments, capacity
    exchange/   whole documents and messages: feeds, reports, notifications, uploads, and the jobs below them
    account/    who the seller is, and what he may see

Below the areas stands what several of them need: ``places`` (countries, calendars, fulfillment centers), ``carriage``
(carriers, tracking), ``measures`` (units, sizes, amounts of money). An area says in its ``__init__`` what it answers,
hears and knows; ``areas`` reads that when it is first asked for.
"""
