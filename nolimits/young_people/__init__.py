"""Young people, by code; what they want, who may decide, and what they agreed to."""
