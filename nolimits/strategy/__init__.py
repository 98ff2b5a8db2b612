"""The council's Corporate Parenting Strategy, which everything given here serves."""
