"""Uploads: places to put files that other calls then name, such as an attachment to a message to a buyer.

operations.py    what the Uploads API answers
destination.py   what an upload destination is, and whose file is behind one
"""

ANSWERS = ("uploads_2020_11_01",)
