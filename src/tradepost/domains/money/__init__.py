"""What selling costs and brings.

fees/      what a sale costs, estimated before it and billed after
finances/  the ledger of what was earned and charged, and its settlements
sales/     how much was sold in which time
"""
