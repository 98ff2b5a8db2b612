"""Accounts, roles, sign-in, directorates and champions."""
