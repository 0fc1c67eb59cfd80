"""What is on record of each meeting that is over, and who owes the rest (mandate 1b)."""
