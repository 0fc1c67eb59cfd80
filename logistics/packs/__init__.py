"""Packs to take away: the papers of a meeting for a role, and the USB pack (mandate 3a)."""
