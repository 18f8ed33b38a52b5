"""How parcels go: carriers, their numbers, and what tracking tells of a parcel on its way."""
