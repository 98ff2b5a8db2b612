"""Expenses: what volunteers spend, claimed with its receipt, checked, paid and in the ledger."""
