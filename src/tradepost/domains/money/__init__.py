"""What selling costs and brings: fees, the ledger of finances and its settlements, sales figures."""
