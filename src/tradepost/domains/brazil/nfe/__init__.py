"""Electronic invoices of Brazil (NF-e, model 55, layout 4.00), as far as they are public. Pure.

access_key.py  the 44 characters that name an invoice
note.py        an invoice: who, to whom, which goods, why, for how much
layout.py      an invoice as XML of the national layout
danfe.py       an invoice on paper
reading.py     what an XML says that somebody else has made
"""
