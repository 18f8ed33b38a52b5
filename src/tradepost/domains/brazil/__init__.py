"""What selling in Brazil asks for besides: fiscal documents for every movement of goods.

nfe/                 electronic invoices (NF-e): keys, layout, print
establishments/      who a seller is to the tax offices, and who invoices his sales
shipment_invoicing/  shipments that wait for their seller's invoice
invoices/            the fiscal documents that Amazon issues, listed and exported
"""
