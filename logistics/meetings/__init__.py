"""Meetings of the Process (mandate 3a)."""
