"""Task: meetings, visits, reports that are due, follow-up (mandate 3a–3d)."""
