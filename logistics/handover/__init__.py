"""The hand-over pack of the KP Chair (mandate 3a): what the next Chair has to know, from data alone."""
