"""Task: requests received, analysed, referred, followed up, results published (mandate 4a–4c)."""
