"""Sales: how much was sold in which time, counted from the orders themselves."""

ANSWERS = ("sales",)
