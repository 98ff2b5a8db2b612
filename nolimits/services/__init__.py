"""What the council's services offer young people, and who takes it up."""
