"""What the Invoices API answers: documents found, shown and exported (``invoices``), and asked for (``government``)."""

from tradepost.domains.brazil.invoices.operations import government, invoices

__all__ = ["government", "invoices"]
