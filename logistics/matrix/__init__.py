"""Who has reported: Participants × obligations, and what of it others may know (mandate 3c)."""
