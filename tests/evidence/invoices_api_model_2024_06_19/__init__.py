"""What was seen of Invoices."""
