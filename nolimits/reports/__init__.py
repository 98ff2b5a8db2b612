"""Totals with their definitions, the six-monthly report, and the records behind each figure."""
