"""What was seen of Shipment Invoicing."""
