"""Review visits, review missions and other logistics of the monitoring body (mandate 3b)."""
