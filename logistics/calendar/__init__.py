"""The calendar: month, list, and what other programs subscribe to."""
