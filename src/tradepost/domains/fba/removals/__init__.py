"""Removals: units leave Amazon's network because their seller wants it, to be sent back to him or disposed of.

removal.py     a removal order and its rules
requesting.py  how one is made, and how it refuses
lifecycle.py   what time does: the units are taken out, and the fee is told
records.py     its SQL

No operation of the API makes one: a feed does, and the control API.
"""
