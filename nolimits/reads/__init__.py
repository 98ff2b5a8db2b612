"""Who looked at whose record: reviewed each week, told to whom it is about; and emergencies."""
