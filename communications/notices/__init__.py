"""Notices from the Chair (mandate 2b)."""
