"""Promises of time and of money."""
