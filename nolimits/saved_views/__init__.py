"""Lists as somebody narrowed them, kept under a name of their own."""
