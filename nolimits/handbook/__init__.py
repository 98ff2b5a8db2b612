"""The handbook and the guidance of each role, version by version, and who read them."""
