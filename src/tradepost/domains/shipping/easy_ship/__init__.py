"""Easy Ship: Amazon's own carrier fetches what a seller sends, at a time that the seller chooses.

operations.py  what the API answers
slots.py       when a package can be handed over, and the ids of those slots
package.py     a scheduled package
model.py       how far it is, in the words of Easy Ship and of Orders
scheduling.py  an order is scheduled, or scheduled anew
papers.py      labels, invoices and warranties, and the archive that holds them
reading.py     what other areas may read
hearing.py     packages go their way, and orders follow
views.py       packages as the API shows them
refusals.py    how it refuses
records.py     the SQL
"""

ANSWERS = ("easy_ship_2022_03_23",)
HEARS = (
    "orders.canceled",
    "parcels.tracked",
)
