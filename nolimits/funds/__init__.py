"""Money held for a purpose, and the ledger that says how much."""
