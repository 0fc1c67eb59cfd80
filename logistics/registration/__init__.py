"""Registration for meetings: delegations, credentials, visa letters, participants and attendance (mandate 3a)."""
