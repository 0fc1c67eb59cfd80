"""What stands around the search: what it finds of each kind of record, facets, spelling, saved searches."""
