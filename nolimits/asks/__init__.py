"""What the strategy asks of each of us, and what we say that we do."""
