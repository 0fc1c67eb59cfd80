"""How a case ends: what was given, what came of it, whether the requester contests it, and whether it helped (mandate 4c)."""
