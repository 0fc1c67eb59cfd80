"""Standing pages, the banner, addresses of the old public site, and the board of translations (mandate 2a)."""
