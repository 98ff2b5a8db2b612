"""Who might suit whom, and the time they spend together."""
