"""The time of stores and technicians: how much there is, and what takes it.

rules.py      schedules with recurrences, levels, slots (rules)
resource.py   stores, technicians and reservations as they are kept
records.py    their SQL
reading.py    what is left of a resource's time
reserving.py  keeping time for something else, until it is over
"""
