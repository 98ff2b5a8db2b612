"""Photos that volunteers put beside their name, for the young people who choose among them."""
