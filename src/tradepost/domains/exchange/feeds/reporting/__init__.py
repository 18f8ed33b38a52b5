"""Processing reports: what came of a feed, message by message, in the published form of its document.

summary.py        the counts, and the pieces that a report is made of
listings_json.py  of JSON_LISTINGS_FEED
envelope.py       AmazonEnvelope with a ProcessingReport
flat_file.py      a summary and a line for each fault
"""
