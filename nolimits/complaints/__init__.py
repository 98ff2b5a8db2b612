"""What anybody may tell us: a complaint, or that something has leaked; and what becomes of it."""
