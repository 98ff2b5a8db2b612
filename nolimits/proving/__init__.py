"""Proving who one is: the second step, and again before what matters; who still needs a role."""
