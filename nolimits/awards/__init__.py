"""What the panel gave: offered, accepted, approved and paid, by four different people."""
