"""Workshops and training sessions: held for a request, or by others who made them public."""
