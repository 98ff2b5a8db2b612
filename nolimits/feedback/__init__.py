"""What people say of a training day once they were there, read without names."""
