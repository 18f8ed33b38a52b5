"""Documents: bytes outside the database, behind links that are signed and end soon.

objects.py     where bytes are kept: a folder, memory, or whatever speaks S3
links.py       links, and whether one is good
records.py     what is known of each document
documents.py   the documents of one world, as areas use them
sweeping.py    what nobody refers to any more is removed
"""
