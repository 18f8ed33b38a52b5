"""Feeds: many changes in one document, carried out as a job that answers with a processing report.

operations.py  what the Feeds API answers
kinds.py       every feed type: its content types, and who carries it out
feed.py        a feed as its job keeps it
refusals.py    how it refuses
"""

ANSWERS = ("feeds_2021_06_30",)
