"""Reminders of reports that are due, and the letter that is prepared when they did not help (mandate 3c)."""
