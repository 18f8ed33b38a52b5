"""Service jobs: what buyers ask a seller to do, when and by whom, and the capacity that limits how much of it can be.

operations/    what the Services API answers
job.py         a service job with its appointments, as it is kept
resource.py    a store or technician, and the reservations of its time
capacity.py    schedules with recurrences, what is left of them, and the slots that follow (rules)
model.py       which status follows which, and what else is decided without looking (rules)
booking.py     taking a slot, giving it back, assigning technicians
ordering.py    what buyers do: they order, pay, ask for another time, call off
lifecycle.py   what time does
"""

ANSWERS = ("services",)
HEARS = ("orders.shipped", "orders.canceled")
