"""How an order becomes parcels: stock for its lines, shipments by center, their timetable, and what drives them on."""
