"""Reading what was uploaded, by its form: counted first, and then message by message, as often as it takes.

charsets.py       in which charset a document is
listings_json.py  JSON_LISTINGS_FEED
envelope.py       AmazonEnvelope, the XML of feeds
flat_file.py      rows between tabs
pdf.py            one message: the document itself
source.py         the bytes, and what is wrong with them whatever their form
"""
