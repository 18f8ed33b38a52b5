"""FBA inventory: the units that Amazon keeps for a seller, as a ledger of movements.

Other areas move stock by the functions of ``stock``; nobody else writes the ledger.
"""

ANSWERS = ("fba_inventory",)
