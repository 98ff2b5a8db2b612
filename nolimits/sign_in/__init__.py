"""Signing in: codes by mail, the council's own accounts, and every browser that is signed in."""
