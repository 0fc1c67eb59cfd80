"""Requests for assistance referred to bodies of the Process, which answer (mandate 4b)."""
