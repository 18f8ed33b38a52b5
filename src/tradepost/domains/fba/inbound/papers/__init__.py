"""What is printed for shipments: labels of boxes, pallets and items, bills of lading, delivery challans."""
