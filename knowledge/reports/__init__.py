"""Reports on Participants: kept, found, compared year on year, and made public as an approved pair."""
