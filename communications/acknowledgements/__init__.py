"""Who has acknowledged a notice, who has not, and how they are reached."""
