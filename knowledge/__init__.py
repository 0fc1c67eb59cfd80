"""Task: the institutional memory (mandate 1a–1e)."""
