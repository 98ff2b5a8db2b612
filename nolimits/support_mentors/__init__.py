"""Support mentors: their pool, and their catch-ups with the volunteers behind whom they stand."""
