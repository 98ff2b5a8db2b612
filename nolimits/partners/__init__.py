"""Organisations outside the council: what was seen of them, their people, projects and totals."""
