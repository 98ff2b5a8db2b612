"""Training, day by day, and the handbook, version by version."""
