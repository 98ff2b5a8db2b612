"""Money that young people ask for, and that a panel with young people on it decides."""
