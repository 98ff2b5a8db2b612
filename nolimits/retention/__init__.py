"""What is kept no longer: found by the day, agreed by two people, emptied, with a stone left."""
