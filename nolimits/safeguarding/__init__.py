"""Concerns: worries about somebody's safety, kept for the safeguarding leads alone."""
