"""From an application to a ready volunteer: checks, references, training, handbook, clearance."""
