"""Feeds: many changes in one document, carried out as a job that answers with a processing report.

operations.py  what the Feeds API answers
kinds.py       every feed type: its content types, and who carries it out
feed.py        a feed as its job keeps it
refusals.py    how it refuses
lifecycle.py   how a feed is worked on
message.py     a message, what is said of it, what is wrong with a document
reading/       documents, by their form
carrying_out/  messages, by their type
reporting/     processing reports, by their form
records.py     what came of messages until their report is written, and the settings of a world
"""

ANSWERS = ("feeds_2021_06_30",)
