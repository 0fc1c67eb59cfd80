"""The collection list: what the archive knows of but does not hold, and whom it has asked for it."""
