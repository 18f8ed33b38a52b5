"""Supply sources: the stores and warehouses of a seller, their hours, and what they can do.

operations.py  what the Supply Sources API answers
source.py      a supply source
model.py       what a configuration may say
finding.py     what other areas may read of them
refusals.py    how it refuses
records.py     the SQL
"""

ANSWERS = ("supply_sources_2020_07_01",)
