"""Contact logs: each time that a mentor and a young person met, called or wrote."""
