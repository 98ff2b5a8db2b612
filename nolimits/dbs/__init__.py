"""DBS: what each role asks, and each check from the application to the decision."""
