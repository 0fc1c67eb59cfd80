"""Task: the public voice, notices, enquiries, working groups talking (mandate 2a–2d)."""
