"""The USB pack: static pages with what a role may know, for a machine without a network."""
