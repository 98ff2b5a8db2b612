"""What volunteers invite young people along to, and each place on it."""
