"""How much: units of measure, sizes and weights, amounts of money and their currencies."""
