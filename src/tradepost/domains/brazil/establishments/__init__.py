"""A seller in Brazil, as the tax offices know him, and who invoices what he sells through the network.

establishment.py  the seller's place of business: its numbers and its address
reading.py        the one that a seller has
records.py        its SQL
"""
