"""How fast the portal answers with a large archive, as ratios within one run: see README.md in this directory."""
