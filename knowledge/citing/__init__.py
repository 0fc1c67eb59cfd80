"""How a document is cited and printed: a citation, entries for reference managers, a QR code of its permanent address."""
